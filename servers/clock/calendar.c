/* SPDX-License-Identifier: GPL-2.0-only */
/* From the calendar chip's registers to seconds since 1970. */
#include "calendar.h"

static u32 decode(u32 value, u32 binary)
{
    return binary ? value : (value >> 4) * 10 + (value & 15);
}

/* Twelve o'clock is hour 0 of its half of the day. */
static u32 decode_hours(const struct calendar *calendar, u32 binary)
{
    u32 hours;

    if (calendar->status_b & CALENDAR_B_24_HOURS)
        return decode(calendar->hours, binary);
    hours = decode(calendar->hours & 0x7f, binary);
    if (hours < 1 || hours > 12)
        return 24;
    return hours % 12 + (calendar->hours & 0x80 ? 12 : 0);
}

/* A chip without a century byte has something else there, which is hardly 19 to 21. */
static u32 decode_year(const struct calendar *calendar, u32 binary)
{
    u32 year = decode(calendar->year, binary);
    u32 century = decode(calendar->century, binary);

    if (century >= 19 && century <= 21)
        return century * 100 + year;
    return year + (year < 70 ? 2000 : 1900);
}

static u32 is_leap_year(u32 year)
{
    return year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
}

/* Days since 1970-01-01. The leap days of the years before `year` are counted from year 1. */
static u32 days_since_1970(u32 year, u32 month, u32 day)
{
    static const u16 before[12] = { 0, 31, 59, 90, 120, 151, 181, 212, 243, 273, 304, 334 };
    u32 past = year - 1;

    return (year - 1970) * 365 + (past / 4 - past / 100 + past / 400) - (1969 / 4 - 1969 / 100 + 1969 / 400)
        + before[month - 1] + (month > 2 && is_leap_year(year)) + day - 1;
}

u32 calendar_seconds(const struct calendar *calendar)
{
    u32 binary = calendar->status_b & CALENDAR_B_BINARY;
    u32 year = decode_year(calendar, binary), month = decode(calendar->month, binary);
    u32 day = decode(calendar->day, binary), hours = decode_hours(calendar, binary);
    u32 minutes = decode(calendar->minutes, binary), seconds = decode(calendar->seconds, binary);

    if (year < 1970 || year > 2105 || month < 1 || month > 12 || day < 1 || day > 31 || hours > 23
        || minutes > 59 || seconds > 59)
        return 0;
    return ((days_since_1970(year, month, day) * 24 + hours) * 60 + minutes) * 60 + seconds;
}
