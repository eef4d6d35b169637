/* SPDX-License-Identifier: GPL-2.0-only */
/* The demo's traffic: ping, echoes, bulk transfers and iperf.
 *
 * A step fails when something is lost, altered or hangs; speed is told and never judged. */
#include <arpa/inet.h>
#include <stdlib.h>
#include <string.h>

#include "base/command.h"
#include "base/message.h"
#include "base/progress.h"
#include "boot/console.h"
#include "boot/demo_traffic.h"
#include "boot/traffic.h"

enum {
    PINGS = 10, DATAGRAMS = 100, ECHO_BYTES = 1 << 20, BULK_BYTES = 16 << 20,
    REACH_SECONDS = 30, STEP_SECONDS = 120, SEGMENT_BYTES = 1460
};

static bool step_failed(const char *step, const char *what)
{
    report_error(what, NULL, "%s", step);
    return false;
}

/* "10 packets transmitted, 10 received, ..." or, of the guest, "ping: sent=10 received=10". */
static bool parse_ping(const char *text, struct traffic_count *count)
{
    const char *line = strstr(text, " packets transmitted");

    if (!line)
        return sscanf(text, "ping: sent=%u received=%u", &count->sent, &count->received) == 2;
    while (line > text && line[-1] != '\n')
        line--;
    return sscanf(line, "%u packets transmitted, %u received", &count->sent, &count->received) == 2;
}

static void ping_command(struct command *command, unsigned count)
{
    *command = (struct command){ .limit = STEP_SECONDS };
    command_add_words(command, "ping -n -q -i 0.2 -W 5 -c");
    command_add(command, "%u", count);
    command_add(command, GUEST_ADDRESS);
}

/* The card may still be negotiating its link: tries until the guest answers at all. */
static bool reach_guest(void)
{
    for (unsigned tried = 0; tried < REACH_SECONDS; tried++) {
        struct command command = { .limit = 10 };
        struct result result;
        command_add_words(&command, "ping -n -q -c 1 -W 1 " GUEST_ADDRESS);
        int status = command_run(&command, &result);
        command_free(&command);
        result_free(&result);
        if (status == 0)
            return true;
    }
    return false;
}

static char *ping_from_host(void)
{
    struct command command;
    struct result result;

    if (!reach_guest())
        return NULL;
    ping_command(&command, PINGS);
    command_run(&command, &result);
    command_free(&command);
    char *output = format("%s", result.output);
    result_free(&result);
    return output;
}

/* Over a tap the host pings the guest; through user-mode networking it cannot, and the
 * guest's own ping of its gateway counts instead. */
static bool ping(struct process *qemu, const struct network *network, json_t *results)
{
    struct traffic_count count = { 0 };
    char *problem = NULL;
    char *text = network->tap ? ping_from_host() : console_wait(qemu, "ping: sent=", STEP_SECONDS, &problem);
    bool parsed = text && parse_ping(text, &count);

    free(text);
    json_object_set_new(results, "ping",
                        json_pack("{s:i, s:i}", "sent", count.sent, "received", count.received));
    if (!parsed) {
        step_failed("ping", problem ? problem : "the guest does not answer");
        free(problem);
        return false;
    }
    return (count.sent > 0 && count.received == count.sent) || step_failed("ping", "answers were lost");
}

static bool udp_echo(struct process *qemu, const struct network *network, json_t *results)
{
    struct traffic_count count = { 0 };
    char error[200] = "";

    (void)qemu;
    bool good = traffic_udp_echo(&network->guest.udp_echo, DATAGRAMS, &count, error, sizeof error);
    json_object_set_new(results, "udp_echo",
                        json_pack("{s:i, s:i}", "sent", count.sent, "received", count.received));
    return good || step_failed("UDP echo", error);
}

static bool transferred(json_t *results, const char *key, const struct traffic_transfer *transfer,
                        bool good, const char *error)
{
    json_object_set_new(results, key,
                        json_pack("{s:I, s:b, s:f}", "bytes", (json_int_t)transfer->bytes,
                                  "verified", transfer->verified, "mbit_s", transfer->mbit_s));
    return good || step_failed(key, error);
}

static bool tcp_echo(struct process *qemu, const struct network *network, json_t *results)
{
    struct traffic_transfer transfer = { 0 };
    char error[200] = "";

    (void)qemu;
    bool good = traffic_tcp_echo(&network->guest.tcp_echo, ECHO_BYTES, &transfer, error, sizeof error);
    return transferred(results, "tcp_echo", &transfer, good, error);
}

static bool tcp_in(struct process *qemu, const struct network *network, json_t *results)
{
    struct traffic_transfer transfer = { 0 };
    char error[200] = "";

    (void)qemu;
    bool good = traffic_tcp_in(&network->guest.sink, BULK_BYTES, &transfer, error, sizeof error);
    return transferred(results, "tcp_in", &transfer, good, error);
}

static bool tcp_out(struct process *qemu, const struct network *network, json_t *results)
{
    struct traffic_transfer transfer = { 0 };
    char error[200] = "";

    (void)qemu;
    bool good = traffic_tcp_out(&network->guest.source, BULK_BYTES, &transfer, error, sizeof error);
    return transferred(results, "tcp_out", &transfer, good, error);
}

static void iperf_command(const struct network *network, struct command *command)
{
    char address[INET_ADDRSTRLEN];
    unsigned port = ntohs(network->guest.iperf.sin_port);

    inet_ntop(AF_INET, &network->guest.iperf.sin_addr, address, sizeof address);
    *command = (struct command){ .limit = STEP_SECONDS };
    command_add_words(command, "iperf -n 8M -y C -c");
    command_add(command, "%s", address);
    command_add(command, "-p");
    if (port)
        command_add(command, "%u", port);
    else
        command_add(command, "PORT");
}

/* iperf's report as comma-separated values ends in: ..., bytes, bits per second. */
static bool parse_iperf(const char *report, unsigned long long *bytes, double *bits_s)
{
    const char *last = strrchr(report, ',');
    const char *before = last;

    while (before && before > report && before[-1] != ',')
        before--;
    if (!last || before == report)
        return false;
    *bytes = strtoull(before, NULL, 10);
    *bits_s = strtod(last + 1, NULL);
    return *bytes > 0 && *bits_s > 0;
}

/* What the guest's iperf server says it received: iperf itself only counts what it sent, which
 * user-mode networking would accept even if nobody listened. Of the first segment, which
 * begins with iperf's settings, lwIP's server counts 24 bytes and drops the rest. */
static bool iperf_received(struct process *qemu, unsigned long long bytes)
{
    unsigned long long received = 0;
    char *problem = NULL;
    char *line = console_wait(qemu, "iperf: ", STEP_SECONDS, &problem);

    if (line)
        sscanf(line, "iperf: received %llu bytes", &received);
    else
        step_failed("iperf", problem);
    free(problem);
    free(line);
    return received + SEGMENT_BYTES >= bytes
           || (line && step_failed("iperf", "the guest received less than was sent"));
}

static bool iperf(struct process *qemu, const struct network *network, json_t *results)
{
    struct command command;
    struct result result;
    unsigned long long bytes = 0;
    double bits_s = 0;

    iperf_command(network, &command);
    int status = command_run(&command, &result);
    command_free(&command);
    bool good = status == 0 && parse_iperf(result.output, &bytes, &bits_s);
    json_object_set_new(results, "iperf", json_pack("{s:f, s:I}", "mbit_s", bits_s / 1e6,
                                                    "bytes", (json_int_t)bytes));
    if (!good)
        step_failed("iperf", result.timed_out ? "it did not end in time"
                    : *result.errors ? result.errors : "it reported nothing");
    result_free(&result);
    return good && iperf_received(qemu, bytes);
}

static const struct step {
    const char *name;
    bool (*run)(struct process *qemu, const struct network *network, json_t *results);
} steps[] = {
    { "ping", ping },
    { "UDP echo", udp_echo },
    { "TCP echo, 1 MiB", tcp_echo },
    { "TCP into the guest, 16 MiB", tcp_in },
    { "TCP out of the guest, 16 MiB", tcp_out },
    { "iperf into the guest, 8 MiB", iperf },
};

bool demo_traffic_run(struct process *qemu, const struct network *network, json_t *results)
{
    for (size_t i = 0; i < sizeof steps / sizeof *steps; i++) {
        progress_step("traffic: %s", steps[i].name);
        if (!steps[i].run(qemu, network, results))
            return false;
    }
    return true;
}

void demo_traffic_describe(const struct network *network, struct names *commands)
{
    struct command command;

    if (network->tap) {
        ping_command(&command, PINGS);
        char *text = command_text(&command);
        names_add(commands, text);
        free(text);
        command_free(&command);
    }
    iperf_command(network, &command);
    char *text = command_text(&command);
    names_add(commands, text);
    free(text);
    command_free(&command);
}
