/* SPDX-License-Identifier: GPL-2.0-only */
/* The calendar chip's registers and what they mean. (Motorola MC146818A data sheet; the
 * century byte is the one of the PC's ACPI tables, and of QEMU.) */
#ifndef CLOCK_CALENDAR_H
#define CLOCK_CALENDAR_H

#include "types.h"

#define CALENDAR_SECONDS        0x00
#define CALENDAR_MINUTES        0x02
#define CALENDAR_HOURS          0x04    /* bit 7: afternoon, if the chip counts to 12 */
#define CALENDAR_DAY            0x07    /* of the month */
#define CALENDAR_MONTH          0x08
#define CALENDAR_YEAR           0x09    /* of the century */
#define CALENDAR_STATUS_A       0x0a
#define CALENDAR_STATUS_B       0x0b
#define CALENDAR_CENTURY        0x32

#define CALENDAR_A_UPDATING     0x80    /* the other registers are about to change */
#define CALENDAR_B_24_HOURS     0x02
#define CALENDAR_B_BINARY       0x04    /* else binary coded decimal */

/* The registers as they were read, all in the same second. */
struct calendar {
    u8 seconds, minutes, hours, day, month, year, century;
    u8 status_b;
};

/* Seconds since 1970-01-01 00:00; 0 if the registers hold no date from 1970 to 2105. */
u32 calendar_seconds(const struct calendar *calendar);

#endif
