/* SPDX-License-Identifier: GPL-2.0-only */
/* Slots: allocation in the order of release, and what becomes of the objects. */
#include "reference.h"

#include "interrupts.h"
#include "machine.h"
#include "slots.h"
#include "stub.h"

#define SCAN_STEP    256u       /* slots looked at with interrupts off */

/* Their address is a constant in generated code. */
struct slot slots[SLOTS_MAX] __attribute__((aligned(PAGE_SIZE)));
struct slot_pool owned_slots, lent_slots;

/* Groups of slots for user stacks: free ones are linked through their first slot. */
static struct slot *free_group, *unused_group = slots + OWNED_SLOTS_MAX + LENT_SLOTS_MAX;

_Static_assert(sizeof slots == USER_HANDLES_SIZE, "there is a user handle for each slot");

static void pool_initialise(struct slot_pool *pool, struct slot *first, u32 count)
{
    *pool = (struct slot_pool){ .first = first, .unused = first, .end = first + count };
}

void references_initialise(void)
{
    u32 i;

    for (i = 0; i < SLOTS_MAX; i++)
        slots[i].entries = stubs_unused();
    pool_initialise(&owned_slots, slots, OWNED_SLOTS_MAX);
    pool_initialise(&lent_slots, slots + OWNED_SLOTS_MAX, LENT_SLOTS_MAX);
}

struct slot *stack_slots_take(void)
{
    u32 flags = interrupts_disable();
    struct slot *group = free_group;

    if (group) {
        free_group = (struct slot *)group->holds_or_next;
    } else if (unused_group != slots + SLOTS_MAX) {
        group = unused_group;
        unused_group += LENT_PER_STACK;
    }
    interrupts_restore(flags);
    return group;
}

void stack_slots_give(struct slot *first)
{
    u32 flags = interrupts_disable();

    first->holds_or_next = (u32)free_group;
    free_group = first;
    interrupts_restore(flags);
}

struct slot *reference_create(struct object *object, struct server *owner)
{
    struct slot *slot = slot_take(&owned_slots, owner);

    if (slot) {
        slot->entries = object->implementation->entries;
        slot->object = object;
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

/* Does it to all slots of a pool that were ever used, some at a time. */
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
    for_each_slot(&(struct slot_pool){ .first = lent_slots.end, .unused = unused_group }, cut, server);
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
