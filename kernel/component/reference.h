/* SPDX-License-Identifier: GPL-2.0-only */
/* References: slots in the name of a server (rule M6).
 *
 * A handle is the address of a slot, so that a call through it is a plain C call. All
 * slots lie in one region: a handle is checked by range and alignment, then by its
 * owner. The region has two parts, one for the references that servers own and one for
 * those that are lent to a callee until it returns; only owned ones can be moved or
 * released.
 *
 * A released slot points at entry points that refuse, and waits its turn: at least
 * REUSE_DISTANCE other slots of its part are used before it is used again.
 */
#ifndef KERNEL_COMPONENT_REFERENCE_H
#define KERNEL_COMPONENT_REFERENCE_H

#include "object.h"

#define OWNED_SLOTS_MAX  (124u * 1024)
#define LENT_SLOTS_MAX   (4u * 1024)
#define REUSE_DISTANCE   1024u
#define SERVER_SLOTS_MAX (64u * 1024)   /* that one server can own */

/* Entry code knows these offsets (entry.c). */
struct slot {
    const u32 *entries;         /* entry points of the callee, or ones that refuse */
    struct object *object;      /* null: free, or its server is gone */
    struct server *owner;       /* who may use it; null: free */
    void *self;                 /* object->self; in a free slot the next free one */
};

/* Makes the region. Called once. E_NOMEM. */
status references_initialise(void);

/* The next three are called with interrupts off, and return so; slots.h has more of this
 * kind. */

/* A slot of `owner` for `object`, which it counts; null if there are too many. */
struct slot *reference_create(struct object *object, struct server *owner);

/* Another slot of `owner` for what `slot` denotes, also if that is gone. */
struct slot *reference_copy(const struct slot *slot, struct server *owner);

/* Frees an owned slot. Returns the object if it must be passed to object_unreferenced()
 * as soon as interrupts are on, else null. */
struct object *reference_release(struct slot *slot);

/* Releases the slot, then destroys the object if need be. Interrupts may be on. */
void reference_drop(struct slot *slot);

/* Makes every reference to an object of `server` answer E_GONE, whoever has it. Runs in
 * steps, with interrupts on in between, as does the next; so the implementations' `entries`
 * must refuse already, for what is duplicated meanwhile. */
void references_cut(struct server *server);

/* Releases every reference that `server` owns. */
void references_release(struct server *server);

/* References alive in the whole system. */
u32 reference_total(void);

#endif
