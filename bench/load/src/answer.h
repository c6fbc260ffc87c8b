// Reads HTTP/1.1 answers off a connection, just far enough to know when each one has ended.
#pragma once
#include <stdbool.h>
#include <stddef.h>

enum answer_state { ANSWER_HEAD, ANSWER_LENGTH, ANSWER_CHUNK_SIZE, ANSWER_CHUNK_DATA, ANSWER_TRAILER, ANSWER_DONE };

struct answer {
    enum answer_state state;
    int status;
    bool body_begun;
    size_t left;            // bytes left of the body or of the chunk
    char line[16384];       // the head, or one line of chunk framing
    size_t line_length;
};

void answer_reset(struct answer *answer);

// Takes bytes as they arrive. Returns false for what is not an HTTP/1.1 answer.
bool answer_take(struct answer *answer, const char *bytes, size_t count);
