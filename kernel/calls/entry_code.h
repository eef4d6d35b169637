/* SPDX-License-Identifier: GPL-2.0-only */
/* An entry point while it is being generated: what entry.c and entry_passing.c share. */
#ifndef KERNEL_CALLS_ENTRY_CODE_H
#define KERNEL_CALLS_ENTRY_CODE_H

#include "calls/assembler.h"
#include "calls/entry.h"
#include "calls/reference_code.h"
#include "model/frame_page.h"
#include "model/server.h"

#define FRAME_RETURN    ((i32)offsetof(struct frame, return_address))
#define FRAME_OBJECT    ((i32)offsetof(struct frame, object))
#define FRAME_SERVER    ((i32)offsetof(struct frame, server))
#define FRAME_ENTRY     ((i32)offsetof(struct frame, entry))
#define FRAME_SIZE      ((i32)sizeof(struct frame))

/* What one reference parameter leaves to be emitted behind the usual path. */
struct slow_reference {
    struct emit_marks slow;     /* jumps to where C passes it... */
    u32 exhausted;              /* ...and the one that gives up the count of the object in ecx first */
    u32 passed;                 /* where that comes back */
    const struct parameter_type *moved;         /* null: it is not */
    u32 last;                   /* the jump to where the object in edx is destroyed, at its way back */
    u32 taken_back;             /* where that comes back, with eax and ecx as they were */
};

struct generating {
    struct emitter *e;
    struct restart_list *sections;
    struct server *server;
    struct entry *entry;
    const struct function_type *function;
    const struct function_stubs *stubs;
    u32 table;                  /* address of the table that this entry point is in */
    i32 step;                   /* from the caller's frame to the new one, in bytes */
    const struct parameter_type *counted;       /* a block whose length the result tells, or null */

    struct slow_reference references[SIGNATURE_WORDS_MAX];

    /* Ways out of the usual path, to be landed by what is emitted behind it. */
    struct emit_marks no_reference, no_room, no_size;   /* refusals */
    struct emit_marks slow_leave;       /* eax: the result; the references are as they were */
    struct emit_marks failed;           /* eax: the status; the references are given back */
};

/* A parameter's place on the stack, when the word of the reference is on top. */
static inline i32 argument_place(const struct parameter_type *p)
{
    return 4 + 4 * (i32)p->word;
}

/* A word saved with the frame, from the frame: the first ones are those of references. */
static inline i32 saved_place(const struct generating *g, u32 index)
{
    return 4 * ((i32)index - (i32)g->entry->saved);
}

/* The code that saves the places for results with the frame, which is not pushed yet: from then on
 * others may look at it (server_failure.c). The caller's frame is in edx; changes eax. */
void entry_emit_places(struct generating *g);

/* The code that passes the references to the callee, in the new frame. Nothing is emitted for a
 * function without references. */
void entry_emit_references_in(struct generating *g);

/* The code that takes them back, and hands its results to the caller. eax is the result, and is
 * kept; what cannot be done quickly goes to `slow_leave`, before anything was done. */
void entry_emit_references_out(struct generating *g);

/* What stands behind the usual path: the slow ways of entry_emit_references_in(), which come back
 * or go to `failed`, and of entry_emit_references_out(). */
void entry_emit_references_slowly(struct generating *g);

#endif
