/* SPDX-License-Identifier: GPL-2.0-only */
/* Sections of generated code that count as one step, without turning interrupts off.
 *
 * There is one processor: an instruction is atomic, and so are several if a thread that
 * loses the processor in their middle begins them again. A section reads what it likes, and
 * writes only memory that is nobody's but the thread's, or that means nothing yet; its last
 * instruction makes the one write that counts. A thread that is about to execute one of its
 * instructions when it loses the processor goes on at the section's target: as a rule its
 * beginning, so it may not change what it begins with. entry_restart() (frame.h) finds sections.
 *
 * Code that runs with interrupts off needs no sections: it passes null for the list.
 */
#ifndef KERNEL_CALLS_RESTART_H
#define KERNEL_CALLS_RESTART_H

#include "calls/assembler.h"

struct restart_section {
    u32 begin, end;             /* addresses: of its first instruction, and behind its last one */
    u32 target;
};

/* The sections of a piece of code; a first run with no room counts. */
struct restart_list {
    struct restart_section *sections;
    u32 count, room;
};

/* Notes a section. Null for `list` is allowed. */
static inline void restart_note(struct restart_list *list, struct restart_section section)
{
    if (list && list->count < list->room)
        list->sections[list->count] = section;
    if (list)
        list->count++;
}

/* Notes one from `begin` to where the emitter is, which begins again from its beginning. */
static inline void restart_here(struct restart_list *list, const struct emitter *e, u32 begin)
{
    restart_note(list, (struct restart_section){ begin, emit_address(e), begin });
}

#endif
