#include "CMicroHTTPD.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <string.h>
#include <sys/socket.h>

// The target is decoded by our own strict code: the library must leave the bytes as they came.
static size_t leave_as_is(void *context, struct MHD_Connection *connection, char *text) {
  (void)context;
  (void)connection;
  return strlen(text);
}

struct MHD_Daemon *penning_http_start(
    const struct penning_http_settings *settings, const struct penning_http_callbacks *callbacks) {
  unsigned int flags = MHD_USE_EPOLL_INTERNAL_THREAD | MHD_ALLOW_SUSPEND_RESUME;
  struct MHD_OptionItem pool[] = {
      // A pool of one thread is refused by the library: that is the plain daemon.
      {settings->threads > 1 ? MHD_OPTION_THREAD_POOL_SIZE : MHD_OPTION_END,
       (intptr_t)settings->threads, NULL},
      {MHD_OPTION_END, 0, NULL}};
  return MHD_start_daemon(
      flags, 0, NULL, NULL, callbacks->handler, callbacks->context,
      MHD_OPTION_LISTEN_SOCKET, settings->listen_socket,
      MHD_OPTION_CONNECTION_LIMIT, settings->connection_limit,
      MHD_OPTION_PER_IP_CONNECTION_LIMIT, settings->address_limit,
      MHD_OPTION_CONNECTION_TIMEOUT, settings->idle_seconds,
      MHD_OPTION_CONNECTION_MEMORY_LIMIT, settings->connection_memory,
#if MHD_VERSION >= 0x01000000
      MHD_OPTION_CLIENT_DISCIPLINE_LVL, 2,
#else
      // The strict setting adds two checks that our own code makes anyway, and answers them badly:
      // a blank in the target with nothing at all, a missing Host with two heads.
      MHD_OPTION_STRICT_FOR_CLIENT, 0,
#endif
      MHD_OPTION_UNESCAPE_CALLBACK, &leave_as_is, NULL,
      MHD_OPTION_URI_LOG_CALLBACK, callbacks->target, callbacks->context,
      MHD_OPTION_NOTIFY_COMPLETED, callbacks->completed, callbacks->context,
      MHD_OPTION_NOTIFY_CONNECTION, callbacks->connection, callbacks->context,
      MHD_OPTION_ARRAY, pool, MHD_OPTION_END);
}

int penning_http_socket(struct MHD_Connection *connection) {
  const union MHD_ConnectionInfo *info =
      MHD_get_connection_info(connection, MHD_CONNECTION_INFO_CONNECTION_FD);
  return info == NULL ? -1 : info->connect_fd;
}

void *penning_http_context(struct MHD_Connection *connection) {
  const union MHD_ConnectionInfo *info =
      MHD_get_connection_info(connection, MHD_CONNECTION_INFO_SOCKET_CONTEXT);
  return info == NULL ? NULL : info->socket_context;
}

size_t penning_http_header_size(struct MHD_Connection *connection) {
  const union MHD_ConnectionInfo *info =
      MHD_get_connection_info(connection, MHD_CONNECTION_INFO_REQUEST_HEADER_SIZE);
  return info == NULL ? 0 : info->header_size;
}

int penning_http_peer(struct MHD_Connection *connection, char *text, size_t size) {
  const union MHD_ConnectionInfo *info =
      MHD_get_connection_info(connection, MHD_CONNECTION_INFO_CLIENT_ADDRESS);
  if (info == NULL || info->client_addr == NULL) return 0;
  const void *address = NULL;
  if (info->client_addr->sa_family == AF_INET)
    address = &((const struct sockaddr_in *)info->client_addr)->sin_addr;
  else if (info->client_addr->sa_family == AF_INET6)
    address = &((const struct sockaddr_in6 *)info->client_addr)->sin6_addr;
  if (address == NULL) return 0;
  return inet_ntop(info->client_addr->sa_family, address, text, (socklen_t)size) != NULL;
}

// libmicrohttpd reads kindly: it takes a bare LF for a line's end, joins folded lines and stops
// at a NUL. Up to 0.9.x it parses in place and leaves the header's bytes where they were, with
// NUL written over each delimiter. So a header written strictly looks like
//   METHOD 0 TARGET 0 VERSION 0 0 (NAME 0 blanks VALUE 0 0)* 0 0
// and every name and value that the library reports lies exactly there. Walking along its own
// list shows any byte that it passed over in silence. From 1.0 on it can be told to be strict.
struct walk {
  const char *at;
  const char *end;
  int strict;
};

static enum MHD_Result walk_field(
    void *context, enum MHD_ValueKind kind, const char *name, size_t name_size, const char *value,
    size_t value_size) {
  (void)kind;
  struct walk *walk = context;
  const char *at = walk->at;
  walk->strict = 0;
  if (name != at || name_size >= (size_t)(walk->end - at)) return MHD_NO;
  at += name_size;
  if (*at++ != 0) return MHD_NO;
  while (at < walk->end && (*at == ' ' || *at == '\t')) at++;
  if (value != at || value_size >= (size_t)(walk->end - at)) return MHD_NO;
  at += value_size;
  if (walk->end - at < 2 || at[0] != 0 || at[1] != 0) return MHD_NO;
  walk->at = at + 2;
  walk->strict = 1;
  return MHD_YES;
}

int penning_http_header_is_strict(
    struct MHD_Connection *connection, const char *method, const char *target, size_t target_size,
    const char *version) {
#if MHD_VERSION >= 0x01000000
  (void)connection, (void)method, (void)target, (void)target_size, (void)version;
  return 1;
#else
  struct walk walk = {version + strlen(version), method + penning_http_header_size(connection), 1};
  if (target != method + strlen(method) + 1) return 0;
  if (version != target + target_size + 1) return 0;
  if (walk.end - walk.at < 4 || walk.at[0] != 0 || walk.at[1] != 0) return 0;
  walk.at += 2;
  MHD_get_connection_values_n(connection, MHD_HEADER_KIND, walk_field, &walk);
  return walk.strict && walk.end - walk.at == 2 && walk.at[0] == 0 && walk.at[1] == 0;
#endif
}

struct fields {
  void *context;
  penning_http_field field;
};

static enum MHD_Result each_field(
    void *context, enum MHD_ValueKind kind, const char *name, size_t name_size, const char *value,
    size_t value_size) {
  (void)kind;
  const struct fields *fields = context;
  fields->field(fields->context, name, name_size, value == NULL ? "" : value, value_size);
  return MHD_YES;
}

void penning_http_each_field(
    struct MHD_Connection *connection, void *context, penning_http_field field) {
  struct fields fields = {context, field};
  MHD_get_connection_values_n(connection, MHD_HEADER_KIND, each_field, &fields);
}

struct MHD_Response *penning_http_copied_response(const void *bytes, size_t size) {
  static const char nothing[1] = {0};
  if (size == 0) return MHD_create_response_from_buffer(0, (void *)nothing, MHD_RESPMEM_PERSISTENT);
  return MHD_create_response_from_buffer(size, (void *)bytes, MHD_RESPMEM_MUST_COPY);
}
