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
struct slot_pool owned_slots;
struct slot_list lent_slots;

/* Groups of slots for user stacks: free ones are linked through their first slot. */
static struct slot *free_group, *unused_group = slots + OWNED_SLOTS_MAX + LENT_SLOTS_MAX;

_Static_assert(sizeof slots == USER_HANDLES_SIZE, "there is a user handle for each slot");

void references_initialise(void)
{
    struct slot *lent = slots + OWNED_SLOTS_MAX;
    u32 i;

    for (i = 0; i < SLOTS_MAX; i++)
        slots[i].entries = stubs_unused();
    owned_slots = (struct slot_pool){ .unused = slots + 1, .list = { slots, slots } };
    for (i = 0; i < LENT_SLOTS_MAX; i++)
        lent[i].holds_or_next = (u32)&lent[i + 1];
    lent_slots = (struct slot_list){ lent, &lent[LENT_SLOTS_MAX - 1] };
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
    struct slot *slot = slot_take(owner);

    if (slot) {
        slot->entries = object->implementation->entries;
        slot->object = object;
        object->count++;
    }
    return slot;
}

struct slot *reference_copy(const struct slot *slot, struct server *owner)
{
    return slot_copy(slot, owner);
}

struct object *reference_release(struct slot *slot)
{
    return slot_release(slot);
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
typedef struct object *slot_operation(struct slot *slot, const struct server *server);

static struct object *cut(struct slot *slot, const struct server *server)
{
    struct object *object = slot->object;

    if (!object || object->implementation->server != server)
        return NULL;
    slot->entries = object->implementation->type->gone;
    slot->object = NULL;
    return --object->count ? NULL : object;
}

static struct object *release(struct slot *slot, const struct server *server)
{
    return slot->owner == server ? slot_free(slot) : NULL;
}

/* Does it to all slots from `first` to *end, which may grow meanwhile, some at a time. */
static void for_each_slot(struct slot *first, struct slot *const *end, slot_operation *operation,
                          const struct server *server)
{
    struct slot *slot = first;

    while (slot != *end) {
        struct object *unreferenced = NULL;
        u32 flags = interrupts_disable(), step;

        for (step = 0; step < SCAN_STEP && slot != *end && !unreferenced; step++)
            unreferenced = operation(slot++, server);
        interrupts_restore(flags);
        if (unreferenced)
            object_unreferenced(unreferenced);
    }
}

void references_cut(struct server *server)
{
    for_each_slot(slots, &owned_slots.unused, cut, server);
    for_each_slot(slots + OWNED_SLOTS_MAX, &unused_group, cut, server);
}

void references_release(struct server *server)
{
    /* What is lent to it is taken back by the calls that are in progress. */
    for_each_slot(slots, &owned_slots.unused, release, server);
}

u32 reference_total(void)
{
    const struct slot *slot;
    u32 total = 0;

    for (slot = slots; slot != owned_slots.unused; slot++)
        total += slot->owner ? slot->holds_or_next : 0;
    for (slot = slots + OWNED_SLOTS_MAX; slot != unused_group; slot++)
        total += slot->owner != NULL;
    return total;
}
