// libmicrohttpd as Swift can call it: the variadic calls wrapped, and the one look at the
// request header's own bytes that its API does not offer.
#ifndef PENNING_CMICROHTTPD_H
#define PENNING_CMICROHTTPD_H

#include <microhttpd.h>
#include <stddef.h>
#include <stdint.h>

/// What `penning_http_start` is told; sizes in bytes, times in seconds.
struct penning_http_settings {
  int listen_socket;
  unsigned int threads;
  unsigned int connection_limit;
  /// Connections of one address; 0: no limit.
  unsigned int address_limit;
  unsigned int idle_seconds;
  size_t connection_memory;
};

/// Where the daemon's threads call in. `context` is the first argument of each.
struct penning_http_callbacks {
  void *context;
  /// The request line is read; returns the object that stands for the request.
  void *(*target)(void *context, const char *target, struct MHD_Connection *connection);
  MHD_AccessHandlerCallback handler;
  MHD_RequestCompletedCallback completed;
  MHD_NotifyConnectionCallback connection;
};

/// Starts the daemon on a listening socket; NULL when it can't.
struct MHD_Daemon *penning_http_start(
    const struct penning_http_settings *settings, const struct penning_http_callbacks *callbacks);

/// The connection's socket, or -1.
int penning_http_socket(struct MHD_Connection *connection);

/// What the connection callback left for this connection when it began.
void *penning_http_context(struct MHD_Connection *connection);

/// The bytes of the request's header, request line and last empty line included.
size_t penning_http_header_size(struct MHD_Connection *connection);

/// The peer's numeric address as text into `text`; 0 when there is none.
int penning_http_peer(struct MHD_Connection *connection, char *text, size_t size);

/// 1 when the header was written as RFC 9112 wants it: each line ended by CR LF, no line folded,
/// no NUL, nothing that the library read more kindly than it should. Only within the handler's
/// first call for a request.
int penning_http_header_is_strict(
    struct MHD_Connection *connection, const char *method, const char *target, size_t target_size,
    const char *version);

typedef void (*penning_http_field)(
    void *context, const char *name, size_t name_size, const char *value, size_t value_size);

/// Calls `field` for each header field, in order.
void penning_http_each_field(
    struct MHD_Connection *connection, void *context, penning_http_field field);

/// An answer with a copy of these bytes as its body; NULL when memory is short.
struct MHD_Response *penning_http_copied_response(const void *bytes, size_t size);

#endif
