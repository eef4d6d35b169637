/* SPDX-License-Identifier: GPL-2.0-only */
/* Slots: allocation in the order of release, and what becomes of the objects. */
#include "reference.h"

#include "interrupts.h"
#include "pages.h"
#include "server.h"
#include "stub.h"

#define SLOTS_MAX    (OWNED_SLOTS_MAX + LENT_SLOTS_MAX)
#define REVOKE_STEP  256u       /* slots looked at with interrupts off */

/* A part of the region. Slots from `unused` on were never used. */
struct slot_pool {
    struct slot *first, *unused, *end;
    struct slot *oldest, *youngest;     /* free slots, linked by `self` */
    u32 free;                           /* how many */
};

static struct slot_pool owned, lent;
static u32 references_alive;

_Static_assert(sizeof(struct slot) == 16, "handles are multiples of 16");

static void pool_initialise(struct slot_pool *pool, struct slot *first, u32 count)
{
    *pool = (struct slot_pool){ .first = first, .unused = first, .end = first + count };
}

status references_initialise(void)
{
    struct slot *slots = pages_allocate(SLOTS_MAX * sizeof *slots / PAGE_SIZE);
    u32 i;

    if (!slots)
        return E_NOMEM;
    for (i = 0; i < SLOTS_MAX; i++)
        slots[i].entries = stubs_unused();
    pool_initialise(&owned, slots, OWNED_SLOTS_MAX);
    pool_initialise(&lent, slots + OWNED_SLOTS_MAX, LENT_SLOTS_MAX);
    return OK;
}

static struct slot *pool_take(struct slot_pool *pool)
{
    struct slot *slot = pool->oldest;

    if (pool->free <= REUSE_DISTANCE && pool->unused != pool->end)
        return pool->unused++;
    if (!slot)
        return NULL;
    pool->oldest = slot->self;
    pool->free--;
    return slot;
}

static void pool_give(struct slot_pool *pool, struct slot *slot)
{
    slot->self = NULL;
    if (pool->free++)
        pool->youngest->self = slot;
    else
        pool->oldest = slot;
    pool->youngest = slot;
}

/* The slot at that address if it is one of the `bytes` behind `first`. */
static inline struct slot *slot_at(u32 handle, const struct slot *first, const struct slot *end)
{
    u32 offset = handle - (u32)first;

    return offset < (u32)end - (u32)first && offset % sizeof *first == 0 ? (struct slot *)handle : NULL;
}

struct slot *reference_find(u32 handle, const struct server *owner)
{
    struct slot *slot = slot_at(handle, owned.first, lent.end);

    return slot && slot->owner == owner ? slot : NULL;
}

struct slot *reference_find_owned(u32 handle, const struct server *owner)
{
    struct slot *slot = slot_at(handle, owned.first, owned.end);

    return slot && slot->owner == owner ? slot : NULL;
}

/* Takes a slot of the pool for `server`, which it counts. */
static struct slot *slot_new(struct slot_pool *pool, struct server *server)
{
    struct slot *slot;

    if (server->references >= SERVER_SLOTS_MAX)
        return NULL;
    slot = pool_take(pool);
    if (slot) {
        slot->owner = server;
        server->references++;
        references_alive++;
    }
    return slot;
}

struct slot *reference_create(struct object *object, struct server *owner)
{
    struct slot *slot = slot_new(&owned, owner);

    if (slot) {
        slot->entries = object->implementation->entries;
        slot->object = object;
        slot->self = object->self;
        object->count++;
    }
    return slot;
}

static struct slot *slot_copy(struct slot_pool *pool, const struct slot *slot, struct server *owner)
{
    struct slot *copy = slot_new(pool, owner);

    if (copy) {
        copy->entries = slot->entries;
        copy->object = slot->object;
        copy->self = slot->self;
        if (slot->object)
            slot->object->count++;
    }
    return copy;
}

struct slot *reference_copy(const struct slot *slot, struct server *owner)
{
    return slot_copy(&owned, slot, owner);
}

struct slot *reference_lend(const struct slot *slot, struct server *owner)
{
    return slot_copy(&lent, slot, owner);
}

void reference_move(struct slot *slot, struct server *owner)
{
    slot->owner->references--;
    slot->owner = owner;
    owner->references++;
}

static struct object *slot_free(struct slot_pool *pool, struct slot *slot)
{
    struct object *object = slot->object;

    slot->owner->references--;
    references_alive--;
    slot->owner = NULL;
    slot->object = NULL;
    pool_give(pool, slot);
    if (!object)
        return NULL;                    /* its server is gone: it goes on answering that */
    slot->entries = object->implementation->type->released;
    return --object->count ? NULL : object;
}

struct object *reference_release(struct slot *slot)
{
    return slot_free(&owned, slot);
}

struct object *reference_return(struct slot *slot)
{
    return slot_free(&lent, slot);
}

void reference_drop(struct slot *slot)
{
    u32 flags = interrupts_disable();
    struct object *object = reference_release(slot);

    interrupts_restore(flags);
    if (object)
        object_unreferenced(object);
}

/* Revokes one slot. Returns the object if its count went down to 0. */
static struct object *revoke(struct slot_pool *pool, struct slot *slot, struct server *server)
{
    struct object *object = slot->object;

    if (object && object->implementation->server == server) {
        slot->entries = object->implementation->type->gone;
        slot->object = NULL;
        if (!--object->count)
            return object;
    }
    /* What is lent to the server is returned by the calls that are in progress. */
    if (slot->owner == server && pool == &owned)
        return slot_free(pool, slot);
    return NULL;
}

static void pool_revoke(struct slot_pool *pool, struct server *server)
{
    struct slot *slot = pool->first;

    while (slot != pool->unused) {
        u32 flags = interrupts_disable(), step;
        struct object *unreferenced = NULL;

        for (step = 0; step < REVOKE_STEP && slot != pool->unused && !unreferenced; step++) {
            unreferenced = revoke(pool, slot, server);
            if (!unreferenced || !slot->owner)
                slot++;                 /* else once more: the slot itself may have to go */
        }
        interrupts_restore(flags);
        if (unreferenced)
            object_unreferenced(unreferenced);
    }
}

void references_revoke(struct server *server)
{
    pool_revoke(&owned, server);
    pool_revoke(&lent, server);
}

u32 reference_total(void)
{
    return references_alive;
}
