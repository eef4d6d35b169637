/* SPDX-License-Identifier: GPL-2.0-only */
/* The interface Component: what the kernel offers each server about itself. The four
 * functions that deal with references are in component_direct.c.
 *
 * All functions act for who calls them: a reference to a server's Component may be lent,
 * and outlive the server, so it denotes no server. */
#include "frame_page.h"
#include "heap.h"
#include "interrupts.h"
#include "kernel.server.h"
#include "memory.h"
#include "panic.h"
#include "server.h"

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

status component_object_map(struct component_object *self, Any reference, u32 *address)
{
    struct server *server = calling_server();
    Memory memory = (Memory)reference;
    struct mapping *mapping;
    u32 flags;

    (void)self;
    if (!memory_of(memory))
        return E_NOTSUP;                /* nothing but the kernel's own memory can be mapped */
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
