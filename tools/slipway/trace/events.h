/* SPDX-License-Identifier: GPL-2.0-only */
/* From the kernel's records (interfaces/trace_format.h) to the JSON that the Chrome and Perfetto
 * trace viewers read ("Trace Event Format", array of events). */
#ifndef SLIPWAY_TRACE_EVENTS_H
#define SLIPWAY_TRACE_EVENTS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

struct trace_summary {
    size_t records;
    size_t calls;               /* that returned */
    size_t failed;              /* of these */
    size_t unfinished;          /* in progress at the end, or never returned */
    size_t threads, servers;    /* servers that were called */
};

/* Writes the events to `file` and says in `summary` what there was. False, with an error
 * reported, if the bytes are no trace, or `file` cannot be written; a record that is cut off
 * at the end, as the guest was stopped in its middle, is left out. */
bool trace_convert(const unsigned char *bytes, size_t size, FILE *file, struct trace_summary *summary);

#endif
