// The requests of the measurements: about 1 KB of JSON each.
#pragma once
#include <stddef.h>

// kind: json, sse (as fast as it goes) or paced (an event every 20 ms), or translated-…; NULL for another one.
const char *body_of(const char *kind);

// A whole HTTP/1.1 request with that body; the caller's address varies with the number. Returns its length.
size_t request_write(char *to, size_t room, const char *host, const char *key, const char *body, unsigned number);
