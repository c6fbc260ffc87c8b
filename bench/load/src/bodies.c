#include "bodies.h"

#include <stdio.h>
#include <string.h>

#define TEXT                                                                                                          \
    "You answer questions about migratory birds for a travel magazine. Keep to facts that a field guide would "       \
    "state, name the species in English and in Latin, give distances in kilometres and say how they were "            \
    "measured. When a number is an estimate, say so and give the range. Never invent a source."
#define QUESTION                                                                                                      \
    "How far does the bar-tailed godwit fly from Alaska to New Zealand or Tasmania without landing, how long does "   \
    "it take, and how is the flight measured? Please compare it with the Arctic tern and the sooty shearwater, and "  \
    "mention what the birds do to their own bodies before they leave: how much fat they carry and what becomes of "   \
    "their inner organs on the way. Two short paragraphs are enough; no lists, no headings, no exclamation marks."
#define START                                                                                                         \
    "{\"model\":\"gpt-4o\",\"messages\":[{\"role\":\"system\",\"content\":\"" TEXT "\"},"                             \
    "{\"role\":\"user\",\"content\":\"" QUESTION "\"}],\"temperature\":0.2,\"max_tokens\":256"
#define STREAM ",\"stream\":true,\"stream_options\":{\"include_usage\":true}"

// The same question as an Anthropic client asks it, to be translated.
#define MESSAGES                                                                                                      \
    "{\"model\":\"gpt-4o\",\"system\":\"" TEXT "\","                                                                  \
    "\"messages\":[{\"role\":\"user\",\"content\":\"" QUESTION "\"}],\"temperature\":0.2,\"max_tokens\":256"

const char *body_of(const char *kind) {
    if (strcmp(kind, "json") == 0) return START "}";
    if (strcmp(kind, "sse") == 0) return START STREAM "}";
    if (strcmp(kind, "paced") == 0) return START STREAM ",\"user\":\"paced\"}";
    if (strcmp(kind, "brief") == 0) return START STREAM ",\"user\":\"brief\"}";
    if (strcmp(kind, "translated-json") == 0) return MESSAGES "}";
    if (strcmp(kind, "translated-sse") == 0) return MESSAGES ",\"stream\":true}";
    if (strcmp(kind, "translated-brief") == 0)
        return MESSAGES ",\"stream\":true,\"metadata\":{\"user_id\":\"brief\"}}";
    return NULL;
}

static const char *path_of(const char *body) {
    return strstr(body, "\"system\":") ? "/v1/messages" : "/v1/chat/completions";
}

// Public addresses of several territories, so that a gateway's look-up is not one line of cache.
static const char *const callers[] = {
    "8.8.8.8", "193.0.6.139", "200.160.2.3", "202.12.29.205", "196.216.2.6", "133.11.93.1", "129.187.255.1", "1.1.1.1",
};

size_t request_write(char *to, size_t room, const char *host, const char *key, const char *body, unsigned number) {
    int length = snprintf(to, room,
        "POST %s HTTP/1.1\r\nHost: %s\r\nAuthorization: Bearer %s\r\nX-Forwarded-For: %s\r\n"
        "User-Agent: load/1\r\nAccept: */*\r\nContent-Type: application/json\r\nContent-Length: %zu\r\n\r\n%s",
        path_of(body), host, key, callers[number % (sizeof callers / sizeof *callers)], strlen(body), body);
    return length < 0 || (size_t)length >= room ? 0 : (size_t)length;
}
