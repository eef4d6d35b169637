/* SPDX-License-Identifier: GPL-2.0-only */
/* The end of a server, when it is unloaded. (When its domain ends: reaper.c.)
 *
 * A server that goes is cut off first, so that what others hold of it answers E_GONE; then
 * it is told, and can still call; then what it holds is released. Threads may be inside
 * all the while; each keeps the object alive that it was called through, each object
 * keeps the server. So code and data are freed when the last call has returned, and
 * nobody has to wait. */
#include <stddef.h>

#include "bytes.h"
#include "calls/upcall.h"
#include "machine/heap.h"
#include "machine/interrupts.h"
#include "model/monitor.h"
#include "model/reaper.h"

/* From now on no new reference to an object of it can be called. Interrupts are off. */
static void close_entries(struct server *server)
{
    u32 i;

    for (i = 0; server->implementations && i < server->signature.header->implemented_count; i++) {
        server->implementations[i].keeps = 0;
        if (server->implementations[i].block)
            server->implementations[i].entries = server->implementations[i].type->gone;
    }
}

void server_set_going(struct server *server)
{
    u32 flags = interrupts_disable();

    server->state = SERVER_GOING;
    if (server->room >= 0)
        server->room -= SERVER_GOES;
    close_entries(server);
    interrupts_restore(flags);
}

void server_tell(struct server *server)
{
    if (server->constructed && server->state != SERVER_GOING)
        server_upcall(server, server_address(server, server->signature.header->destruct), NULL);
    server_set_going(server);           /* who waits for the monitor must not enter any more */
}

static void drop_roots(struct server *server)
{
    struct object *root;
    u32 i, flags;

    for (i = 0; server->roots && i < server->signature.header->implemented_count; i++) {
        flags = interrupts_disable();
        root = server->roots[i];
        server->roots[i] = NULL;        /* it may be freed at once */
        interrupts_restore(flags);
        if (root)
            object_drop(root);
    }
}

void server_cut(struct server *server)
{
    u32 i;

    drop_roots(server);
    references_cut(server);
    for (i = 0; server->implementations && i < server->signature.header->implemented_count; i++)
        objects_forget_kept(&server->implementations[i]);
}

/* The implementation of the kernel's Memory objects. */
static const struct implementation *memory_implementation(void)
{
    u32 i;

    for (i = 0; i < kernel_server.signature.header->implemented_count; i++)
        if (!strcmp(kernel_server.implementations[i].type->name, "Memory"))
            return &kernel_server.implementations[i];
    return NULL;
}

void server_release(struct server *server)
{
    const struct implementation *memory = memory_implementation();
    u32 i;

    for (i = 0; server->required && i < server->signature.header->required_count; i++)
        if (server->required[i])
            references_release_same(server, server->required[i], memory);
    references_release(server, memory);
}

void server_finish(struct server *server)
{
    /* Its destructor, or a call that was in progress, may have made objects since. */
    server_cut(server);
    server_release(server);
    server_disown(server);
}

/* Waiting for the monitor could not end: whoever leaves it does the rest. */
static void unload_later(struct server *server)
{
    u32 flags = interrupts_disable();

    server->unload_wanted = 1;
    server->attention++;
    interrupts_restore(flags);
    /* The holder may have left in between, without seeing it. */
    monitor_attend(server);
}

/* Begins to unload it, unless its domain has ended: then it is the reaper's. */
static int begin(struct server *server)
{
    u32 flags = interrupts_disable();
    int lives = !server->domain->dead;

    if (lives)
        close_entries(server);
    interrupts_restore(flags);
    return lives;
}

void server_unload(struct server *server)
{
    struct thread *previous;

    if (!begin(server)) {
        server_disown(server);
        return;
    }
    server_cut(server);
    if (monitor_enter(server, &previous) < 0) {
        unload_later(server);
        return;
    }
    server_tell(server);
    monitor_leave(server, previous);
    server_finish(server);
}

void server_strip(struct server *server)
{
    references_release(server, NULL);
    server_unmap_all(server);
    entries_free(server);
    image_free(&server->image, server->domain->space);
}

/* Nobody is inside any more, and nobody can enter. */
static void end(struct server *server)
{
    struct server **link;
    u32 flags;

    server_strip(server);
    flags = interrupts_disable();
    for (link = &all_servers; *link && *link != server; link = &(*link)->next)
        ;
    if (*link)
        *link = server->next;
    interrupts_restore(flags);
    domain_expel(server);
    if (server->end_handler)
        reference_drop(server->end_handler);
    heap_free(server->types);
    heap_free(server->implementations);
    heap_free(server->roots);
    heap_free(server->required);
    heap_free(server->signature_bytes);
    heap_free(server);
}

void server_hold(struct server *server)
{
    u32 flags = interrupts_disable();

    server->holds++;
    interrupts_restore(flags);
}

void server_drop(struct server *server)
{
    u32 flags = interrupts_disable(), left = --server->holds;

    if (!left)
        domain_unlink(server);
    else if (server->domain->dead)
        reaper_wake(server->domain);
    interrupts_restore(flags);
    if (!left)
        end(server);
}

void server_disown(struct server *server)
{
    u32 flags = interrupts_disable(), kept = server->kept;

    server->kept = 0;
    interrupts_restore(flags);
    if (kept)
        server_drop(server);
}
