/* SPDX-License-Identifier: GPL-2.0-only */
/* The life of objects, and above all its end (rule M8).
 *
 * Destroying an object calls its server, which may release references and so destroy
 * more. That is followed DESTROY_DEPTH deep; what comes after waits in a list of the
 * thread until one of the outer destructions is through. So the stack is bounded, and
 * still a server sees what it releases destroyed at once.
 *
 * A server in a user domain cannot always be told: the kernel's stack may be nearly full, or the
 * domain may have as many stacks as it can. Then the object waits with the server, and the
 * domain's reaper tries again on its own thread. */
#include "model/object.h"

#include "calls/upcall.h"
#include "machine/callbacks.h"
#include "machine/interrupts.h"
#include "machine/pages.h"
#include "model/frame_page.h"
#include "model/kept.h"
#include "model/monitor.h"
#include "model/reaper.h"
#include "model/server.h"

#define DESTROY_DEPTH 4

static struct object *free_objects;
u32 objects_alive;

/* Adds a page of free objects. Interrupts are off. */
static void grow_pool(void)
{
    struct object *page = caller_pages(1);
    u32 i;

    for (i = 0; page && i < PAGE_SIZE / sizeof *page; i++) {
        page[i].next = free_objects;
        free_objects = &page[i];
    }
}

struct object *object_create(struct implementation *implementation, void *self)
{
    u32 flags = interrupts_disable();
    struct object *object;

    if (!free_objects)
        grow_pool();
    object = free_objects;
    if (object) {
        free_objects = object->next;
        *object = (struct object){ .count = 1, .self = self, .implementation = implementation };
        implementation->server->holds++;
        objects_alive++;
    }
    interrupts_restore(flags);
    return object;
}

struct slot *object_construct(struct implementation *implementation, void *self)
{
    struct server *server = implementation->server;
    u32 flags = interrupts_disable();
    struct slot *slot = NULL;
    struct object *object;

    if (!free_objects)
        grow_pool();
    object = free_objects;
    if (object)
        slot = slot_take(server);
    if (slot) {
        free_objects = object->next;
        object->self = self;
        object->implementation = implementation;
        slot_refer_first(slot, object);
        server->holds++;
        objects_alive++;
    }
    interrupts_restore(flags);
    return slot;
}

void objects_forget_kept(struct implementation *implementation)
{
    struct object *object;
    u32 flags;

    do {
        flags = interrupts_disable();
        object = implementation->kept;
        if (object) {
            implementation->kept = object->next;
            implementation->kept_count--;
            implementation->server->room++;
            objects_alive++;
        }
        interrupts_restore(flags);
        if (object)
            object_discard(object);
    } while (object);
}

void object_discard(struct object *object)
{
    struct server *server = object->implementation->server;
    u32 flags = interrupts_disable(), kept = server->holds > 1 && !server->domain->dead;

    object->next = free_objects;
    free_objects = object;
    objects_alive--;
    server->holds -= kept;
    interrupts_restore(flags);
    if (!kept)
        server_drop(server);
}

static void defer(struct object *object)
{
    struct server *server = object->implementation->server;
    u32 flags = interrupts_disable();

    object->next = server->unreferenced;
    server->unreferenced = object;
    server->attention++;
    interrupts_restore(flags);
}

/* Tells the server, inside its monitor, and frees the object; returns whether it could. */
static int destroy_inside(struct object *object)
{
    const struct implementation *implementation = object->implementation;
    struct server *server = implementation->server;
    status result = OK;

    if (server->state != SERVER_GOING)
        result = server_upcall(server, implementation->destroy, object->self);
    if (result == E_NOSPC || result == E_NOMEM) {
        defer(object);
        reaper_wake(server->domain);
        return 0;
    }
    object_discard(object);
    return 1;
}

static void destroy(struct object *object)
{
    const struct implementation *implementation = object->implementation;
    struct server *server = implementation->server;
    struct thread *previous;
    u32 flags = interrupts_disable(), kept = (u32)object_keep(object);

    interrupts_restore(flags);
    if (kept)
        return;
    if (!implementation->destroy) {
        object_discard(object);
        return;
    }
    if (!server->directory && monitor_try(server, &previous)) {
        if (server->state != SERVER_GOING)      /* asked inside: before, it could still be unloaded */
            server_upcall(server, implementation->destroy, object->self);
        monitor_leave(server, previous);        /* the object keeps the server */
        object_discard(object);
        return;
    }
    if (server->state == SERVER_GOING) {
        object_discard(object);
        return;
    }
    server_hold(server);
    if (monitor_enter(server, &previous) >= 0) {
        destroy_inside(object);
        monitor_leave(server, previous);
    } else {
        defer(object);
        /* The holder may have left in between, without seeing it. */
        monitor_attend(server);
    }
    server_drop(server);
}

void objects_destroy_deferred(struct server *server)
{
    struct object *object;
    u32 flags;

    for (;;) {
        flags = interrupts_disable();
        object = server->unreferenced;
        if (object) {
            server->unreferenced = object->next;
            server->attention--;
        }
        interrupts_restore(flags);
        if (!object || !destroy_inside(object))
            return;
    }
}

void object_unreferenced(struct object *object)
{
    struct frame_page *page = frame_page_current();

    object->next = page->unreferenced;
    page->unreferenced = object;
    if (page->destroying == DESTROY_DEPTH)
        return;
    page->destroying++;
    while ((object = page->unreferenced)) {
        page->unreferenced = object->next;
        destroy(object);
    }
    page->destroying--;
}

void object_drop(struct object *object)
{
    u32 flags = interrupts_disable(), left = --object->count;

    interrupts_restore(flags);
    if (!left)
        object_unreferenced(object);
}

u32 object_total(void)
{
    return objects_alive;
}
