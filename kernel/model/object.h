/* SPDX-License-Identifier: GPL-2.0-only */
/* Objects: what references denote (rules M5 and M8). */
#ifndef KERNEL_MODEL_OBJECT_H
#define KERNEL_MODEL_OBJECT_H

#include <stddef.h>

#include "model/interface.h"

struct server;
struct slot;

/* One `implements` or `object` line of a server. Lives as long as the server. */
struct implementation {
    struct server *server;
    u32 index;                      /* among the server's lines */
    const struct interface_type *type;
    const u32 *entries;             /* the server's entry points, in the interface's order; `type->gone`
                                     * when it is being unloaded */
    struct entry_block *block;      /* where they stand */
    u32 destroy;                    /* address: void destroy(void *self); 0 for a root */
    u32 keeps;                      /* 1: objects that nobody references are kept (Component.keepObjects) */
    u32 kept_count;
    struct object *kept;            /* these, the newest first; each counts among the server's `holds` */
};

struct object {
    u32 count;                      /* references, calls in progress, and 1 for a root of a started server */
    void *self;                     /* the server's own pointer, handed back on each call */
    struct implementation *implementation;
    struct object *next;            /* in a list of unreferenced or of free objects */
};

/* A new object with a count of 1, which the caller holds; null if memory is short.
 * Objects are taken from a pool and cost no search. */
struct object *object_create(struct implementation *implementation, void *self);

/* A new object, and the first reference to it, its server's own, which is its only count; null if
 * memory is short or the server may have no more. What object_create() and reference_create() do, in
 * one step, because packets are made at this rate. */
struct slot *object_construct(struct implementation *implementation, void *self);

/* Frees the objects that are kept. The caller holds the server. */
void objects_forget_kept(struct implementation *implementation);

/* Gives up one count. Not with interrupts off: it may call the object's server. */
void object_drop(struct object *object);

/* Frees an object that nobody was given yet, without telling its server. */
void object_discard(struct object *object);

/* The count of `object` went down to 0: nobody has a reference, no call is in progress,
 * so nobody can obtain either. Tells its server and frees it, now or, deep inside a
 * chain of such calls or where waiting for the server's monitor could not end, a little
 * later. Also called by entry code. */
void object_unreferenced(struct object *object) __asm__("object_unreferenced");

/* Destroys what could not be destroyed while the server's monitor was held by another
 * thread. The running thread is inside the monitor, interrupts are on. */
void objects_destroy_deferred(struct server *server);

/* Objects alive in the whole system. */
u32 object_total(void);

#endif
