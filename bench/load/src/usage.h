// What processes used, as the kernel counts it.
#pragma once
#include <stdint.h>

struct usage {
    uint64_t cpu_us;    // user and system time of all threads
    uint64_t rss_kb;    // resident set
};

// Sums over process ids given as "12,34"; an empty list gives zeros.
struct usage usage_of(const char *pids);
