/* SPDX-License-Identifier: GPL-2.0-only */
/* What guests and peer share of the workloads: the list is parsed or refused, requests and verdicts
 * likewise, every altered byte of the data is seen, and the console's lines are as they are read. */
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "data.h"
#include "pattern.h"
#include "plan.h"
#include "protocol.h"
#include "report.h"
#include "tap.h"

static void check_item(const char *text, enum workload_kind kind, uint32_t count, uint32_t payload,
                       uint32_t rate)
{
    struct workload workload;
    const char *list = text, *reason = "";

    ok(plan_next(&list, &workload, &reason) == 1 && *list == 0, "%s is an item", text);
    ok(workload.kind == kind && workload.count == count && workload.payload == payload
       && workload.rate == rate, "%s: with its arguments", text);
    is_text(workload.text, text, "%s: and its text", text);
}

static void refuse_item(const char *text, const char *expected)
{
    struct workload workload;
    const char *list = text, *reason = "";

    is_number(plan_next(&list, &workload, &reason), -1, "`%s` is refused", text);
    is_text(reason, expected, "`%s`: that says why", text);
    ok(list == text, "`%s`: and stays in its place", text);
}

static void check_list(void)
{
    const char *list = "rr,1;tcp_in,5;", *reason;
    struct workload workload;

    is_number(plan_next(&list, &workload, &reason), 1, "the first of two items");
    is_number(plan_next(&list, &workload, &reason), 1, "the second");
    is_number(workload.count, 5, "is another");
    is_number(plan_next(&list, &workload, &reason), 0, "and then the list is at its end");
}

static void check_items(void)
{
    check_item("tcp_in,1", WORKLOAD_TCP_IN, 1, 0, 0);
    check_item("tcp_out,4294967295", WORKLOAD_TCP_OUT, 0xffffffff, 0, 0);
    check_item("udp_in,64,7", WORKLOAD_UDP_IN, 7, 18, 0);
    check_item("udp_out,1518,16777215", WORKLOAD_UDP_OUT, 0xffffff, 1472, 0);
    check_item("udp_loss,512,10,1000000", WORKLOAD_UDP_LOSS, 10, 466, 1000000);
    check_item("rr,1000", WORKLOAD_RR, 1000, 0, 0);
    refuse_item(";", "expected tcp_in, tcp_out, udp_in, udp_out, udp_loss or rr");
    refuse_item("tcp", "expected tcp_in, tcp_out, udp_in, udp_out, udp_loss or rr");
    refuse_item("tcp_inn,1", "expected tcp_in, tcp_out, udp_in, udp_out, udp_loss or rr");
    refuse_item("tcp_in", "expected 1 to 4294967295 bytes");
    refuse_item("tcp_in,", "expected 1 to 4294967295 bytes");
    refuse_item("tcp_in,0", "expected 1 to 4294967295 bytes");
    refuse_item("tcp_in,4294967296", "expected 1 to 4294967295 bytes");
    refuse_item("tcp_in,-1", "expected 1 to 4294967295 bytes");
    refuse_item("tcp_in,99999999999999999999999999", "expected 1 to 4294967295 bytes");
    refuse_item("tcp_in,1,2", "expected `;` behind the last argument");
    refuse_item("tcp_in,1 ;rr,1", "expected `;` behind the last argument");
    refuse_item("udp_in,63,1", "expected a frame size from 64 to 1518");
    refuse_item("udp_in,1519,1", "expected a frame size from 64 to 1518");
    refuse_item("udp_in,64,16777216", "expected 1 to 16777215 datagrams");
    refuse_item("udp_loss,64,1", "expected 1 to 1000000 datagrams a second");
    refuse_item("rr,0", "expected a count from 1 to 4294967295");
    refuse_item("rr,0000000000000000000000000000000000000000000000000000000000000001",
                "expected at most 63 characters");
}

/* Whatever stands in a list, it is read to its end at most, and something is said of it. */
static void check_any_text(void)
{
    static const char letters[] = "tcp_inudolsr,;0123456789";
    uint32_t state = 1;
    bool good = true;

    for (int i = 0; i < 20000 && good; i++) {
        size_t length = (state >> 7) % 24;
        char *text = calloc(1, length + 1);     /* by itself, so that reading beyond it is seen */
        for (size_t k = 0; k < length; k++) {
            state = state * 1664525 + 1013904223;
            text[k] = letters[(state >> 16) % (sizeof letters - 1)];
        }
        state = state * 1664525 + 1013904223;
        const char *list = text, *reason = NULL;
        struct workload workload;
        int found;
        while ((found = plan_next(&list, &workload, &reason)) == 1)
            good &= plan_name(workload.kind) != NULL && workload.count > 0;
        good &= found == 0 ? *list == 0 : reason != NULL;
        free(text);
    }
    ok(good, "any text is parsed or refused, and not read beyond its end");
}

static void check_pattern(void)
{
    uint8_t *bytes = malloc(PATTERN_SPAN + 64);
    bool alike = true, seen = true, period = true;

    for (uint32_t length = 0; length <= 40; length++)
        for (uint32_t position = 16370; position < 16384; position++) {
            memcpy(bytes, pattern_at(position), length);
            alike &= pattern_check(position, bytes, length);
            for (uint32_t at = 0; at < length; at++) {
                bytes[at] ^= 1;
                seen &= !pattern_check(position, bytes, length);
                bytes[at] ^= 1;
            }
        }
    ok(alike, "the pattern is found to be the pattern, at any position and length");
    ok(seen, "any byte that is altered is seen");
    for (uint32_t shift = 1; shift <= 65536; shift *= 2)
        period &= memcmp(pattern_at(0), pattern_at(shift), 64) != 0;
    ok(period, "it does not repeat after a power of two");
    memcpy(bytes, pattern_at(0), PATTERN_SPAN);
    memcpy(bytes + PATTERN_SPAN, pattern_at(PATTERN_SPAN), 64);
    ok(pattern_check(0, bytes, PATTERN_SPAN + 64), "more than stands in one piece is compared");
    bytes[PATTERN_SPAN + 63]++;
    ok(!pattern_check(0, bytes, PATTERN_SPAN + 64), "to its last byte");
    ok(pattern_at(3ull * PATTERN_PERIOD << 20) == pattern_at(0), "positions may have more than 32 bits");
    free(bytes);
}

static void check_datagrams(void)
{
    struct workload workload = { .kind = WORKLOAD_UDP_IN, .count = 100, .payload = 466 };
    uint8_t *bytes = malloc(466);
    bool seen = true;

    data_make(&workload, 200, 99, bytes);
    is_number(data_check(&workload, 200, bytes, 466), 99, "a datagram of data");
    is_number(data_check(&workload, 201, bytes, 466), -1, "another workload's");
    for (uint32_t length = 0; length < 466; length++)
        seen &= data_check(&workload, 200, bytes, length) == (length < 4 ? -1 : -2);
    ok(seen, "one that is cut short");
    for (uint32_t at = 4; at < 466; at++) {
        bytes[at] ^= 0x80;
        seen &= data_check(&workload, 200, bytes, 466) == -2;
        bytes[at] ^= 0x80;
    }
    ok(seen, "any altered byte");
    workload.count = 99;
    is_number(data_check(&workload, 200, bytes, 466), -2, "a number that nobody asked for");
    free(bytes);
}

static void check_request(void)
{
    struct workload workload = { .kind = WORKLOAD_UDP_LOSS, .count = 3, .payload = 1472, .rate = 7 }, got;
    uint8_t bytes[PROTOCOL_REQUEST_SIZE], verdict[PROTOCOL_VERDICT_SIZE];
    uint32_t tag, verified, count;

    request_make(&workload, 255, bytes);
    ok(request_parse(bytes, &got, &tag) && tag == 255 && got.kind == workload.kind && got.count == 3
       && got.payload == 1472 && got.rate == 7, "a request comes back as it was made");
    for (unsigned word = 0; word < 6; word++) {
        static const char *const names[] = { "magic", "kind", "count", "payload", "rate", "tag" };
        static const uint32_t wrong[] = { 0, 7, 0, 1473, 0, 256 };
        request_make(&workload, 255, bytes);
        protocol_put(bytes + 4 * word, wrong[word]);
        ok(!request_parse(bytes, &got, &tag), "a request with a wrong %s is refused", names[word]);
    }
    request_make(&(struct workload){ .kind = WORKLOAD_TCP_IN, .count = 1, .payload = 18 }, 0, bytes);
    ok(!request_parse(bytes, &got, &tag), "as is one over TCP with datagrams");
    verdict_make(1, 77, verdict);
    ok(verdict_parse(verdict, &verified, &count) && verified && count == 77, "a verdict likewise");
    verdict[0]++;
    ok(!verdict_parse(verdict, &verified, &count), "what is none is refused");
}

static void check_report(void)
{
    struct workload workload = { .kind = WORKLOAD_UDP_LOSS, .count = 0xffffff, .payload = 1472,
                                 .text = "udp_loss,1518,16777215,1000000" };
    struct report report = { .interval = 4294967295u, .ticks = 18446744073709551615ull };
    char *line = malloc(REPORT_SIZE);

    report_count(&workload, 10, &report);
    report_line(&workload, &report, line);
    is_text(line, "workload: udp_loss,1518,16777215,1000000 instructions-interval=4294967295 bytes=14720 "
            "operations=10 ticks=18446744073709551615 lost=16777205 verified=no", "a line of the report");
    workload.kind = WORKLOAD_TCP_IN;
    report = (struct report){ .verified = 1 };
    report_count(&workload, 4096, &report);
    ok(report.bytes == 4096 && report.operations == 0 && report.lost == 0, "bytes of TCP are no operations");
    free(line);
}

int main(void)
{
    pattern_start();
    check_items();
    check_list();
    check_any_text();
    check_pattern();
    check_datagrams();
    check_request();
    check_report();
    return tap_end();
}
