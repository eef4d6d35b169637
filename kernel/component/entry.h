/* SPDX-License-Identifier: GPL-2.0-only */
/* Entry points: the code that the kernel generates at load time for each function that
 * a server implements, from its signature. (Paper, section 4.) */
#ifndef KERNEL_COMPONENT_ENTRY_H
#define KERNEL_COMPONENT_ENTRY_H

#include "interface.h"

struct implementation;
struct server;

/* One function of a server. Call frames point here. */
struct entry {
    const struct function_type *function;
    u32 code;                   /* address of its entry point */
    u32 committed;              /* of the first instruction behind the opening checks; 0: it has none */
    u32 restart;                /* begins such a call again (struct function_stubs) */
    u32 saved;                  /* words that precede its frames */
};

/* All of a server's. */
struct entry_code {
    struct entry *entries;      /* in the order of the implementations' functions */
    u32 *tables;                /* their addresses, in the same order */
    u32 count;
    u8 *code;
    u32 length;                 /* bytes of code, in whole pages */
};

/* A function of the kernel's that needs neither frame nor count: its entry point is
 * `direct` itself, which takes the reference where `function` takes the object, and
 * returns the call status in edx. */
struct direct_function {
    u32 function;
    u32 direct;
};

/* Generates the entry points of a server whose implementations are set up, and sets
 * their `entries`. `direct` ends in a zero; null if there are none. E_NOMEM. */
status entries_make(struct server *server, const struct direct_function *direct);

void entries_free(struct entry_code *code);

/* Words that the frames of this function are preceded by. From the lowest one: one for
 * each reference parameter, the size given for an out block whose length the function
 * returns, and the monitor's previous holder. */
u32 entry_saved_words(const struct function_type *function, u32 serialised);

/* The parameter whose written length a function returns, or null. */
const struct parameter_type *entry_counted_block(const struct function_type *function);

#endif
