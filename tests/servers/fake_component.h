/* SPDX-License-Identifier: GPL-2.0-only */
/* A stand-in for the kernel's component model, for tests of single servers on the host:
 * counted references to objects, without ownership, locks or signatures. A reference points
 * at a structure of its own, so that a stale one is a use after free for AddressSanitizer.
 */
#ifndef TESTS_SERVERS_FAKE_COMPONENT_H
#define TESTS_SERVERS_FAKE_COMPONENT_H

#include "types.h"
#include "Component.h"
#include "PhysicalMemory.h"
#include "Registers.h"

#define FAKE_IMPLEMENTATIONS 8

struct fake_implementation;

struct fake_object {
    u32 references;
    u32 self;                           /* null for objects that are the test's, not the server's */
    void (*destroy)(void *self);        /* may be null */
    struct fake_implementation *implementation;         /* null for the test's */
    struct fake_object *next;           /* while it is kept */
};

struct fake_reference {
    const void *entries;                /* first, as in the kernel */
    struct fake_object *object;
};

/* How the server's `object` lines, counted with its `implements` lines, are called and
 * destroyed. `entries` may stay null where the test calls the functions directly. */
struct fake_implementation {
    const void *entries;
    void (*destroy)(void *self);
    struct fake_object *kept;           /* after Component.keepObjects(); the rest is fake_component.c's */
    u32 keeps, kept_count;
};
extern struct fake_implementation fake_implementations[FAKE_IMPLEMENTATIONS];

extern u32 fake_references;             /* alive */
extern u32 fake_fail_construct;         /* this many calls from now on, construct() finds no memory */
extern char fake_abort_message[256];

/* The variable `component` of the server under test points here after this. */
void fake_component_start(void);

/* A reference to an object of the test's. */
void *fake_object_new(const void *entries);

/* Physical memory from the host's heap; physical addresses are those of the host. */
PhysicalMemory fake_physical_memory(void);

/* All registers, of devices that are memory. */
Registers fake_registers(void);

#endif
