/* SPDX-License-Identifier: GPL-2.0-only */
/* A server's way into the system: what it requires is supplied, its constructor runs, its roots
 * can be asked for. server_load.c makes it, server_unload.c ends it. */
#include <stddef.h>

#include "bytes.h"
#include "calls/upcall.h"
#include "machine/interrupts.h"
#include "model/error.h"
#include "model/frame_page.h"
#include "model/monitor.h"
#include "model/slots.h"

void server_set_variable(struct server *server, u32 offset, const struct slot *slot)
{
    *(u32 *)(server->image.base + offset) = server_handle(server, slot);
}

static status check_type(const struct server *server, const struct interface_type *type,
                         const struct implementation *implementation)
{
    if (!type || type == implementation->type)
        return OK;
    interface_explain(type, server->name, implementation->type, implementation->server->name);
    return E_TYPE;
}

status server_check_required(const struct server *server, u32 index, const struct slot *slot)
{
    u16 interface = server->signature.required[index].interface;

    if (!slot->object)
        return error_set(E_GONE, "server `%s`, reference %s: its server is gone", server->name,
                         signature_name(&server->signature, server->signature.required[index].name));
    return check_type(server, interface == SIGNATURE_ANY ? NULL : server->types[interface],
                      slot->object->implementation);
}

/* Whether what `slot` denotes can be required reference `index`. */
static status check_supply(const struct server *server, u32 index, const struct slot *slot)
{
    const struct signature *s = &server->signature;

    if (index >= s->header->required_count)
        return error_set(E_RANGE, "server `%s` requires %u references", server->name,
                         s->header->required_count);
    if (server->state == SERVER_GOING)
        return error_set(E_GONE, "server `%s` has ended", server->name);
    if (server->state != SERVER_LOADED)
        return error_set(E_BUSY, "server `%s` is started: nothing can be bound any more", server->name);
    return server_check_required(server, index, slot);
}

status server_supply(struct server *server, u32 index, const struct slot *slot)
{
    u32 flags = interrupts_disable();
    status result = check_supply(server, index, slot);
    struct slot *own = NULL, *old = NULL;

    if (result >= 0) {
        own = reference_copy(slot, server);
        if (!own)
            result = error_set(E_NOMEM, "server `%s`: no memory for a reference", server->name);
    }
    if (own) {
        old = server->required[index];
        server->required[index] = own;
        server_set_variable(server, server->signature.required[index].variable, own);
    }
    interrupts_restore(flags);
    if (old)
        reference_drop(old);
    return result;
}

const char *server_required_type(const struct server *server, u32 index)
{
    u16 interface = server->signature.required[index].interface;

    return interface == SIGNATURE_ANY ? "any" : server->types[interface]->name;
}

static status check_supplied(const struct server *server)
{
    const struct signature *s = &server->signature;
    u32 i;

    for (i = 0; i < s->header->required_count; i++) {
        const struct signature_required *required = &s->required[i];

        if (!required->optional && !server->required[i])
            return error_set(E_INVAL, "server `%s`: the required reference `%s` (interface %s) is missing",
                             server->name, signature_name(s, required->name),
                             server_required_type(server, i));
    }
    return OK;
}

/* The roots, from what the constructor stored for each. */
static status make_roots(struct server *server, void *const *selves)
{
    const struct signature *s = &server->signature;
    u32 i;

    for (i = 0; i < s->header->implemented_count; i++) {
        if (!s->implemented[i].root)
            continue;
        if (*selves) {
            server->roots[i] = object_create(&server->implementations[i], *selves);
            if (!server->roots[i])
                return error_set(E_NOMEM, "server `%s`: no memory for its roots", server->name);
        }
        selves++;
    }
    return OK;
}

static status construct(struct server *server)
{
    const struct signature_header *header = server->signature.header;
    void *selves[SIGNATURE_IMPLEMENTED_MAX] = { NULL };
    struct thread *previous;
    status result = monitor_enter(server, &previous);

    if (result < 0)
        return error_set(result, "server `%s`: waiting for it would not end", server->name);
    result = server_upcall_construct(server, server_address(server, header->construct), selves,
                                     header->implemented_count);
    monitor_leave(server, previous);
    if (result < 0)
        return error_set(result, "server `%s`: its constructor failed with %d", server->name, result);
    server->constructed = 1;
    return make_roots(server, selves);
}

/* Only one thread gets past this. */
static status begin(struct server *server)
{
    u32 flags = interrupts_disable();
    status result = check_supplied(server);

    if (server->state == SERVER_GOING)
        result = error_set(E_GONE, "server `%s` has ended", server->name);
    else if (result >= 0 && server->state != SERVER_LOADED)
        result = error_set(E_BUSY, "server `%s` was started before", server->name);
    if (result >= 0 && frame_top >= frame_limit)
        result = error_set(E_NOSPC, "server `%s`: calls are nested too deep to start it", server->name);
    if (result >= 0)
        server->state = SERVER_STARTING;
    interrupts_restore(flags);
    return result;
}

/* Its domain may have ended meanwhile, though its constructor returned. */
static status settle(struct server *server, status result)
{
    u32 flags = interrupts_disable();

    if (server->state == SERVER_GOING)
        result = error_set(E_GONE, "%s", server->domain->reason);
    else
        server->state = result < 0 ? SERVER_FAILED : SERVER_STARTED;
    interrupts_restore(flags);
    return result;
}

status server_run(struct server *server)
{
    status result = begin(server);

    if (result < 0)
        return result;
    server_hold(server);
    result = settle(server, construct(server));
    server_drop(server);
    return result;
}

struct object *server_root(const struct server *server, const char *interface_name)
{
    u32 i;

    for (i = 0; i < server->signature.header->implemented_count; i++)
        if (server->roots[i] && !strcmp(server->implementations[i].type->name, interface_name))
            return server->roots[i];
    return NULL;
}

status server_check_known(const struct server *server, const struct object *object)
{
    u32 i;

    for (i = 0; i < server->signature.header->interface_count; i++)
        if (!strcmp(server->types[i]->name, object->implementation->type->name))
            return check_type(server, server->types[i], object->implementation);
    return OK;
}
