// The provider of the measurements: one thread, epoll, answers that were made before the first request.
//
//   mock PORT        prints the port once it listens
//
// A request with "stream":true gets 50 events, usage and [DONE]: in one write, or with "user":"paced" an event every
// 20 ms, or with "user":"brief" the first event at once and the rest 20 ms later. Every other request gets about 800 bytes of JSON.
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <errno.h>
#include <netinet/tcp.h>
#include <signal.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#define EVENTS 50
#define PARTS (EVENTS + 2)          // and usage, and [DONE] with the last chunk
#define PACE_NS 20000000ull
#define MAX_FD 4096

struct client {
    char in[65536];
    size_t length;
    int part;                       // next part of a paced stream; 0 when none is under way
    bool brief;                     // all that is left comes with the next part
    uint64_t due;
    int next;                       // the client whose part is due after this one's; -1 for none
};

static struct client *clients[MAX_FD];
static char json[2048], stream[32768], head[256];
static size_t json_length, stream_length, head_length, part_start[PARTS + 1];
// Every stream has the same pace, so that whoever was served last is due last: a queue is in order by itself.
static int first_due = -1, last_due = -1;

static uint64_t now_ns(void) {
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return (uint64_t)time.tv_sec * 1000000000 + (uint64_t)time.tv_nsec;
}

static void add_part(int index, const char *data) {
    char event[512];
    int length = snprintf(event, sizeof event, "data: %s\n\n", data);
    part_start[index] = stream_length;
    stream_length += (size_t)snprintf(stream + stream_length, sizeof stream - stream_length, "%x\r\n%s\r\n%s", length,
        event, index == PARTS - 1 ? "0\r\n\r\n" : "");
    part_start[index + 1] = stream_length;
}

#define ABOUT "\"created\":1,\"model\":\"gpt-4o\",\"choices\":["
#define CHUNK "{\"id\":\"chatcmpl-1\",\"object\":\"chat.completion.chunk\"," ABOUT
#define USAGE "\"usage\":{\"prompt_tokens\":214,\"completion_tokens\":50,\"total_tokens\":264}}"

static void make_answers(void) {
    char text[512], body[1536];
    for (int i = 0; i < EVENTS; i++) {
        snprintf(text, sizeof text, CHUNK "{\"index\":0,\"delta\":{\"content\":\" word%02d\"},\"finish_reason\":%s}]}",
            i, i == EVENTS - 1 ? "\"stop\"" : "null");
        add_part(i, text);
    }
    add_part(EVENTS, CHUNK "]," USAGE);
    add_part(EVENTS + 1, "[DONE]");
    head_length = (size_t)snprintf(head, sizeof head,
        "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nCache-Control: no-cache\r\n"
        "Transfer-Encoding: chunked\r\n\r\n");

    memset(text, 'o', 480);
    text[480] = 0;
    int length = snprintf(body, sizeof body,
        "{\"id\":\"chatcmpl-1\",\"object\":\"chat.completion\"," ABOUT "{\"index\":0,"
        "\"message\":{\"role\":\"assistant\",\"content\":\"%s\"},\"logprobs\":null,\"finish_reason\":\"stop\"}]," USAGE,
        text);
    json_length = (size_t)snprintf(json, sizeof json,
        "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n%s", length, body);
}

static void hang_up(int fd) {
    // A paced stream that lost its client stays in the queue until its turn, where it is seen to be gone.
    if (clients[fd]->part == 0) {
        free(clients[fd]);
        clients[fd] = NULL;
        close(fd);
    } else {
        shutdown(fd, SHUT_RDWR);
        clients[fd]->part = -1;
    }
}

static void enqueue(int fd, uint64_t due) {
    clients[fd]->due = due;
    clients[fd]->next = -1;
    if (last_due >= 0) clients[last_due]->next = fd;
    else first_due = fd;
    last_due = fd;
}

static void send_due(uint64_t now) {
    while (first_due >= 0 && clients[first_due]->due <= now) {
        int fd = first_due, part = clients[fd]->part;
        first_due = clients[fd]->next;
        if (first_due < 0) last_due = -1;
        int until = clients[fd]->brief ? PARTS : part + 1;
        if (part < 0 || write(fd, stream + part_start[part], part_start[until] - part_start[part]) < 0) {
            clients[fd]->part = 0;
            hang_up(fd);
            continue;
        }
        clients[fd]->part = until < PARTS ? until : 0;
        if (clients[fd]->part) enqueue(fd, clients[fd]->due + PACE_NS);
    }
}

static void reply(int fd, const char *body) {
    static char whole[sizeof head + sizeof stream];
    if (!strstr(body, "\"stream\":true")) {
        if (write(fd, json, json_length) < 0) hang_up(fd);
        return;
    }
    bool brief = strstr(body, "\"user\":\"brief\"");
    bool paced = brief || strstr(body, "\"user\":\"paced\"");
    size_t length = paced ? part_start[1] : stream_length;
    memcpy(whole, head, head_length);
    memcpy(whole + head_length, stream, length);
    // An answer is smaller than a socket's buffer, and the next one is only asked for when it was read.
    if (write(fd, whole, head_length + length) < 0) {
        hang_up(fd);
    } else if (paced) {
        clients[fd]->part = 1;
        clients[fd]->brief = brief;
        enqueue(fd, now_ns() + PACE_NS);
    }
}

// The body's length when the whole request is there, or -1.
static long whole_body(const struct client *client, const char *body) {
    size_t there = client->length - (size_t)(body - client->in);
    const char *length = strcasestr(client->in, "\r\ncontent-length:");
    if (length && length < body) {
        size_t wanted = strtoul(length + 17, NULL, 10);
        return there >= wanted ? (long)wanted : -1;
    }
    const char *chunked = strcasestr(client->in, "\r\ntransfer-encoding: chunked");
    if (!chunked || chunked > body) return 0;
    return there >= 5 && memcmp(client->in + client->length - 5, "0\r\n\r\n", 5) == 0 ? (long)there : -1;
}

static void receive(int fd) {
    struct client *client = clients[fd];
    ssize_t count = read(fd, client->in + client->length, sizeof client->in - 1 - client->length);
    if (count <= 0) {
        hang_up(fd);
        return;
    }
    client->length += (size_t)count;
    client->in[client->length] = 0;
    const char *end = strstr(client->in, "\r\n\r\n");
    if (!end || whole_body(client, end + 4) < 0) return;
    client->length = 0;
    reply(fd, end + 4);
}

static int listen_on(uint16_t port) {
    int fd = socket(AF_INET, SOCK_STREAM, 0), on = 1;
    struct sockaddr_in at = {.sin_family = AF_INET, .sin_port = htons(port)};
    at.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
    if (bind(fd, (struct sockaddr *)&at, sizeof at) != 0 || listen(fd, 1024) != 0) exit(1);
    socklen_t length = sizeof at;
    getsockname(fd, (struct sockaddr *)&at, &length);
    printf("%d\n", ntohs(at.sin_port));
    fflush(stdout);
    return fd;
}

static void admit(int listener, int poller) {
    int fd = accept(listener, NULL, NULL), on = 1;
    if (fd < 0 || fd >= MAX_FD) exit(1);
    setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
    clients[fd] = calloc(1, sizeof **clients);
    struct epoll_event event = {.events = EPOLLIN, .data.fd = fd};
    epoll_ctl(poller, EPOLL_CTL_ADD, fd, &event);
}

int main(int count, char **values) {
    if (count < 2) return 2;
    signal(SIGPIPE, SIG_IGN);
    make_answers();
    int listener = listen_on((uint16_t)atoi(values[1])), poller = epoll_create1(0);
    struct epoll_event event = {.events = EPOLLIN, .data.fd = listener}, events[256];
    epoll_ctl(poller, EPOLL_CTL_ADD, listener, &event);
    while (true) {
        int ready = epoll_wait(poller, events, 256, first_due < 0 ? -1 : 1);
        for (int i = 0; i < ready; i++) {
            if (events[i].data.fd == listener) admit(listener, poller);
            else receive(events[i].data.fd);
        }
        if (first_due >= 0) send_due(now_ns());
    }
}
