/* SPDX-License-Identifier: GPL-2.0-only */
/* Slots: allocation in the order of release, and what becomes of the objects. */
#include "model/reference.h"

#include "calls/stub.h"
#include "machine/interrupts.h"
#include "machine/machine.h"
#include "model/slots.h"

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

/* Which slots are meant when a server goes. */
struct selection {
    const struct server *server;            /* whose they are, or whose objects they denote */
    const struct object *object;            /* that they denote; null: any */
    const struct implementation *except;    /* whose objects they do not denote; null: none */
};

/* What is to be done to a slot. Returns the object if its count went down to 0. */
typedef struct object *slot_operation(struct slot *slot, const struct selection *selection);

static struct object *cut(struct slot *slot, const struct selection *selection)
{
    struct object *object = slot->object;

    if (!object || object->implementation->server != selection->server)
        return NULL;
    slot->entries = object->implementation->type->gone;
    slot->object = NULL;
    return --object->count ? NULL : object;
}

static struct object *release(struct slot *slot, const struct selection *selection)
{
    if (slot->owner != selection->server)
        return NULL;
    if (selection->object && slot->object != selection->object)
        return NULL;
    if (slot->object && slot->object->implementation == selection->except)
        return NULL;
    return slot_free(slot);
}

/* Does it to all slots from `first` to *end, which may grow meanwhile, some at a time. */
static void for_each_slot(struct slot *first, struct slot *const *end, slot_operation *operation,
                          const struct selection *selection)
{
    struct slot *slot = first;

    while (slot != *end) {
        struct object *unreferenced = NULL;
        u32 flags = interrupts_disable(), step;

        for (step = 0; step < SCAN_STEP && slot != *end && !unreferenced; step++)
            unreferenced = operation(slot++, selection);
        interrupts_restore(flags);
        if (unreferenced)
            object_unreferenced(unreferenced);
    }
}

void references_cut(struct server *server)
{
    const struct selection selection = { .server = server };

    for_each_slot(slots, &owned_slots.unused, cut, &selection);
    for_each_slot(slots + OWNED_SLOTS_MAX, &unused_group, cut, &selection);
}

/* What is lent to a server is taken back by the calls that are in progress. */
void references_release(struct server *server, const struct implementation *except)
{
    const struct selection selection = { .server = server, .except = except };

    for_each_slot(slots, &owned_slots.unused, release, &selection);
}

void references_release_same(struct server *server, const struct slot *slot,
                             const struct implementation *except)
{
    u32 flags = interrupts_disable();
    const struct selection selection = {
        .server = server, .object = slot->owner == server ? slot->object : NULL, .except = except
    };

    interrupts_restore(flags);
    if (selection.object)
        for_each_slot(slots, &owned_slots.unused, release, &selection);
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
