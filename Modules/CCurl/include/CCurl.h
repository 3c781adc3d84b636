// libcurl for Swift: its variadic calls with fixed types. Imported by module Outbound alone.
#pragma once
#include <curl/curl.h>
#include <sys/socket.h>

/// Prepares libcurl once per process.
CURLcode penning_curl_start(void);

CURLcode penning_curl_set_long(CURL *easy, CURLoption option, long value);
CURLcode penning_curl_set_size(CURL *easy, CURLoption option, curl_off_t value);
/// libcurl copies the text.
CURLcode penning_curl_set_text(CURL *easy, CURLoption option, const char *value);
CURLcode penning_curl_set_pointer(CURL *easy, CURLoption option, void *value);
CURLcode penning_curl_set_list(CURL *easy, CURLoption option, struct curl_slist *value);
/// For what libcurl writes (body, headers) and reads (upload): the signature is the same.
CURLcode penning_curl_set_stream(CURL *easy, CURLoption option, curl_write_callback value);
CURLcode penning_curl_set_socket_opener(CURL *easy, curl_opensocket_callback value);

CURLcode penning_curl_get_long(CURL *easy, CURLINFO info, long *value);
CURLcode penning_curl_get_size(CURL *easy, CURLINFO info, curl_off_t *value);

CURLMcode penning_curl_multi_set_long(CURLM *multi, CURLMoption option, long value);
