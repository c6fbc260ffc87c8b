// The load generator: one thread, epoll. Prints one line of name=value pairs.
//
//   load --address 127.0.0.1:8080 --body KIND [--key K] [--pids 12,34] [--connections 32]
//        [--beside KIND] [--rate 1000] [--warmup 1] [--seconds 3]
//   load --address 127.0.0.1:8080 --until-ok          waits for the first answer, prints the milliseconds
//
// KIND: json, sse, paced or brief, some also as an Anthropic client asks: translated-json and so on. With --beside KIND
// every other request is of that kind, and how long its first byte took is printed beside the other's.
//
// Without --rate each connection asks again as soon as it was answered (closed loop). With --rate requests fall due at
// fixed instants (open loop), and latency counts from the instant a request was due, not from when a connection was
// free for it: a gateway that stalls is charged for everyone who had to wait.
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <getopt.h>
#include <netinet/tcp.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/timerfd.h>
#include <time.h>
#include <unistd.h>

#include "answer.h"
#include "bodies.h"
#include "usage.h"

#define MAX_CONNECTIONS 1024
#define MAX_EVENTS 256
#define MAX_SAMPLES (8 * 1000 * 1000)
#define END_WITHIN_NS 3000000000ull

struct connection {
    int fd;
    bool busy, beside;
    uint64_t due, first;    // ns on the monotonic clock
    struct answer answer;
};

struct options {
    const char *address, *key, *body, *beside, *pids;
    int connections, rate, warmup, seconds;
    bool until_ok;
};

static struct options options = {.key = "none", .pids = "", .connections = 32, .warmup = 1, .seconds = 3};
static struct connection connections[MAX_CONNECTIONS];
static uint32_t *whole_us, *first_us, *beside_us;
static size_t samples, beside_samples;
static uint64_t errors, sent, next_due, interval, count_from, count_until;
static int poller;
static bool ending;

static uint64_t now_ns(void) {
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return (uint64_t)time.tv_sec * 1000000000 + (uint64_t)time.tv_nsec;
}

static int connect_to(const char *address) {
    char host[64];
    const char *colon = strrchr(address, ':');
    snprintf(host, sizeof host, "%.*s", (int)(colon - address), address);
    struct sockaddr_in to = {.sin_family = AF_INET, .sin_port = htons((uint16_t)atoi(colon + 1))};
    inet_pton(AF_INET, host, &to.sin_addr);
    int fd = socket(AF_INET, SOCK_STREAM, 0), on = 1;
    setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
    if (connect(fd, (struct sockaddr *)&to, sizeof to) == 0) return fd;
    close(fd);
    return -1;
}

static bool open_connection(struct connection *connection) {
    connection->fd = connect_to(options.address);
    if (connection->fd < 0) return false;
    fcntl(connection->fd, F_SETFL, O_NONBLOCK);
    connection->busy = false;
    struct epoll_event event = {.events = EPOLLIN, .data.ptr = connection};
    return epoll_ctl(poller, EPOLL_CTL_ADD, connection->fd, &event) == 0;
}

static void fail(struct connection *connection) {
    errors++;
    close(connection->fd);
    if (!open_connection(connection)) {
        fprintf(stderr, "cannot connect to %s again\n", options.address);
        exit(1);
    }
}

static void send_request(struct connection *connection, uint64_t due) {
    char request[4096];
    connection->beside = options.beside && sent % 2 == 1;
    size_t length = request_write(request, sizeof request, options.address, options.key,
        connection->beside ? options.beside : options.body, (unsigned)sent++);
    answer_reset(&connection->answer);
    connection->busy = true;
    connection->due = due;
    connection->first = 0;
    // One request of about 1 KB is under way: it always fits into the socket's buffer.
    if (write(connection->fd, request, length) != (ssize_t)length) fail(connection);
}

static void record(const struct connection *connection, uint64_t now) {
    if (connection->answer.status != 200) {
        errors++;
        return;
    }
    if (now < count_from || now >= count_until || samples == MAX_SAMPLES || beside_samples == MAX_SAMPLES) return;
    if (connection->beside) {
        beside_us[beside_samples++] = (uint32_t)((connection->first - connection->due) / 1000);
        return;
    }
    whole_us[samples] = (uint32_t)((now - connection->due) / 1000);
    first_us[samples++] = (uint32_t)((connection->first - connection->due) / 1000);
}

// What a free connection does next: the closed loop asks again at once, the open loop what is overdue.
static void go_on(struct connection *connection, uint64_t now) {
    if (ending) return;
    if (interval == 0) {
        send_request(connection, now);
    } else if (next_due <= now) {
        send_request(connection, next_due);
        next_due += interval;
    }
}

static void receive(struct connection *connection) {
    static char bytes[65536];
    ssize_t count = read(connection->fd, bytes, sizeof bytes);
    if (count < 0 && errno == EAGAIN) return;
    if (count <= 0 || !connection->busy || !answer_take(&connection->answer, bytes, (size_t)count)) {
        fail(connection);
        go_on(connection, now_ns());
        return;
    }
    uint64_t now = now_ns();
    if (connection->answer.body_begun && connection->first == 0) connection->first = now;
    if (connection->answer.state != ANSWER_DONE) return;
    record(connection, now);
    connection->busy = false;
    go_on(connection, now);
}

static void start_due(uint64_t now) {
    for (int i = 0; i < options.connections && next_due <= now; i++)
        if (!connections[i].busy) go_on(&connections[i], now);
}

static int due_timer(void) {
    int timer = timerfd_create(CLOCK_MONOTONIC, TFD_NONBLOCK);
    struct itimerspec every = {.it_interval.tv_nsec = (long)interval, .it_value.tv_nsec = 1};
    timerfd_settime(timer, 0, &every, NULL);
    struct epoll_event event = {.events = EPOLLIN, .data.ptr = NULL};
    epoll_ctl(poller, EPOLL_CTL_ADD, timer, &event);
    return timer;
}

static void handle(const struct epoll_event *event, int timer) {
    uint64_t ticks;
    if (event->data.ptr) {
        receive(event->data.ptr);
    } else if (read(timer, &ticks, sizeof ticks) > 0) {
        start_due(now_ns());
    }
}

static int ascending(const void *a, const void *b) {
    uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;
    return x < y ? -1 : x > y;
}

static uint32_t percentile(uint32_t *values, size_t count, int percent) {
    if (count == 0) return 0;
    qsort(values, count, sizeof *values, ascending);
    return values[(count - 1) * (size_t)percent / 100];
}

static bool any_busy(void) {
    for (int i = 0; i < options.connections; i++)
        if (connections[i].busy) return true;
    return false;
}

// What is under way is answered: a client that leaves is another case, and a gateway has work of its own with it.
static void end(struct epoll_event *events, int timer) {
    ending = true;
    for (uint64_t until = now_ns() + END_WITHIN_NS; any_busy() && now_ns() < until;) {
        int ready = epoll_wait(poller, events, MAX_EVENTS, 10);
        for (int i = 0; i < ready; i++) handle(&events[i], timer);
    }
}

static void measure(void) {
    uint64_t start = now_ns();
    count_from = start + (uint64_t)options.warmup * 1000000000;
    count_until = count_from + (uint64_t)options.seconds * 1000000000;
    interval = options.rate ? 1000000000 / (uint64_t)options.rate : 0;
    next_due = start;
    int timer = interval ? due_timer() : -1;
    for (int i = 0; i < options.connections; i++) go_on(&connections[i], start);

    struct usage before = {0, 0}, after;
    struct epoll_event events[MAX_EVENTS];
    bool counting = false;
    for (uint64_t now = start; now < count_until; now = now_ns()) {
        if (!counting && now >= count_from) {
            before = usage_of(options.pids);
            counting = true;
        }
        int ready = epoll_wait(poller, events, MAX_EVENTS, 10);
        for (int i = 0; i < ready; i++) handle(&events[i], timer);
    }
    after = usage_of(options.pids);
    end(events, timer);
    size_t all = samples + beside_samples;
    double cpu = all ? (double)(after.cpu_us - before.cpu_us) / (double)all : 0;
    printf("requests=%zu errors=%lu rps=%.0f p50_us=%u p99_us=%u ", all, (unsigned long)errors,
        (double)all / options.seconds, percentile(whole_us, samples, 50), percentile(whole_us, samples, 99));
    printf("first_p50_us=%u first_p99_us=%u cpu_us=%.1f rss_kb=%lu", percentile(first_us, samples, 50),
        percentile(first_us, samples, 99), cpu, (unsigned long)after.rss_kb);
    if (options.beside)
        printf(" beside_p50_us=%u beside_p99_us=%u", percentile(beside_us, beside_samples, 50),
            percentile(beside_us, beside_samples, 99));
    putchar('\n');
}

static bool answered_ok(void) {
    static struct answer answer;
    char bytes[4096];
    int fd = connect_to(options.address);
    if (fd < 0) return false;
    size_t length = request_write(bytes, sizeof bytes, options.address, options.key, options.body, 0);
    ssize_t count = write(fd, bytes, length);
    answer_reset(&answer);
    while (count > 0 && answer.state != ANSWER_DONE) {
        count = read(fd, bytes, sizeof bytes);
        if (count > 0 && !answer_take(&answer, bytes, (size_t)count)) break;
    }
    close(fd);
    return answer.state == ANSWER_DONE && answer.status == 200;
}

static int wait_until_ok(void) {
    uint64_t start = now_ns();
    struct timespec pause = {0, 1000000};
    while (!answered_ok()) {
        if (now_ns() - start > 30ull * 1000000000) return 1;
        nanosleep(&pause, NULL);
    }
    printf("ms=%.1f\n", (double)(now_ns() - start) / 1e6);
    return 0;
}

static void read_options(int count, char **values) {
    static const struct option names[] = {
        {"address", 1, 0, 'a'}, {"body", 1, 0, 'b'}, {"beside", 1, 0, 'd'}, {"connections", 1, 0, 'c'},
        {"key", 1, 0, 'k'}, {"pids", 1, 0, 'p'}, {"rate", 1, 0, 'r'}, {"seconds", 1, 0, 's'},
        {"until-ok", 0, 0, 'u'}, {"warmup", 1, 0, 'w'}, {0},
    };
    options.body = body_of("json");
    for (int name; (name = getopt_long(count, values, "", names, NULL)) != -1;) {
        switch (name) {
            case 'a': options.address = optarg; break;
            case 'b': options.body = body_of(optarg); break;
            case 'd':
                options.beside = body_of(optarg);
                if (!options.beside) exit(2);
                break;
            case 'c': options.connections = atoi(optarg); break;
            case 'k': options.key = optarg; break;
            case 'p': options.pids = optarg; break;
            case 'r': options.rate = atoi(optarg); break;
            case 's': options.seconds = atoi(optarg); break;
            case 'u': options.until_ok = true; break;
            case 'w': options.warmup = atoi(optarg); break;
            default: exit(2);
        }
    }
    if (!options.address || !options.body || options.connections > MAX_CONNECTIONS) exit(2);
}

int main(int count, char **values) {
    signal(SIGPIPE, SIG_IGN);
    read_options(count, values);
    if (options.until_ok) return wait_until_ok();
    whole_us = malloc(MAX_SAMPLES * sizeof *whole_us);
    first_us = malloc(MAX_SAMPLES * sizeof *first_us);
    beside_us = malloc(MAX_SAMPLES * sizeof *beside_us);
    poller = epoll_create1(0);
    for (int i = 0; i < options.connections; i++) {
        if (open_connection(&connections[i])) continue;
        fprintf(stderr, "cannot connect to %s\n", options.address);
        return 1;
    }
    measure();
    return 0;
}
