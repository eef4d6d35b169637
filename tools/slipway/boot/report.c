/* SPDX-License-Identifier: GPL-2.0-only */
/* The table that a boot with traffic prints. It reads the JSON report rather than the
 * figures behind it, so that the two cannot differ. */
#include <stdbool.h>
#include <string.h>

#include "boot/report.h"

static long long integer(const json_t *object, const char *key)
{
    return json_integer_value(json_object_get(object, key));
}

static void print_text(FILE *stream, const json_t *results, const char *key, const char *label)
{
    const char *text = json_string_value(json_object_get(results, key));

    if (text)
        fprintf(stream, "  %-22s %s\n", label, text);
}

/* Names of servers in a domain, as many on a line as fit. */
static void print_domain(FILE *stream, const json_t *loaded, const char *domain)
{
    enum { WIDTH = 100, INDENT = 25 };
    char label[80];
    size_t index, column = INDENT;
    json_t *server;

    snprintf(label, sizeof label, "domain %s", domain);
    fprintf(stream, "  %-22s", label);
    json_array_foreach(loaded, index, server) {
        const char *name = json_string_value(json_object_get(server, "name"));

        if (strcmp(json_string_value(json_object_get(server, "domain")), domain))
            continue;
        if (column + strlen(name) >= WIDTH) {
            fprintf(stream, "\n%*s", INDENT - 1, "");
            column = INDENT;
        }
        column += (size_t)fprintf(stream, " %s", name);
    }
    fputc('\n', stream);
}

/* Where each server ran: a line for each domain, in the order of their first servers. */
static void print_domains(FILE *stream, const json_t *results)
{
    const json_t *loaded = json_object_get(results, "loaded");
    json_t *seen = json_object();
    size_t index;
    json_t *server;

    json_array_foreach(loaded, index, server) {
        const char *domain = json_string_value(json_object_get(server, "domain"));

        if (!json_object_get(seen, domain))
            print_domain(stream, loaded, domain);
        json_object_set_new(seen, domain, json_true());
    }
    json_decref(seen);
}

static void print_quirks(FILE *stream, const json_t *results)
{
    size_t index;
    json_t *quirk;

    json_array_foreach(json_object_get(results, "quirks"), index, quirk)
        fprintf(stream, "  %-22s %s\n", index ? "" : "quirks", json_string_value(quirk));
}

static double percent(long long part, long long whole)
{
    return whole ? 100.0 * (double)part / (double)whole : 0;
}

static void print_reuse_line(FILE *stream, const char *file, const json_t *code)
{
    long long unmodified = integer(code, "unmodified"), patch = integer(code, "adapted_by_patch");
    long long hand = integer(code, "adapted_by_hand"), dropped = integer(code, "dropped");
    const char *name = strrchr(file, '/');

    fprintf(stream, "  %-22s %10lld %8.1f %% %9lld %9lld %6lld %8lld\n", name ? name + 1 : file, unmodified,
            percent(unmodified, unmodified + patch + hand + dropped), patch, hand, integer(code, "new"),
            dropped);
}

static void print_reuse(FILE *stream, const json_t *results)
{
    const json_t *reuse = json_object_get(results, "reuse");
    const json_t *written = json_object_get(results, "port_files");
    size_t index;
    json_t *file;

    if (!reuse)
        return;
    fprintf(stream, "\n  %-22s %10s %10s %9s %9s %6s %8s\n", "reuse (lines of code)", "unmodified", "",
            "by patch", "by hand", "new", "dropped");
    json_array_foreach(reuse, index, file)
        print_reuse_line(stream, json_string_value(json_object_get(file, "file")),
                         json_object_get(file, "code"));
    fprintf(stream, "  %-22s %lld lines: %lld of code, %lld of its component file, %lld of its manifest\n",
            "written for the port", integer(results, "port_lines"),
            integer(json_object_get(written, "code"), "code"),
            integer(json_object_get(written, "component"), "code"),
            integer(json_object_get(written, "manifest"), "code"));
}

static void print_sizes(FILE *stream, const json_t *results)
{
    const json_t *sizes = json_object_get(results, "sizes");

    if (!sizes)
        return;
    fprintf(stream, "\n  %-22s %lld servers of %lld to %lld bytes, kernel of %lld bytes\n", "sizes",
            integer(results, "servers"), integer(sizes, "server_minimum"), integer(sizes, "server_maximum"),
            integer(sizes, "kernel"));
}

static void print_count(FILE *stream, const json_t *results, const char *key, const char *label)
{
    const json_t *count = json_object_get(results, key);

    if (count)
        fprintf(stream, "  %-22s %lld sent, %lld received\n", label, integer(count, "sent"),
                integer(count, "received"));
}

static void print_transfer(FILE *stream, const json_t *results, const char *key, const char *label)
{
    const json_t *transfer = json_object_get(results, key);

    if (transfer)
        fprintf(stream, "  %-22s %8.1f Mbit/s   %lld bytes, %s\n", label,
                json_number_value(json_object_get(transfer, "mbit_s")), integer(transfer, "bytes"),
                json_is_true(json_object_get(transfer, "verified")) ? "verified" : "NOT VERIFIED");
}

void table_print(FILE *stream, const json_t *results)
{
    const json_t *iperf = json_object_get(results, "iperf");

    fputc('\n', stream);
    print_text(stream, results, "linux", "Linux sources");
    print_text(stream, results, "placement", "placement");
    print_domains(stream, results);
    print_text(stream, results, "network", "network");
    print_quirks(stream, results);
    print_reuse(stream, results);
    print_sizes(stream, results);
    fputc('\n', stream);
    print_count(stream, results, "ping", "ping");
    print_count(stream, results, "udp_echo", "UDP echo");
    print_transfer(stream, results, "tcp_echo", "TCP echo");
    print_transfer(stream, results, "tcp_in", "TCP into the guest");
    print_transfer(stream, results, "tcp_out", "TCP out of the guest");
    if (iperf)
        fprintf(stream, "  %-22s %8.1f Mbit/s   %lld bytes, by the guest's count too\n",
                "iperf into the guest", json_number_value(json_object_get(iperf, "mbit_s")),
                integer(iperf, "bytes"));
}
