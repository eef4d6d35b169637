/* SPDX-License-Identifier: GPL-2.0-only */
/* What is done to slots (reference.h) whenever a reference is obtained, passed or
 * released: inline, because servers do little else as often. Only for kernel/component,
 * and only with interrupts off. */
#ifndef KERNEL_COMPONENT_SLOTS_H
#define KERNEL_COMPONENT_SLOTS_H

#include "reference.h"
#include "server.h"

/* A part of the array. Slots from `unused` on were never used. */
struct slot_pool {
    struct slot *first, *unused, *end;
    struct slot *oldest, *youngest;     /* free slots, linked by `holds_or_next` */
    u32 free;                           /* how many */
};

extern struct slot_pool owned_slots, lent_slots;

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

/* Takes a slot of the pool for `server`, which counts it; null if there are too many. */
static inline struct slot *slot_take(struct slot_pool *pool, struct server *server)
{
    struct slot *slot = pool->oldest;

    if (server->references >= server->references_max)
        return NULL;
    if (pool->free <= REUSE_DISTANCE && pool->unused != pool->end) {
        slot = pool->unused++;
    } else if (slot) {
        pool->oldest = (struct slot *)slot->holds_or_next;
        pool->free--;
    } else {
        return NULL;
    }
    slot->owner = server;
    slot->holds_or_next = 1;
    server->references++;
    return slot;
}

/* Another slot of the pool for what `slot` denotes, also if that is gone. What the object
 * says counts, not the slot: this one may not have been cut yet (references_cut). */
static inline struct slot *slot_copy(struct slot_pool *pool, const struct slot *slot, struct server *owner)
{
    struct slot *copy = slot_take(pool, owner);

    if (copy) {
        copy->entries = slot->object ? slot->object->implementation->entries : slot->entries;
        copy->object = slot->object;
        if (slot->object)
            slot->object->count++;
    }
    return copy;
}

/* Makes it another server's, unless that has too many. The handle stays the same. Returns
 * whether it did. */
static inline int slot_move(struct slot *slot, struct server *owner)
{
    if (owner->references >= owner->references_max)
        return 0;
    slot->owner->references--;
    slot->owner = owner;
    owner->references++;
    return 1;
}

/* Frees a slot. Returns the object if its count went down to 0. */
static inline struct object *slot_free(struct slot_pool *pool, struct slot *slot)
{
    struct object *object = slot->object;

    slot->owner->references--;
    slot->owner = NULL;
    slot->object = NULL;
    if (pool->free++)
        pool->youngest->holds_or_next = (u32)slot;
    else
        pool->oldest = slot;
    pool->youngest = slot;
    if (!object)
        return NULL;                    /* its server is gone: it goes on answering that */
    slot->entries = object->implementation->type->released;
    return --object->count ? NULL : object;
}

#endif
