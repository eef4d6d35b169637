/* SPDX-License-Identifier: GPL-2.0-only */
/* How a server is made from its file: image, signature, tables, entry points, and the reference
 * to its Component. */
#include <stddef.h>

#include "bytes.h"
#include "machine/heap.h"
#include "machine/interrupts.h"
#include "machine/machine.h"
#include "model/error.h"
#include "model/slots.h"

/* The kernel is in its domain from the first tick on. */
struct server kernel_server = { .domain = &kernel_domain };
struct server *all_servers;

static void set_name(struct server *server, const char *name)
{
    u32 i;

    for (i = 0; i < SIGNATURE_NAME_MAX && name[i]; i++)
        server->name[i] = name[i];
    server->name[i] = 0;
}

/* Tables of what the signature declares; zeroed. */
static status allocate_tables(struct server *server)
{
    const struct signature_header *header = server->signature.header;

    server->types = heap_allocate(header->interface_count * sizeof *server->types + 1);
    server->implementations = heap_allocate(header->implemented_count * sizeof *server->implementations + 1);
    server->roots = heap_allocate(header->implemented_count * sizeof *server->roots + 1);
    server->required = heap_allocate(header->required_count * sizeof *server->required + 1);
    return server->types && server->implementations && server->roots && server->required ? OK : E_NOMEM;
}

static void set_implementations(struct server *server)
{
    const struct signature *s = &server->signature;
    u32 i;

    for (i = 0; i < s->header->implemented_count; i++) {
        const struct signature_implemented *from = &s->implemented[i];

        server->implementations[i] = (struct implementation){
            .server = server,
            .index = i,
            .type = server->types[from->interface],
            .destroy = from->destroy ? server_address(server, from->destroy) : 0
        };
    }
}

/* What follows once image and signature's bytes are in place. */
static status complete(struct server *server, u32 signature_size, const struct direct_function *direct)
{
    status result = signature_read(&server->signature, server->signature_bytes, signature_size,
                                   &server->image);

    if (result < 0)
        return result;
    server->serialised = !(server->signature.header->flags & SIGNATURE_THREAD_SAFE);
    result = allocate_tables(server);
    if (result >= 0)
        result = interface_intern(&server->signature, server->types);
    if (result >= 0) {
        set_implementations(server);
        result = entries_make(server, direct);
    }
    if (result < 0)
        error_set(result, "server `%s`: no memory for its tables and entry points", server->name);
    return result;
}

/* The kernel's implementation of Component, found once. */
static struct implementation *component_implementation(void)
{
    const struct signature *s = &kernel_server.signature;
    u32 i;

    for (i = 0; i < s->header->implemented_count; i++)
        if (!strcmp(kernel_server.implementations[i].type->name, "Component"))
            return &kernel_server.implementations[i];
    return NULL;
}

/* Gives the server its `component`, and shows it to the world. Its domain may have ended since
 * it was loaded; then it is not to be given anything. */
static status admit(struct server *server)
{
    struct implementation *implementation = component_implementation();
    struct object *object;
    u32 flags;

    object = implementation ? object_create(implementation, NULL) : NULL;
    flags = interrupts_disable();
    server->component_slot = object ? reference_create(object, server) : NULL;
    if (server->component_slot) {
        object->count--;                /* the slot's is left */
        server->next = all_servers;
        all_servers = server;
        server_set_variable(server, server->signature.header->component, server->component_slot);
    }
    interrupts_restore(flags);
    if (server->component_slot)
        return OK;
    if (object)
        object_discard(object);
    if (server->state == SERVER_GOING)
        return error_set(E_GONE, "server `%s`: its domain has ended", server->name);
    return error_set(E_NOMEM, "server `%s`: no memory for its component object", server->name);
}

status server_make_kernel(const void *signature, u32 size, const struct direct_function *direct)
{
    struct server *server = &kernel_server;
    status result;

    set_name(server, "kernel");
    server->holds = 1;
    server->kept = 1;
    server->room = SERVER_SLOTS_MAX;
    server->handles = (u32)slots;
    domain_admit(&kernel_domain, server);
    server->signature_bytes = (void *)signature;
    server->image.text_end = server->image.data_end = ~0u;
    result = complete(server, size, direct);
    return result < 0 ? result : admit(server);
}

/* An empty server in the domain, held twice: for its owner, and while it is loaded. */
static status make_server(const char *name, struct domain *domain, u32 traced, struct server **made)
{
    struct server *server = heap_allocate(sizeof *server);
    status result;

    if (!server)
        return error_set(E_NOMEM, "server `%s`: no memory", name);
    set_name(server, name);
    server->traced = traced;
    server->holds = 2;
    server->kept = 1;
    server->room = domain->space ? USER_SLOTS_MAX : SERVER_SLOTS_MAX;
    server->handles = domain->space ? USER_HANDLES : (u32)slots;
    result = domain_admit(domain, server);
    if (result < 0) {
        heap_free(server);
        return error_set(result, "server `%s`: its domain, %s, has ended", name, domain->name);
    }
    *made = server;
    return OK;
}

static status fill_server(struct server *server, const u8 *file, u32 size)
{
    struct file_range range;
    status result = elf_load(file, size, server->domain->space, &server->image, &range);

    if (result < 0)
        return result;
    server->signature_bytes = heap_allocate(range.size);
    if (!server->signature_bytes)
        return error_set(E_NOMEM, "server `%s`: no memory", server->name);
    memcpy(server->signature_bytes, file + range.offset, range.size);
    result = complete(server, range.size, NULL);
    return result < 0 ? result : admit(server);
}

status server_load(const u8 *file, u32 size, const char *name, struct domain *domain, u32 traced,
                   struct server **loaded)
{
    struct server *server = NULL;
    status result = make_server(name, domain, traced, &server);

    if (result < 0)
        return result;
    result = fill_server(server, file, size);
    if (result < 0)
        server_disown(server);
    else
        *loaded = server;
    server_drop(server);
    return result;
}
