/* SPDX-License-Identifier: GPL-2.0-only */
/* Objects of the test program that call functions of the test: a Runnable, hook_create(), and a
 * Pager, scripted_create(). */
#ifndef TESTS_COMPONENT_HOOK_H
#define TESTS_COMPONENT_HOOK_H

#include "types.h"

struct hook {
    void (*run)(void *);
    void *argument;
    u32 destroyed;              /* how often its destruction was told */
    u32 order;                  /* when: 1, 2, ... of all hooks */
};

/* What a pager answers. */
struct page_given {
    const void *const *memory;  /* a reference that goes to who asked */
    u32 offset, writable;
};

struct scripted {
    u32 size;
    status (*fault)(struct scripted *self, u32 offset, u32 write, struct page_given *given);
    u32 faults;                 /* calls of fault() */
    u32 destroyed;
};

#endif
