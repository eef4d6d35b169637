/* SPDX-License-Identifier: GPL-2.0-only */
/* A Runnable of the test program: a server that is handed hook_create() calls run(). */
#ifndef TESTS_COMPONENT_HOOK_H
#define TESTS_COMPONENT_HOOK_H

#include "types.h"

struct hook {
    void (*run)(void *);
    void *argument;
    u32 destroyed;              /* how often its destruction was told */
    u32 order;                  /* when: 1, 2, ... of all hooks */
};

#endif
