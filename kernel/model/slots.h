/* SPDX-License-Identifier: GPL-2.0-only */
/* What is done to slots (reference.h) whenever a reference is obtained, passed or
 * released: inline, because servers do little else as often. Only for model/ and calls/,
 * and only with interrupts off. */
#ifndef KERNEL_MODEL_SLOTS_H
#define KERNEL_MODEL_SLOTS_H

#include "model/reference.h"
#include "model/server.h"

/* Free slots, the oldest first, linked by `holds_or_next`. There is always at least one. */
struct slot_list {
    struct slot *oldest, *youngest;
};

/* The slots that servers own. */
struct slot_pool {
    struct slot *unused;                /* from here on none was ever used */
    struct slot_list list;
    u32 free;                           /* how many are in the list */
};

extern struct slot_pool owned_slots;
extern struct slot_list lent_slots;     /* for callees in the kernel's domain; entry code knows it */

/* The handle by which `server` names a slot, and the slot that such a handle means: only
 * arithmetic, the result is to be checked by slot_find(). Null is no handle. */
static inline u32 server_handle(const struct server *server, const struct slot *slot)
{
    return (u32)slot - (u32)slots + server->handles;
}

static inline u32 server_slot(const struct server *server, u32 handle)
{
    return handle - server->handles + (u32)slots;
}

/* The slot at that address if it is one of the first `count`, and `owner`'s. */
static inline struct slot *slot_at(u32 address, u32 count, const struct server *owner)
{
    u32 offset = address - (u32)slots;
    struct slot *slot = (struct slot *)address;

    if (offset >= count * sizeof *slot || offset % sizeof *slot)
        return NULL;
    return slot->owner == owner ? slot : NULL;
}

static inline struct slot *slot_find(u32 address, const struct server *owner)
{
    return slot_at(address, SLOTS_MAX, owner);
}

static inline struct slot *slot_find_owned(u32 address, const struct server *owner)
{
    return slot_at(address, OWNED_SLOTS_MAX, owner);
}

/* Puts a slot behind all others of the list. */
static inline void slot_append(struct slot_list *list, struct slot *slot)
{
    list->youngest->holds_or_next = (u32)slot;
    list->youngest = slot;
}

/* Takes the oldest of the list, unless it is the last. */
static inline struct slot *slot_remove(struct slot_list *list)
{
    struct slot *slot = list->oldest;

    if (slot == list->youngest)
        return NULL;
    list->oldest = (struct slot *)slot->holds_or_next;
    return slot;
}

/* Takes a slot for `server` to own, for which it has given up room; null if there are too many. */
static inline struct slot *slot_take_reserved(struct server *server)
{
    struct slot *slot;

    if (owned_slots.free <= REUSE_DISTANCE && owned_slots.unused != slots + OWNED_SLOTS_MAX)
        slot = owned_slots.unused++;
    else if ((slot = slot_remove(&owned_slots.list)))
        owned_slots.free--;
    else
        return NULL;
    slot->owner = server;
    slot->holds_or_next = 1;
    return slot;
}

/* Takes one for which it has room; null if it has none, or there are too many. */
static inline struct slot *slot_take(struct server *server)
{
    struct slot *slot = server->room > 0 ? slot_take_reserved(server) : NULL;

    if (slot)
        server->room--;
    return slot;
}

/* Makes a slot denote what `from` does, also if that is gone. What the object says counts, not
 * the slot: this one may not have been cut yet (references_cut). */
static inline void slot_denote(struct slot *slot, const struct slot *from)
{
    slot->entries = from->object ? from->object->implementation->entries : from->entries;
    slot->object = from->object;
    if (slot->object)
        slot->object->count++;
}

/* Another slot for what `slot` denotes, which `owner` owns; null if there are too many. */
static inline struct slot *slot_copy(const struct slot *slot, struct server *owner)
{
    struct slot *copy = slot_take(owner);

    if (copy)
        slot_denote(copy, slot);
    return copy;
}

/* Lends it to `borrower`, in the kernel's domain: a slot that only slot_take_back() frees. */
static inline struct slot *slot_lend(const struct slot *slot, struct server *borrower)
{
    struct slot *lent = slot_remove(&lent_slots);

    if (lent) {
        slot_denote(lent, slot);
        lent->owner = borrower;
    }
    return lent;
}

/* Moves one hold of an owned slot to another server, unless that has too many. Returns the slot
 * that it has now: the same one if there was only this hold. */
static inline struct slot *slot_move(struct slot *slot, struct server *receiver)
{
    struct slot *copy;

    if (slot->holds_or_next > 1) {
        copy = slot_copy(slot, receiver);
        if (copy)
            slot->holds_or_next--;
        return copy;
    }
    if (receiver->room <= 0)
        return NULL;
    slot->owner->room++;
    slot->owner = receiver;
    receiver->room--;
    return slot;
}

/* One reference less to the object of a slot that is nobody's any more. Returns the object if its
 * count went down to 0. */
static inline struct object *slot_forget(struct slot *slot)
{
    struct object *object = slot->object;

    slot->owner = NULL;
    slot->object = NULL;
    return object && !--object->count ? object : NULL;
}

/* Frees an owned slot, however often it is held. Returns the object if its count went down to 0. */
static inline struct object *slot_free(struct slot *slot)
{
    slot->owner->room++;
    if (slot->object)                   /* else its server is gone: it goes on answering that */
        slot->entries = slot->object->implementation->type->released;
    owned_slots.free++;
    slot_append(&owned_slots.list, slot);
    return slot_forget(slot);
}

/* Gives up one hold of an owned slot. Returns the object if its count went down to 0. */
static inline struct object *slot_release(struct slot *slot)
{
    if (slot->holds_or_next > 1) {
        slot->holds_or_next--;
        return NULL;
    }
    return slot_free(slot);
}

/* Takes back what was lent. Returns the object if its count went down to 0. Its entries stay: they
 * refuse, because it is nobody's. */
static inline struct object *slot_take_back(struct slot *lent)
{
    struct object *object = slot_forget(lent);

    slot_append(&lent_slots, lent);
    return object;
}

#endif
