/* SPDX-License-Identifier: GPL-2.0-only */
/* Reading what the counting plugin wrote:
 *
 *     interval ORDINAL instructions=N rep=N
 *     block ADDRESS INSTRUCTIONS
 *     end
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "attribution/interval.h"
#include "base/message.h"
#include "base/text.h"

static struct interval *append(struct intervals *intervals)
{
    intervals->interval = reallocate(intervals->interval, (intervals->count + 1) * sizeof *intervals->interval);
    intervals->interval[intervals->count] = (struct interval){ 0 };
    return &intervals->interval[intervals->count++];
}

static void append_block(struct interval *interval, const struct block *block)
{
    if ((interval->count & (interval->count - 1)) == 0)         /* a power of two, or none: room for as many again */
        interval->block = reallocate(interval->block, (interval->count ? 2 * interval->count : 1) * sizeof *interval->block);
    interval->block[interval->count++] = *block;
}

/* Takes one line. `open` is the interval that has begun and not ended, or null. */
static bool take_line(struct intervals *intervals, struct interval **open, const char *line)
{
    struct block block;
    unsigned long long ordinal, instructions, repeated;

    if (!*open) {
        if (sscanf(line, "interval %llu instructions=%llu rep=%llu", &ordinal, &instructions, &repeated) != 3)
            return false;
        *open = append(intervals);
        (*open)->instructions = instructions;
        (*open)->repeated = repeated;
        return true;
    }
    if (strcmp(line, "end") == 0) {
        *open = NULL;
        return true;
    }
    if (sscanf(line, "block %x %llu", &block.address, &block.instructions) != 2)
        return false;
    append_block(*open, &block);
    return true;
}

bool intervals_parse(struct intervals *intervals, const char *text, const char *place)
{
    struct interval *open = NULL;
    unsigned number = 1;

    *intervals = (struct intervals){ 0 };
    for (bool good = true; *text && good; number++) {
        size_t length = strcspn(text, "\n");
        char *line = format("%.*s", (int)length, text);
        good = text[length] && take_line(intervals, &open, line);
        if (!good) {
            report_error("not a line of the counting plugin", "was QEMU ended while it wrote?", "%s:%u: %s",
                         place, number, line);
            intervals_free(intervals);
        }
        free(line);
        if (!good)
            return false;
        text += length + 1;
    }
    if (!open)
        return true;
    report_error("an interval does not end", "was QEMU ended while it wrote?", "%s:%u", place, number);
    intervals_free(intervals);
    return false;
}

void intervals_free(struct intervals *intervals)
{
    for (size_t i = 0; i < intervals->count; i++)
        free(intervals->interval[i].block);
    free(intervals->interval);
    *intervals = (struct intervals){ 0 };
}
