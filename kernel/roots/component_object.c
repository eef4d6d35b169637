/* SPDX-License-Identifier: GPL-2.0-only */
/* The interface Component: what the kernel offers each server about itself. Those that
 * make references and give them up are in component_direct.c.
 *
 * All functions act for who calls them: a reference to a server's Component may be lent,
 * and outlive the server, so it denotes no server. */
#include <stddef.h>

#include "bytes.h"
#include "kernel.server.h"
#include "machine/interrupts.h"
#include "machine/panic.h"
#include "machine/space.h"
#include "model/error.h"
#include "model/frame_page.h"
#include "model/mapping.h"
#include "model/server.h"
#include "roots/io_ports.h"

/* The server that called the running function of the kernel. */
static struct server *calling_server(void)
{
    return frame_caller(frame_top)->server;
}

status component_object_map(struct component_object *self, Any memory, u32 *address)
{
    (void)self;
    return mapping_make(calling_server(), (const struct slot *)memory, address);
}

status component_object_unmap(struct component_object *self, u32 address)
{
    (void)self;
    return mapping_undo(calling_server(), address);
}

status component_object_enablePorts(struct component_object *self, IoPorts ports)
{
    const struct domain *domain = calling_server()->domain;
    const struct io_ports *range = io_ports_of(ports);

    (void)self;
    if (!range)
        return E_NOTSUP;
    /* In the kernel's domain every port works already. */
    return domain->space ? space_allow_ports(domain->space, range->first, range->count) : OK;
}

void component_object_abort(struct component_object *self, const void *message, u32 length)
{
    struct server *server = calling_server();

    (void)self;
    /* A server in the kernel's domain that is broken may have broken the kernel. */
    if (server->domain == &kernel_domain)
        panic("server `%s` gives up: %.*s", server->name, (int)length, (const char *)message);
    domain_end(server->domain, server, "gives up: %.*s", (int)length, (const char *)message);
}

void component_object_destroy(struct component_object *self)
{
    (void)self;                         /* nothing */
}

/* The `object` line of the calling server's; null if there is none. */
static struct implementation *find_local(u32 implementation)
{
    struct server *server = calling_server();

    if (implementation >= server->signature.header->implemented_count
        || server->signature.implemented[implementation].root)
        return NULL;
    return &server->implementations[implementation];
}

status component_object_keepObjects(struct component_object *self, u32 implementation)
{
    struct implementation *local = find_local(implementation);

    (void)self;
    if (!local)
        return E_INVAL;
    local->keeps = local->server->state != SERVER_GOING;
    return OK;
}

u32 component_object_countKept(struct component_object *self, u32 implementation)
{
    const struct implementation *local = find_local(implementation);

    (void)self;
    return local ? local->kept_count : 0;
}

/* The caller's required reference of that name, counted; as many as it has if there is none. */
static u32 find_required(const struct server *server, const char *name)
{
    const struct signature *s = &server->signature;
    u32 i;

    for (i = 0; i < s->header->required_count; i++)
        if (!strcmp(signature_name(s, s->required[i].name), name))
            break;
    return i;
}

status component_object_checkRequired(struct component_object *self, const void *name, u32 length,
                                      Any reference)
{
    const struct server *server = calling_server();
    char text[SIGNATURE_NAME_MAX + 1];
    status result;
    u32 index, flags;

    (void)self;
    memcpy(text, name, length);
    text[length] = 0;
    index = find_required(server, text);
    if (index == server->signature.header->required_count)
        return E_NOENT;
    error_clear();
    flags = interrupts_disable();
    result = server_check_required(server, index, (const struct slot *)reference);
    interrupts_restore(flags);
    return result;
}
