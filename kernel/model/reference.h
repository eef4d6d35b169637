/* SPDX-License-Identifier: GPL-2.0-only */
/* References: slots in the name of a server (rule M6).
 *
 * All slots lie in one array. A server in the kernel's domain has the address of a slot as
 * its handle, so that a call through it is a plain C call; one in user mode has an address
 * in its own space at the same offset (server_handle() in slots.h). A handle is checked by
 * range and alignment, then by its owner. The array has three parts: the references that
 * servers own, those that are lent to a callee in the kernel's domain until it returns,
 * and those that are lent to a callee in user mode, which belong to its stack. Only owned
 * ones can be moved or released.
 *
 * Who obtains a reference that it has already (Component.duplicate) gets the same handle, which
 * it then holds once more; a server has given it up when it released it as often.
 *
 * A slot that was given up points at entry points that refuse, and waits its turn: at least
 * REUSE_DISTANCE other slots of its part are used before it is used again.
 */
#ifndef KERNEL_MODEL_REFERENCE_H
#define KERNEL_MODEL_REFERENCE_H

#include "model/object.h"

#define OWNED_SLOTS_MAX  (108u * 1024)
#define LENT_SLOTS_MAX   (4u * 1024)
#define STACK_SLOTS_MAX  (16u * 1024)
#define SLOTS_MAX        (OWNED_SLOTS_MAX + LENT_SLOTS_MAX + STACK_SLOTS_MAX)
#define LENT_PER_STACK   16u            /* a user stack's: SIGNATURE_WORDS_MAX */
#define REUSE_DISTANCE   1024u
#define SERVER_SLOTS_MAX (64u * 1024)   /* that one server in the kernel's domain can own */
#define USER_SLOTS_MAX   (16u * 1024)   /* that one in user mode can own */
#define SERVER_GOES      (1 << 30)      /* taken from server->room: it gets no references any more */
#define SLOT_HOLDS_MAX   0x7fffffffu

/* Entry code knows these offsets (entry.c). */
struct slot {
    const u32 *entries;         /* entry points of the callee, or ones that refuse (entry_table.h) */
    struct object *object;      /* null: free, or its server is gone */
    struct server *owner;       /* who may use it; null: free */
    u32 holds_or_next;          /* how often its owner has it; in a free slot the address of the next */
};

/* All of them; 2 MiB, so that the offset of a handle is a mask (USER_HANDLES in machine.h). */
extern struct slot slots[SLOTS_MAX];

/* Makes every slot refuse. Called once, after stubs_initialise(). */
void references_initialise(void);

/* LENT_PER_STACK free slots in a row, for a user stack, or null; and back again, when nothing
 * is lent through them any more. */
struct slot *stack_slots_take(void);
void stack_slots_give(struct slot *first);

/* The next three are called with interrupts off, and return so; slots.h has more of this
 * kind. */

/* A slot of `owner` for `object`, which it counts; null if there are too many. */
struct slot *reference_create(struct object *object, struct server *owner);

/* Another slot of `owner` for what `slot` denotes, also if that is gone. */
struct slot *reference_copy(const struct slot *slot, struct server *owner);

/* Gives up one hold of an owned slot. Returns the object if it must be passed to
 * object_unreferenced() as soon as interrupts are on, else null. */
struct object *reference_release(struct slot *slot);

/* Does that, then destroys the object if need be. Interrupts may be on. */
void reference_drop(struct slot *slot);

/* Makes every reference to an object of `server` answer E_GONE, whoever has it. Runs in
 * steps, with interrupts on in between, as does the next; so the implementations' `entries`
 * must refuse already, for what is duplicated meanwhile. */
void references_cut(struct server *server);

/* Releases every reference that `server` owns, but not those to objects of implementation
 * `except`, which may be null. */
void references_release(struct server *server, const struct implementation *except);

/* Of those, the ones that denote the same object as `slot`, if that is one of its own and denotes
 * any. */
void references_release_same(struct server *server, const struct slot *slot,
                             const struct implementation *except);

/* References alive in the whole system, each as often as it is held. */
u32 reference_total(void);

#endif
