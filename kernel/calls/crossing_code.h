/* SPDX-License-Identifier: GPL-2.0-only */
/* The inside of the generator of calls across domains (crossing.h): what its files share. */
#ifndef KERNEL_CALLS_CROSSING_CODE_H
#define KERNEL_CALLS_CROSSING_CODE_H

#include "calls/assembler_trap.h"
#include "calls/crossing.h"
#include "calls/crossing_layout.h"
#include "machine/machine.h"
#include "model/frame_page.h"
#include "model/reference.h"

/* Offsets, and places on the caller's stack from where it stood when the stub or the call ran. */
#define SLOT_OBJECT     ((i32)offsetof(struct slot, object))
#define SLOT_OWNER      ((i32)offsetof(struct slot, owner))
#define SLOT_ENTRIES    ((i32)offsetof(struct slot, entries))
#define SLOT_SIZE       ((i32)sizeof(struct slot))
#define CALLER_PARAMETERS 8
#define REGISTERS_ESP   12              /* of what pusha left: there the word of TSS_ESP0 is kept */
#define REGISTERS_EDX   20
#define REGISTERS_ECX   24
#define REGISTERS_EAX   28
#define REGISTERS_SIZE  32
#define FRAME_RETURN    ((i32)offsetof(struct frame, return_address))
#define FRAME_OBJECT    ((i32)offsetof(struct frame, object))
#define FRAME_SERVER    ((i32)offsetof(struct frame, server))
#define FRAME_ENTRY     ((i32)offsetof(struct frame, entry))
#define FRAME_SIZE      ((i32)sizeof(struct frame))

/* What a handle of user mode leaves of its address: the offset of its slot. */
#define SLOT_MASK       (USER_HANDLES_SIZE - sizeof(struct slot))

enum crossing_way { USER_TO_USER, KERNEL_TO_USER, USER_TO_KERNEL };

/* Where a call that cannot go on is sent, with its status in eax. */
enum crossing_exit {
    EXIT_REFUSED,               /* nothing has changed yet */
    EXIT_FAILED,                /* there is a frame, the function did not run */
    EXIT_LOCKED,                /* likewise, inside the monitor */
    EXIT_RETURNED               /* the function returned, its monitor is left, nothing is lent */
};

struct crossing_refusal {
    u32 mark;
    status reason;
    enum crossing_exit exit;
};

#define REFUSALS_MAX (4 * SIGNATURE_WORDS_MAX + 8)

/* Code that is being generated. */
struct crossing {
    struct emitter *e;
    const struct function_type *function;
    enum crossing_way way;
    struct crossing_layout layout;

    struct server *server;      /* the callee; null: any in the kernel's domain */
    struct entry *entry;

    /* As the code stands at the moment. */
    i32 kept;                   /* from esp to the lowest kept word */
    i32 registers;              /* from esp to what pusha left */
    i32 end;                    /* from edi to the end of the area, while edi is the stack or the buffer */
    i32 arguments;              /* from edi (way USER_TO_KERNEL: esp) to the callee's first parameter */
    enum crossing_exit exit;
    int server_in_esi;          /* the caller's */

    u32 refusal_count;
    struct crossing_refusal refusals[REFUSALS_MAX];
};

/* Where a kept word is, from esp. */
static inline i32 crossing_kept(const struct crossing *g, u32 word)
{
    return g->kept + 4 * (i32)word;
}

/* Bytes of a scalar. */
static inline u32 crossing_scalar_bytes(const struct parameter_type *p)
{
    switch (p->type) {
    case TYPE_U8: case TYPE_I8:
        return 1;
    case TYPE_U16: case TYPE_I16:
        return 2;
    default:
        return 4;
    }
}

/* Jumps away, for that reason (0: it is in eax), to code that crossing_emit_refusals() emits. Where
 * nothing has changed yet, that goes on at `refused`. */
void crossing_refuse_if(struct crossing *g, enum condition condition, status reason);
void crossing_emit_refusals(struct crossing *g, u32 refused);

/* Everything that has grown downwards on the kernel's stack since the last note of it. */
void crossing_note_push(struct crossing *g, u32 words);

/* Copies what the caller passes: scalars and in blocks to the callee, references and places of
 * results to the kept words, the first reference to be lent to ebx. ecx is the caller's stack, edi
 * the callee's stack or buffer, edx is preserved. */
void crossing_emit_parameters(struct crossing *g);

/* Lends references, before the function runs in its frame: ebp; the first one is in ebx; edi is
 * preserved. And takes back
 * what was lent, afterwards; eax, edi, ebp are preserved. */
void crossing_emit_lend(struct crossing *g);
void crossing_emit_take_back(struct crossing *g);

/* Moves references to the callee; edi is preserved. */
void crossing_emit_move(struct crossing *g);

/* Brings results to the caller, whose space is loaded; eax and edi are preserved, ebp is the newest
 * frame again. At the top of the stack are the references among them that come from user mode, in
 * the order of the parameters. `fault`: where the call fails, in a caller in user mode; else 0. */
void crossing_emit_copy_out(struct crossing *g, u32 fault);

/* Points edi at the end of the kernel's copies of what user mode passes. */
void crossing_emit_buffer(struct crossing *g);

/* Loads the space of the server whose frame is at [ebp + frame], if it is another. Clobbers ecx. */
void crossing_emit_space_of(struct crossing *g, i32 frame);

/* Goes back to user mode, with the result in eax; esp is at what pusha left. */
void crossing_emit_return_to_user(struct crossing *g);

/* More kernel stack is needed than calls between user domains may use unasked (frame_page.h): `extra`
 * bytes below esp. ebp is the newest frame; eax and esi are clobbered. */
void crossing_emit_room(struct crossing *g, i32 extra);

/* Puts the callee's address of a cell into a register that is not edi. */
void crossing_emit_cell_address(struct crossing *g, enum cpu_register to, i32 cell);

/* The code that a call from the kernel's domain or from user mode returns through. */
void crossing_emit_leave(struct crossing *g);

/* Whether anything goes back to the caller's memory. */
int crossing_has_results(const struct function_type *function);

/* The words that a call needs between kept words and stack: the monitor's previous holder. */
u32 crossing_locks(const struct crossing *g);

#endif
