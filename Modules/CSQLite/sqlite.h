#include <sqlite3.h>

/* sqlite3_config takes a variable list of arguments, which Swift cannot call. Without these counts
   SQLite's memory needs no lock. */
static inline int penning_sqlite_without_memory_counts(void) {
  return sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0);
}
