/* SPDX-License-Identifier: GPL-2.0-only */
/* Entry points: the code that the kernel generates at load time for each function that
 * a server implements, from its signature. (Paper, section 4.) entry_block.h makes them
 * for a whole server. */
#ifndef KERNEL_CALLS_ENTRY_H
#define KERNEL_CALLS_ENTRY_H

#include "model/interface.h"

struct server;

/* One function of a server. Call frames point here. */
struct entry {
    const struct function_type *function;
    u32 code;                   /* address of its entry point */
    u32 trap;                   /* address of its trap code: the entry point for user mode */
    u32 saved;                  /* words that precede its frames */
};

struct emitter;
struct restart_list;

/* Generates the entry point of one function, whose `entry` has everything but `code`. `table`:
 * address of the table that it is to stand in; `address`: of the server's function. Its
 * sections are added to the list. The length, and theirs, depend on the function's type and on
 * whether the server is serialised and traced, on nothing else. */
void entry_emit(struct emitter *e, struct server *server, struct entry *entry,
                const struct function_stubs *stubs, u32 table, u32 address, struct restart_list *sections);

/* Words that the frames of this function are preceded by. From the lowest one: one for each
 * reference parameter that is saved (interface.h), the size given for an out block whose length the function
 * returns, and the monitor's previous holder. */
u32 entry_saved_words(const struct function_type *function, u32 serialised);

/* The parameter whose written length a function returns, or null. */
const struct parameter_type *entry_counted_block(const struct function_type *function);

#endif
