/* SPDX-License-Identifier: GPL-2.0-only */
/* Making the console lines; without a C library, because not every guest has one. */
#include "report.h"

static char *put_text(char *to, const char *text)
{
    while (*text)
        *to++ = *text++;
    return to;
}

static char *put_number(char *to, const char *name, uint64_t number)
{
    char digits[20];
    unsigned count = 0;

    do {
        digits[count++] = (char)('0' + number % 10);
        number /= 10;
    } while (number);
    to = put_text(to, name);
    while (count > 0)
        *to++ = digits[--count];
    return to;
}

void report_line(const struct workload *workload, const struct report *report, char line[REPORT_SIZE])
{
    char *to = put_text(line, "workload: ");

    to = put_text(to, workload->text);
    to = put_number(to, " instructions-interval=", report->interval);
    to = put_number(to, " bytes=", report->bytes);
    to = put_number(to, " operations=", report->operations);
    to = put_number(to, " ticks=", report->ticks);
    to = put_number(to, " lost=", report->lost);
    to = put_text(to, report->verified ? " verified=yes" : " verified=no");
    *to = 0;
}

void report_count(const struct workload *workload, uint32_t count, struct report *report)
{
    switch (workload->kind) {
    case WORKLOAD_TCP_IN:
    case WORKLOAD_TCP_OUT:
        report->bytes = count;
        break;
    case WORKLOAD_RR:
        report->bytes = report->operations = count;
        break;
    default:
        report->operations = count;
        report->bytes = (uint64_t)count * workload->payload;
        report->lost = count < workload->count ? workload->count - count : 0;
        break;
    }
}
