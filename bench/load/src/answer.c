#define _GNU_SOURCE
#include "answer.h"

#include <stdlib.h>
#include <string.h>

void answer_reset(struct answer *answer) {
    answer->state = ANSWER_HEAD;
    answer->status = 0;
    answer->body_begun = false;
    answer->left = 0;
    answer->line_length = 0;
}

static bool head_end(struct answer *answer) {
    answer->line[answer->line_length] = 0;
    if (strncmp(answer->line, "HTTP/1.1 ", 9) != 0) return false;
    answer->status = atoi(answer->line + 9);
    const char *length = strcasestr(answer->line, "\r\ncontent-length:");
    answer->line_length = 0;
    if (length) {
        answer->left = strtoul(length + 17, NULL, 10);
        answer->state = answer->left ? ANSWER_LENGTH : ANSWER_DONE;
        return true;
    }
    if (!strcasestr(answer->line, "\r\ntransfer-encoding: chunked")) return false;
    answer->state = ANSWER_CHUNK_SIZE;
    return true;
}

static void line_end(struct answer *answer) {
    answer->line[answer->line_length] = 0;
    bool empty = answer->line_length <= 2;
    answer->line_length = 0;
    if (answer->state == ANSWER_TRAILER) {
        if (empty) answer->state = ANSWER_DONE;
        return;
    }
    if (empty) return; // the line break that ends the chunk before
    answer->left = strtoul(answer->line, NULL, 16);
    answer->state = answer->left ? ANSWER_CHUNK_DATA : ANSWER_TRAILER;
}

// Head and framing lines go byte by byte; they are short.
static bool take_text(struct answer *answer, char byte) {
    if (answer->line_length + 1 >= sizeof answer->line) return false;
    answer->line[answer->line_length++] = byte;
    if (byte != '\n') return true;
    if (answer->state != ANSWER_HEAD) {
        line_end(answer);
        return true;
    }
    bool whole = answer->line_length >= 4 && memcmp(answer->line + answer->line_length - 4, "\r\n\r\n", 4) == 0;
    return !whole || head_end(answer);
}

bool answer_take(struct answer *answer, const char *bytes, size_t count) {
    while (count > 0 && answer->state != ANSWER_DONE) {
        if (answer->state != ANSWER_LENGTH && answer->state != ANSWER_CHUNK_DATA) {
            if (!take_text(answer, *bytes)) return false;
            bytes++;
            count--;
            continue;
        }
        answer->body_begun = true;
        size_t taken = count < answer->left ? count : answer->left;
        bytes += taken;
        count -= taken;
        answer->left -= taken;
        if (answer->left == 0) answer->state = answer->state == ANSWER_LENGTH ? ANSWER_DONE : ANSWER_CHUNK_SIZE;
    }
    return count == 0; // nothing may follow: one request at a time is under way
}
