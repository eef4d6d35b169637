/* SPDX-License-Identifier: GPL-2.0-only */
/* The clock server's calendar: registers in all four formats, against the C library. */
#include <stdlib.h>
#include <time.h>

#include "tap.h"
#include "calendar.h"

static u8 encode(u32 value, u32 binary)
{
    return binary ? value : value / 10 << 4 | value % 10;
}

/* The registers as a chip of that format would hold them. */
static struct calendar registers_of(const struct tm *date, u8 status_b)
{
    u32 binary = status_b & CALENDAR_B_BINARY;
    struct calendar calendar = {
        .seconds = encode(date->tm_sec, binary),
        .minutes = encode(date->tm_min, binary),
        .hours = encode(date->tm_hour, binary),
        .day = encode(date->tm_mday, binary),
        .month = encode(date->tm_mon + 1, binary),
        .year = encode(date->tm_year % 100, binary),
        .century = encode(19 + date->tm_year / 100, binary),
        .status_b = status_b,
    };

    if (!(status_b & CALENDAR_B_24_HOURS))
        calendar.hours = encode((date->tm_hour + 11) % 12 + 1, binary) | (date->tm_hour >= 12 ? 0x80 : 0);
    return calendar;
}

/* Days around each turn of a month of each year, and moments at random. */
static void test_format(u8 status_b, const char *name)
{
    u32 wrong = 0;

    srand(1);
    for (u32 round = 0; round < 200000; round++) {
        u32 seconds = round < 49674 ? round * 86400 + 86399 : (u32)rand() * 2 + (rand() & 1);
        time_t moment = (time_t)seconds;
        struct tm date;
        struct calendar calendar;

        if (moment < 0)
            continue;                   /* a C library with a time of 32 bits */
        gmtime_r(&moment, &date);
        calendar = registers_of(&date, status_b);
        wrong += calendar_seconds(&calendar) != seconds;
    }
    is_number(wrong, 0, "%s", name);
}

static void test_late_dates(void)
{
    struct calendar leap = { 0x59, 0x59, 0x23, 0x29, 0x02, 0x96, 0x20, CALENDAR_B_24_HOURS };
    struct calendar none = { 0x00, 0x00, 0x00, 0x01, 0x03, 0x00, 0x21, CALENDAR_B_24_HOURS };
    struct calendar old = { 0x00, 0x00, 0x00, 0x01, 0x01, 0x99, 0xff, CALENDAR_B_24_HOURS };
    struct calendar young = { 0x00, 0x00, 0x00, 0x01, 0x01, 0x26, 0x00, CALENDAR_B_24_HOURS };

    is_number(calendar_seconds(&leap), 3981398399, "2096-02-29 23:59:59");
    is_number(calendar_seconds(&none), 4107542400, "2100-03-01: 2100 is no leap year");
    is_number(calendar_seconds(&old), 915148800, "1999 without a century");
    is_number(calendar_seconds(&young), 1767225600, "2026 without a century");
}

static void test_nonsense(void)
{
    const struct calendar good = { 0, 0, 0, 1, 1, 0x70, 0x19, CALENDAR_B_24_HOURS };
    u8 *bytes;
    struct calendar bad;

    is_number(calendar_seconds(&good), 0, "the first second");
    for (u32 i = 0; i < 5; i++) {
        bad = good;
        bad.year = 0x71;
        bytes = (u8 *)&bad;
        bytes[i] = 0x99;
        is_number(calendar_seconds(&bad), 0, "register %u out of range", i);
    }
    bad = good;
    bad.status_b = 0;
    bad.hours = 0x00;
    bad.year = 0x71;
    is_number(calendar_seconds(&bad), 0, "hour 0 of 12");
}

int main(void)
{
    test_format(CALENDAR_B_24_HOURS, "decimal, 24 hours");
    test_format(CALENDAR_B_24_HOURS | CALENDAR_B_BINARY, "binary, 24 hours");
    test_format(0, "decimal, 12 hours");
    test_format(CALENDAR_B_BINARY, "binary, 12 hours");
    test_late_dates();
    test_nonsense();
    return tap_end();
}
