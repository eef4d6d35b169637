/* SPDX-License-Identifier: GPL-2.0-only */
/* The interface Server: one server, in the hands of whoever loaded it. */
#include <stddef.h>

#include "bytes.h"
#include "kernel.server.h"
#include "machine/interrupts.h"
#include "machine/pages.h"
#include "model/error.h"
#include "model/frame_page.h"
#include "model/server.h"

/* What a reference to the interface Server denotes: the server itself. */
static struct server *server_behind(struct server_object *self)
{
    return (struct server *)self;
}

u32 server_object_getRequiredCount(struct server_object *self)
{
    return server_behind(self)->signature.header->required_count;
}

/* Names have at most SIGNATURE_NAME_MAX bytes: they fit, with their zero. */
static void copy_name(void *to, const char *name)
{
    memcpy(to, name, strlen(name) + 1);
}

status server_object_getRequired(struct server_object *self, u32 index, void *name, void *interfaceName,
                                 u32 *isOptional)
{
    const struct server *server = server_behind(self);
    const struct signature *s = &server->signature;
    const struct signature_required *required = &s->required[index];

    if (index >= s->header->required_count)
        return E_RANGE;
    copy_name(name, signature_name(s, required->name));
    copy_name(interfaceName, server_required_type(server, index));
    *isOptional = required->optional;
    return OK;
}

status server_object_bind(struct server_object *self, u32 index, Any reference)
{
    error_clear();
    return server_supply(server_behind(self), index, (const struct slot *)reference);
}

status server_object_start(struct server_object *self)
{
    error_clear();
    return server_run(server_behind(self));
}

/* The root of that name, as a slot of the kernel's. As one step: the server may end. */
static status open_root(const struct server *server, const char *name, const struct server *client,
                        struct slot **slot)
{
    struct object *object;
    status result;

    if (server->state == SERVER_GOING)
        return E_GONE;
    if (server->state != SERVER_STARTED)
        return E_BUSY;
    object = server_root(server, name);
    if (!object)
        return E_NOENT;
    result = server_check_known(client, object);
    if (result < 0)
        return result;
    *slot = reference_create(object, &kernel_server);
    return *slot ? OK : E_NOMEM;
}

status server_object_getRoot(struct server_object *self, const void *interfaceName, u32 length, Any *root)
{
    char name[SIGNATURE_NAME_MAX + 1];
    struct slot *slot = NULL;
    status result;
    u32 flags;

    memcpy(name, interfaceName, length);
    name[length] = 0;
    flags = interrupts_disable();
    result = open_root(server_behind(self), name, frame_caller(frame_top)->server, &slot);
    interrupts_restore(flags);
    *root = (Any)slot;
    return result;
}

status server_object_getExtent(struct server_object *self, u32 *address, u32 *size)
{
    const struct image *image = &server_behind(self)->image;
    u32 flags = interrupts_disable();
    status result = image->base ? OK : E_GONE;

    *address = image->address;
    *size = image->pages * PAGE_SIZE;
    interrupts_restore(flags);
    return result;
}

status server_object_kill(struct server_object *self)
{
    struct server *server = server_behind(self);

    if (server->domain == &kernel_domain)
        return E_NOTSUP;
    domain_end(server->domain, server, "killed");
    return OK;
}

status server_object_setEndHandler(struct server_object *self, Runnable handler)
{
    struct server *server = server_behind(self);
    Runnable own = handler ? Runnable_duplicate(handler) : NULL, old;
    u32 flags, ended;

    if (handler && !own)
        return E_NOMEM;
    flags = interrupts_disable();
    ended = server->domain->reaped;
    old = (Runnable)server->end_handler;
    server->end_handler = ended ? NULL : (struct slot *)own;
    interrupts_restore(flags);
    Runnable_release(old);
    if (own && ended) {
        Runnable_run(own);
        Runnable_release(own);
    }
    return OK;
}

i32 server_object_getEnd(struct server_object *self, void *text, u32 size)
{
    const char *reason = server_behind(self)->domain->reason;
    u32 length = strlen(reason);

    if (length > size)
        length = size;
    memcpy(text, reason, length);
    return (i32)length;
}

void server_object_destroy(struct server_object *self)
{
    server_unload(server_behind(self));
}
