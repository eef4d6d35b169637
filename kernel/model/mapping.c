/* SPDX-License-Identifier: GPL-2.0-only */
/* Mappings: addresses in the server's domain, and the kernel's own reference that keeps the
 * memory. */
#include "model/mapping.h"

#include "kernel.server.h"
#include "machine/heap.h"
#include "machine/interrupts.h"
#include "model/frame_page.h"
#include "model/memory.h"
#include "model/pager.h"
#include "model/server.h"

struct mapping {
    struct mapping *next;
    u32 address;
    struct slot *memory;        /* the kernel's; null: a pager's, which the paged mapping has */
    struct paged *paged;        /* pager.h; null: memory */
};

/* Counts a mapping that is to be made; 0 if the server has too many. */
static int may_map(struct server *server)
{
    u32 flags = interrupts_disable();
    int may = server->mapping_count < SERVER_MAPPINGS_MAX;

    server->mapping_count += (u32)may;
    interrupts_restore(flags);
    return may;
}

static void uncount(struct server *server)
{
    u32 flags = interrupts_disable();

    server->mapping_count--;
    interrupts_restore(flags);
}

/* Where the memory is mapped then. */
static status map_memory(struct space *space, struct memory *memory, u32 *address)
{
    if (space)
        return memory_map_space(memory, space, address);
    *address = (u32)memory_map(memory);
    return *address ? OK : E_NOMEM;
}

/* A pager's server may have ended since it was looked at: then its reference denotes nothing. */
static status map(struct server *server, struct mapping *mapping)
{
    struct memory *memory = memory_of((Memory)mapping->memory);
    struct space *space = server->domain->space;
    status result;

    if (memory)
        return map_memory(space, memory, &mapping->address);
    if (!pager_is(mapping->memory))
        return E_GONE;
    result = pager_map(server, space, mapping->memory, &mapping->paged, &mapping->address);
    if (result >= 0)
        mapping->memory = NULL;
    return result;
}

static void unmap(const struct server *server, struct memory *memory, u32 address)
{
    struct space *space = server->domain->space;

    if (space)
        memory_unmap_space(memory, space, address);
    else
        memory_unmap(memory);
}

/* A mapping that stands in no list yet. */
static status make(struct server *server, Any memory, struct mapping **made)
{
    struct mapping *mapping = heap_allocate(sizeof *mapping);
    status result = E_NOMEM;

    if (!mapping)
        return E_NOMEM;
    mapping->memory = (struct slot *)Any_duplicate(memory);
    if (mapping->memory)
        result = map(server, mapping);
    if (result >= 0) {
        *made = mapping;
        return OK;
    }
    Memory_release((Memory)mapping->memory);
    heap_free(mapping);
    return result;
}

status mapping_make(struct server *server, const struct slot *slot, u32 *address)
{
    struct mapping *mapping;
    status result;
    u32 flags;

    if (!memory_of((Memory)slot) && !pager_is(slot))
        return E_NOTSUP;                /* nothing else of another server's can be mapped */
    if (!may_map(server))
        return E_NOMEM;
    result = make(server, (Any)slot, &mapping);
    if (result < 0) {
        uncount(server);
        return result;
    }
    flags = interrupts_disable();
    mapping->next = server->mappings;
    server->mappings = mapping;
    *address = mapping->address;
    interrupts_restore(flags);
    return OK;
}

static void undo(const struct server *server, struct mapping *mapping)
{
    if (mapping->paged) {
        pager_unmap(mapping->paged);
    } else {
        unmap(server, memory_of((Memory)mapping->memory), mapping->address);
        Memory_release((Memory)mapping->memory);
    }
    heap_free(mapping);
}

status mapping_undo(struct server *server, u32 address)
{
    u32 flags = interrupts_disable();
    struct mapping **link = &server->mappings, *mapping;

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
    undo(server, mapping);
    return OK;
}

void server_unmap_all(struct server *server)
{
    struct mapping *mapping;

    /* The references are the kernel's: it must be the kernel who releases them. */
    frame_push(&kernel_server);
    while ((mapping = server->mappings)) {
        server->mappings = mapping->next;
        undo(server, mapping);
    }
    pager_free_all(server);
    frame_pop();
}
