/* SPDX-License-Identifier: GPL-2.0-only */
/* The four functions of the interface Component that deal with references.
 *
 * They are called for almost everything that a server does, so their entry points are the
 * functions here themselves, without frame or count (direct_function in entry_block.h): the
 * caller is the server of the newest frame, and the kernel, to which their object belongs,
 * cannot go. Handles are the caller's own, as it sees them: server_slot() in slots.h. */
#include "component_direct.h"

#include "frame_page.h"
#include "interrupts.h"
#include "kernel.server.h"
#include "slots.h"

static u64 answer(u32 value, status call)
{
    return value | (u64)(u32)call << 32;
}

static u64 construct_directly(const struct slot *self, u32 implementation, u32 pointer)
{
    struct server *server = frame_top->server;
    struct object *object;
    struct slot *slot;
    u32 flags;

    (void)self;
    if (implementation >= server->signature.header->implemented_count
        || server->signature.implemented[implementation].root)
        return answer(0, OK);
    object = object_create(&server->implementations[implementation], (void *)pointer);
    if (!object)
        return answer(0, OK);
    flags = interrupts_disable();
    slot = reference_create(object, server);
    if (slot) {
        object->count--;                /* the slot's is left */
        interrupts_restore(flags);
        return answer(server_handle(server, slot), OK);
    }
    interrupts_restore(flags);
    object_discard(object);
    return answer(0, OK);
}

static u64 duplicate_directly(const struct slot *self, u32 reference)
{
    struct server *server = frame_top->server;
    u32 flags = interrupts_disable();
    struct slot *slot = slot_find(server_slot(server, reference), server);

    (void)self;
    if (slot)
        slot = slot_copy(&owned_slots, slot, server);
    interrupts_restore(flags);
    return answer(slot ? server_handle(server, slot) : 0, OK);
}

static u64 release_directly(const struct slot *self, u32 reference)
{
    struct server *server = frame_top->server;
    u32 flags = interrupts_disable();
    struct slot *slot = slot_find_owned(server_slot(server, reference), server);
    struct object *object = NULL;
    status result = slot ? OK : E_REFERENCE;

    (void)self;
    if (slot)
        object = slot_free(&owned_slots, slot);
    interrupts_restore(flags);
    if (object)
        object_unreferenced(object);
    return answer((u32)result, result);
}

static u64 self_of_directly(const struct slot *self, u32 implementation, u32 reference)
{
    struct server *server = frame_top->server;
    u32 flags = interrupts_disable(), pointer = 0;
    const struct slot *slot = slot_find(server_slot(server, reference), server);

    (void)self;
    if (slot && slot->object && implementation < server->signature.header->implemented_count
        && slot->object->implementation == &server->implementations[implementation])
        pointer = (u32)slot->object->self;
    interrupts_restore(flags);
    return answer(pointer, OK);
}

const struct direct_function component_direct[] = {
    { (u32)component_object_construct, (u32)construct_directly },
    { (u32)component_object_duplicate, (u32)duplicate_directly },
    { (u32)component_object_release, (u32)release_directly },
    { (u32)component_object_selfOf, (u32)self_of_directly },
    { 0, 0 }
};

/* The signature names these; entry points lead to those above. */
u32 component_object_construct(struct component_object *self, u32 implementation, u32 pointer)
{
    (void)self;
    return (u32)construct_directly(NULL, implementation, pointer);
}

u32 component_object_duplicate(struct component_object *self, u32 reference)
{
    (void)self;
    return (u32)duplicate_directly(NULL, reference);
}

status component_object_release(struct component_object *self, u32 reference)
{
    (void)self;
    return (status)release_directly(NULL, reference);
}

u32 component_object_selfOf(struct component_object *self, u32 implementation, u32 reference)
{
    (void)self;
    return (u32)self_of_directly(NULL, implementation, reference);
}
