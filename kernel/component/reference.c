/* SPDX-License-Identifier: GPL-2.0-only */
/* Slots: allocation in the order of release, and what becomes of the objects. */
#include "reference.h"

#include "interrupts.h"
#include "pages.h"
#include "slots.h"
#include "stub.h"

#define SLOTS_MAX    (OWNED_SLOTS_MAX + LENT_SLOTS_MAX)
#define SCAN_STEP    256u       /* slots looked at with interrupts off */

struct slot_pool owned_slots, lent_slots;

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
    pool_initialise(&owned_slots, slots, OWNED_SLOTS_MAX);
    pool_initialise(&lent_slots, slots + OWNED_SLOTS_MAX, LENT_SLOTS_MAX);
    return OK;
}

struct slot *reference_create(struct object *object, struct server *owner)
{
    struct slot *slot = slot_take(&owned_slots, owner);

    if (slot) {
        slot->entries = object->implementation->entries;
        slot->object = object;
        slot->self = object->self;
        object->count++;
    }
    return slot;
}

struct slot *reference_copy(const struct slot *slot, struct server *owner)
{
    return slot_copy(&owned_slots, slot, owner);
}

struct object *reference_release(struct slot *slot)
{
    return slot_free(&owned_slots, slot);
}

void reference_drop(struct slot *slot)
{
    u32 flags = interrupts_disable();
    struct object *object = reference_release(slot);

    interrupts_restore(flags);
    if (object)
        object_unreferenced(object);
}

/* What is to be done to a slot when a server goes. Returns the object if its count went
 * down to 0. */
typedef struct object *slot_operation(struct slot_pool *pool, struct slot *slot, struct server *server);

static struct object *cut(struct slot_pool *pool, struct slot *slot, struct server *server)
{
    struct object *object = slot->object;

    (void)pool;
    if (!object || object->implementation->server != server)
        return NULL;
    slot->entries = object->implementation->type->gone;
    slot->object = NULL;
    return --object->count ? NULL : object;
}

static struct object *release(struct slot_pool *pool, struct slot *slot, struct server *server)
{
    return slot->owner == server ? slot_free(pool, slot) : NULL;
}

/* Does it to all slots of a pool, some at a time. */
static void for_each_slot(struct slot_pool *pool, slot_operation *operation, struct server *server)
{
    struct slot *slot = pool->first;

    while (slot != pool->unused) {
        struct object *unreferenced = NULL;
        u32 flags = interrupts_disable(), step;

        for (step = 0; step < SCAN_STEP && slot != pool->unused && !unreferenced; step++)
            unreferenced = operation(pool, slot++, server);
        interrupts_restore(flags);
        if (unreferenced)
            object_unreferenced(unreferenced);
    }
}

void references_cut(struct server *server)
{
    for_each_slot(&owned_slots, cut, server);
    for_each_slot(&lent_slots, cut, server);
}

void references_release(struct server *server)
{
    /* What is lent to it is taken back by the calls that are in progress. */
    for_each_slot(&owned_slots, release, server);
}

u32 reference_total(void)
{
    u32 flags = interrupts_disable(), total = 0;
    const struct server *server;

    for (server = all_servers; server; server = server->next)
        total += server->references;
    interrupts_restore(flags);
    return total;
}
