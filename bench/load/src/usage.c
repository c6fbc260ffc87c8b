#define _GNU_SOURCE
#include "usage.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static uint64_t cpu_ticks(long pid) {
    char path[64], text[1024];
    snprintf(path, sizeof path, "/proc/%ld/stat", pid);
    FILE *file = fopen(path, "r");
    if (!file) return 0;
    size_t length = fread(text, 1, sizeof text - 1, file);
    fclose(file);
    text[length] = 0;
    // The name in parentheses may hold spaces: fields are counted from behind it, utime being the 14th of all.
    char *rest = strrchr(text, ')');
    unsigned long user = 0, system = 0;
    if (rest) sscanf(rest + 1, " %*c %*d %*d %*d %*d %*d %*u %*u %*u %*u %*u %lu %lu", &user, &system);
    return user + system;
}

static uint64_t resident_kb(long pid) {
    char path[64], line[256];
    unsigned long kb = 0;
    snprintf(path, sizeof path, "/proc/%ld/status", pid);
    FILE *file = fopen(path, "r");
    if (!file) return 0;
    while (fgets(line, sizeof line, file))
        if (sscanf(line, "VmRSS: %lu", &kb) == 1) break;
    fclose(file);
    return kb;
}

struct usage usage_of(const char *pids) {
    struct usage sum = {0, 0};
    uint64_t ticks = 0;
    for (const char *next = pids; next && *next;) {
        long pid = strtol(next, NULL, 10);
        ticks += cpu_ticks(pid);
        sum.rss_kb += resident_kb(pid);
        next = strchr(next, ',');
        if (next) next++;
    }
    sum.cpu_us = ticks * 1000000 / (uint64_t)sysconf(_SC_CLK_TCK);
    return sum;
}
