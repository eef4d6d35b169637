/* SPDX-License-Identifier: GPL-2.0-only */
/* Reading what the counting plugin wrote:
 *
 *     span ORDINAL instructions=N rep=N
 *     block ADDRESS INSTRUCTIONS
 *     end
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "attribution/interval.h"
#include "base/message.h"
#include "base/text.h"

static struct span *append(struct spans *spans)
{
    spans->span = reallocate(spans->span, (spans->count + 1) * sizeof *spans->span);
    spans->span[spans->count] = (struct span){ 0 };
    return &spans->span[spans->count++];
}

static void append_block(struct span *span, const struct block *block)
{
    if ((span->count & (span->count - 1)) == 0)         /* a power of two, or none: room for as many again */
        span->block = reallocate(span->block, (span->count ? 2 * span->count : 1) * sizeof *span->block);
    span->block[span->count++] = *block;
}

/* Takes one line. `open` is the span that has begun and not ended, or null. */
static bool take_line(struct spans *spans, struct span **open, const char *line)
{
    struct block block;
    unsigned long long ordinal, instructions, repeated;

    if (!*open) {
        if (sscanf(line, "span %llu instructions=%llu rep=%llu", &ordinal, &instructions, &repeated) != 3)
            return false;
        *open = append(spans);
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

bool spans_parse(struct spans *spans, const char *text, const char *place)
{
    struct span *open = NULL;
    unsigned number = 1;

    *spans = (struct spans){ 0 };
    for (bool good = true; *text && good; number++) {
        size_t length = strcspn(text, "\n");
        char *line = format("%.*s", (int)length, text);
        good = text[length] && take_line(spans, &open, line);
        if (!good) {
            report_error("not a line of the counting plugin", "was QEMU ended while it wrote?", "%s:%u: %s",
                         place, number, line);
            spans_free(spans);
        }
        free(line);
        if (!good)
            return false;
        text += length + 1;
    }
    if (!open)
        return true;
    report_error("a span does not end", "was QEMU ended while it wrote?", "%s:%u", place, number);
    spans_free(spans);
    return false;
}

void spans_free(struct spans *spans)
{
    for (size_t i = 0; i < spans->count; i++)
        free(spans->span[i].block);
    free(spans->span);
    *spans = (struct spans){ 0 };
}
