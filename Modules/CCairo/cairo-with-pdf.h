// What Documents needs of cairo; pkg-config names the folder and the library.
#include <cairo.h>
#include <cairo-pdf.h>
