/* SPDX-License-Identifier: GPL-2.0-only */
/* The interface Component: what the kernel offers each server about itself.
 *
 * The four functions that deal with references are called for almost everything that a
 * server does, so their entry points are the functions here themselves, without frame or
 * count (direct_function in entry.h): the caller is the server of the newest frame, and
 * the kernel, to which their object belongs, cannot go.
 *
 * All functions act for who calls them: a reference to a server's Component may be lent,
 * and outlive the server, so it denotes no server. */
#include "component_object.h"

#include "frame_page.h"
#include "heap.h"
#include "interrupts.h"
#include "kernel.server.h"
#include "memory.h"
#include "panic.h"
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
        return answer((u32)slot, OK);
    }
    interrupts_restore(flags);
    object_discard(object);
    return answer(0, OK);
}

static u64 duplicate_directly(const struct slot *self, u32 reference)
{
    u32 flags = interrupts_disable();
    struct slot *slot = slot_find(reference, frame_top->server);

    (void)self;
    if (slot)
        slot = slot_copy(&owned_slots, slot, frame_top->server);
    interrupts_restore(flags);
    return answer((u32)slot, OK);
}

static u64 release_directly(const struct slot *self, u32 reference)
{
    u32 flags = interrupts_disable();
    struct slot *slot = slot_find_owned(reference, frame_top->server);
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
    const struct slot *slot = slot_find(reference, server);

    (void)self;
    if (slot && slot->object && implementation < server->signature.header->implemented_count
        && slot->object->implementation == &server->implementations[implementation])
        pointer = (u32)slot->object->self;
    interrupts_restore(flags);
    return answer(pointer, OK);
}

const struct direct_function component_object_direct[] = {
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

/* The server that called the running function of the kernel. */
static struct server *calling_server(void)
{
    return frame_caller(frame_top)->server;
}

/* Counts a mapping that is to be made; 0 if the server has too many. */
static int may_map(struct server *server)
{
    u32 flags = interrupts_disable();
    int may = server->mapping_count < SERVER_MAPPINGS_MAX;

    server->mapping_count += (u32)may;
    interrupts_restore(flags);
    return may;
}

/* A mapping that stands in no list yet; null if memory is short. */
static struct mapping *make_mapping(Memory memory)
{
    struct mapping *mapping = heap_allocate(sizeof *mapping);

    if (!mapping)
        return NULL;
    mapping->memory = (struct slot *)Memory_duplicate(memory);
    mapping->address = mapping->memory ? (u32)memory_map(memory_of(memory)) : 0;
    if (mapping->address)
        return mapping;
    Memory_release((Memory)mapping->memory);
    heap_free(mapping);
    return NULL;
}

status component_object_map(struct component_object *self, Memory memory, u32 *address)
{
    struct server *server = calling_server();
    struct mapping *mapping;
    u32 flags;

    (void)self;
    if (!memory_of(memory))
        return E_NOTSUP;                /* only the kernel's own memory can be mapped */
    if (!may_map(server))
        return E_NOMEM;
    mapping = make_mapping(memory);
    flags = interrupts_disable();
    if (mapping) {
        mapping->next = server->mappings;
        server->mappings = mapping;
        *address = mapping->address;
    } else {
        server->mapping_count--;
    }
    interrupts_restore(flags);
    return mapping ? OK : E_NOMEM;
}

static void undo(struct mapping *mapping)
{
    memory_unmap(memory_of((Memory)mapping->memory));
    Memory_release((Memory)mapping->memory);
    heap_free(mapping);
}

status component_object_unmap(struct component_object *self, u32 address)
{
    struct server *server = calling_server();
    u32 flags = interrupts_disable();
    struct mapping **link = &server->mappings, *mapping;

    (void)self;
    while (*link && (*link)->address != address)
        link = &(*link)->next;
    mapping = *link;
    if (mapping) {
        *link = mapping->next;
        server->mapping_count--;
    }
    interrupts_restore(flags);
    if (!mapping)
        return E_INVAL;
    undo(mapping);
    return OK;
}

void server_unmap_all(struct server *server)
{
    struct mapping *mapping;

    /* The references are the kernel's: it must be the kernel who releases them. */
    frame_push(&kernel_server);
    while ((mapping = server->mappings)) {
        server->mappings = mapping->next;
        undo(mapping);
    }
    frame_pop();
}

status component_object_enablePorts(struct component_object *self, IoPorts ports)
{
    (void)self;
    /* In the kernel's domain every port works already. */
    return io_ports_of(ports) ? OK : E_NOTSUP;
}

void component_object_abort(struct component_object *self, const void *message, u32 length)
{
    (void)self;
    /* A server in the kernel's domain that is broken may have broken the kernel. */
    panic("server `%s` gives up: %.*s", calling_server()->name, (int)length, (const char *)message);
}

void component_object_destroy(struct component_object *self)
{
    (void)self;                         /* nothing */
}
