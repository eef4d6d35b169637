/* SPDX-License-Identifier: GPL-2.0-only */
/* Linux's init when a port is measured against Linux: loads the module, starts the network, runs the
 * workloads that the kernel's command line lists, and switches the machine off.
 *
 *     slipway.peer=ADDRESS:PORT slipway.window=BYTES slipway.grant=COUNT slipway.list=ITEM;ITEM... */
#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/reboot.h>
#include <sys/utsname.h>
#include <termios.h>
#include <unistd.h>

#include "guest.h"
#include "mark.h"
#include "pattern.h"

enum { COMMAND_LINE_SIZE = 4096, WORDS = 64 };

struct settings settings;

bool fail(int error, const char *reason, ...)
{
    va_list arguments;

    printf("workload: failed: ");
    va_start(arguments, reason);
    vprintf(reason, arguments);
    va_end(arguments);
    printf(error ? ": %s\n" : "\n", strerror(error));
    return false;
}

void span_begin(struct run *run)
{
    MARK_BEGIN();
    run->report.ticks = workload_ticks();
}

void span_end(struct run *run)
{
    run->report.ticks = workload_ticks() - run->report.ticks;
    MARK_END();
}

static bool run_kind(struct run *run)
{
    switch (run->workload->kind) {
    case WORKLOAD_TCP_IN:
        return run_tcp_in(run);
    case WORKLOAD_TCP_OUT:
        return run_tcp_out(run);
    case WORKLOAD_UDP_IN:
    case WORKLOAD_UDP_LOSS:
        return run_udp_in(run);
    case WORKLOAD_UDP_OUT:
        return run_udp_out(run);
    case WORKLOAD_RR:
        return run_round_trips(run);
    }
    return fail(0, "%s: unknown", run->workload->text);
}

static bool run_workload(const struct sockaddr_in *peer, const struct workload *workload, unsigned ordinal,
                         bool *stuck)
{
    struct run run = { .workload = workload, .peer = *peer, .tag = ordinal & 0xff, .report.interval = ordinal };
    char line[REPORT_SIZE];

    /* After a failure the machine is switched off, and the connection with it. */
    if (!connection_open(&run) || !run_kind(&run) || !(run.stuck || connection_close(&run)))
        return false;
    report_count(workload, run.count, &run.report);
    report_line(workload, &run.report, line);
    puts(line);
    if (run.stuck)
        printf("workload: %s: the card has stopped receiving\n", workload->text);
    *stuck = run.stuck;
    return true;
}

static bool run_list(const struct sockaddr_in *peer, const char *list)
{
    struct workload workload;
    const char *reason;
    bool stuck = false;

    for (unsigned ordinal = 0; ; ordinal++) {
        const char *item = list;
        int result = plan_next(&list, &workload, &reason);
        if (result == 0)
            return true;
        if (result < 0)
            return fail(0, "the list at `%s`: %s", item, reason);
        if (!run_workload(peer, &workload, ordinal, &stuck))
            return false;
        if (stuck)
            return true;        /* nothing that follows could run */
    }
}

/* The value of the word NAME= of the command line; null if there is none. */
static char *word_value(char *const words[], const char *name)
{
    for (; *words; words++)
        if (strncmp(*words, name, strlen(name)) == 0)
            return *words + strlen(name);
    return NULL;
}

static void split(char *text, char *words[WORDS])
{
    unsigned count = 0;

    for (char *word = strtok(text, " \n"); word && count < WORDS - 1; word = strtok(NULL, " \n"))
        words[count++] = word;
    words[count] = NULL;
}

/* A number above 0 that the word NAME= tells. */
static bool word_number(char *const words[], const char *name, uint32_t *number)
{
    char *value = word_value(words, name), *end = value;

    *number = value ? (uint32_t)strtoul(value, &end, 10) : 0;
    return (*number > 0 && *end == 0) ||
        fail(0, "expected %sNUMBER on the kernel's command line", name);
}

static bool read_settings(char *const words[])
{
    uint32_t window;

    if (!word_number(words, "slipway.window=", &window) ||
        !word_number(words, "slipway.grant=", &settings.grant))
        return false;
    settings.window = (int)window;
    return true;
}

static bool read_command_line(char *text, struct sockaddr_in *peer, const char **list)
{
    char *words[WORDS];
    int file = open("/proc/cmdline", O_RDONLY);
    ssize_t size = file < 0 ? -1 : read(file, text, COMMAND_LINE_SIZE - 1);

    if (size < 0)
        return fail(errno, "reading /proc/cmdline");
    close(file);
    text[size] = 0;
    split(text, words);
    *list = word_value(words, "slipway.list=");
    char *address = word_value(words, "slipway.peer="), *colon = address ? strchr(address, ':') : NULL;
    if (!*list || !colon)
        return fail(0, "expected slipway.peer=ADDRESS:PORT slipway.list=LIST on the kernel's command line");
    if (!read_settings(words))
        return false;
    *colon = 0;
    *peer = (struct sockaddr_in){ .sin_family = AF_INET, .sin_port = htons((uint16_t)atoi(colon + 1)) };
    return inet_aton(address, &peer->sin_addr) || fail(0, "%s is no address", address);
}

static bool start_system(void)
{
    if (mount("proc", "/proc", "proc", 0, NULL) < 0 || mount("sysfs", "/sys", "sysfs", 0, NULL) < 0)
        return fail(errno, "mounting /proc and /sys");
    return true;
}

static bool run(void)
{
    static char text[COMMAND_LINE_SIZE];
    struct sockaddr_in peer;
    struct utsname name;
    const char *list = NULL;

    if (!start_system() || !read_command_line(text, &peer, &list) || !load_modules() || !start_interface())
        return false;
    pattern_start();
    uname(&name);
    printf("workload: Linux %s, receive buffer %d of TCP (window) and %d of UDP, chunks of %d\n",
           name.release, settings.window, DATAGRAM_BUFFER, CHUNK);
    tell_facts();
    return run_list(&peer, list);
}

int main(void)
{
    setvbuf(stdout, NULL, _IOLBF, 0);
    if (run())
        puts("workload: done");
    tcdrain(STDOUT_FILENO);
    reboot(RB_POWER_OFF);
    return 1;
}
