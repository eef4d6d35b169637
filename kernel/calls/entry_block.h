/* SPDX-License-Identifier: GPL-2.0-only */
/* The entry points of a server, for each interface that it implements (entry_block.c). */
#ifndef KERNEL_CALLS_ENTRY_BLOCK_H
#define KERNEL_CALLS_ENTRY_BLOCK_H

#include "calls/entry.h"
#include "calls/restart.h"

/* Bytes at the beginning of an entry point that become something else when its server goes. */
#define ENTRY_EMPTY_SIZE 22u

struct entry_block {
    struct entry_block *next;   /* of all: blocks are never freed */
    u32 used;                   /* a server has it */
    const struct interface_type *type;
    u32 serialised;
    u32 traced;
    u32 user;                   /* the server is in a user domain */
    struct entry *entries;      /* in the interface's order */
    u32 *table;                 /* their addresses: what slots point at (entry_table.h) */
    u8 *code;
    u32 length;                 /* of the code, in bytes */
    struct restart_list sections;
};

/* A function of the kernel's that needs neither frame nor count. It takes the reference where
 * `function` takes the object, and returns the call status in edx. Its entry point is `direct`
 * itself, or what `emit` emits, which may go on there with the stack as it was; its trap code is
 * its type's, or what `emit_trap` emits, which may go on there (`trap`) but for eax and edi. */
struct direct_function {
    u32 function;
    u32 direct;
    void (*emit)(struct emitter *e, struct restart_list *sections, u32 direct);
    void (*emit_trap)(struct emitter *e, u32 trap);
};

/* Makes the entry points of a server whose implementations are set up, and sets their
 * `block` and `entries`. `direct` ends in a zero; null if there are none. E_NOMEM; then
 * entries_free() is still to be called. */
status entries_make(struct server *server, const struct direct_function *direct);

/* Gives the server's blocks back, once. No call is inside any more, but one may be about to
 * enter. */
void entries_free(struct server *server);

#endif
