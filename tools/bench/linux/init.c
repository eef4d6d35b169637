/* SPDX-License-Identifier: GPL-2.0-only */
/* Linux's init when a port is measured against Linux: loads the module, starts the network, runs the workloads
 * that the kernel's command line lists, and switches the machine off.
 *
 *     slipway.peer=ADDRESS:PORT slipway.list=ITEM;ITEM... */
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

enum { COMMAND_LINE_SIZE = 4096 };

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
    run->outcome.ticks = workload_ticks();
}

void span_end(struct run *run)
{
    run->outcome.ticks = workload_ticks() - run->outcome.ticks;
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

static bool run_workload(const struct sockaddr_in *peer, const struct workload *workload, unsigned ordinal)
{
    struct run run = { .workload = workload, .peer = *peer, .tag = ordinal & 0xff };

    if (!connection_open(&run))
        return false;
    bool good = run_kind(&run);
    close(run.control);
    if (good)
        printf("workload: %s instructions-span=%u bytes=%u operations=%u ticks=%llu lost=%u verified=%s\n",
               workload->text, ordinal, run.outcome.bytes, run.outcome.operations,
               (unsigned long long)run.outcome.ticks, run.outcome.lost, run.outcome.verified ? "yes" : "no");
    return good;
}

static bool run_list(const struct sockaddr_in *peer, const char *list)
{
    struct workload workload;
    const char *reason;

    for (unsigned ordinal = 0; ; ordinal++) {
        const char *item = list;
        int result = plan_next(&list, &workload, &reason);
        if (result == 0)
            return true;
        if (result < 0)
            return fail(0, "the list at `%s`: %s", item, reason);
        if (!run_workload(peer, &workload, ordinal))
            return false;
    }
}

/* The value of a word of the command line, which is cut there; null if it is not there. */
static char *word_value(char *line, const char *name)
{
    char *at = strstr(line, name);

    if (!at)
        return NULL;
    at += strlen(name);
    at[strcspn(at, " \n")] = 0;
    return at;
}

static bool read_command_line(char *text, struct sockaddr_in *peer, const char **list)
{
    int file = open("/proc/cmdline", O_RDONLY);
    ssize_t size = file < 0 ? -1 : read(file, text, COMMAND_LINE_SIZE - 1);

    if (size < 0)
        return fail(errno, "reading /proc/cmdline");
    close(file);
    text[size] = 0;
    *list = word_value(text, "slipway.list=");     /* the last word, so cut first */
    char *address = word_value(text, "slipway.peer="), *colon = address ? strchr(address, ':') : NULL;
    if (!*list || !colon)
        return fail(0, "expected slipway.peer=ADDRESS:PORT slipway.list=LIST on the kernel's command line");
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
    const char *list;

    if (!start_system() || !read_command_line(text, &peer, &list) || !load_modules() || !start_interface())
        return false;
    pattern_start();
    uname(&name);
    printf("workload: Linux %s, receive buffer %d of TCP (window) and %d of UDP, chunks of %d\n", name.release,
           RECEIVE_BUFFER, DATAGRAM_BUFFER, CHUNK);
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
