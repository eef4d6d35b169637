/* SPDX-License-Identifier: GPL-2.0-only */
/* The interfaces Servers and Server: loading server files, for the holder of the root. */
#include "error.h"
#include "heap.h"
#include "interrupts.h"
#include "kernel.server.h"
#include "memory.h"
#include "pages.h"
#include "server.h"
#include "string.h"

/* What a reference to the interface Server denotes: the server itself. */
static struct server *server_behind(struct server_object *self)
{
    return (struct server *)self;
}

/* Loads from a copy: whoever else has mapped the file can change it at any time. */
static status load_copy(struct memory *memory, const char *name, struct domain *domain, u32 traced,
                        struct server **server)
{
    const void *file = memory_map(memory);
    u32 pages = (memory->size + PAGE_MASK) / PAGE_SIZE;
    u8 *copy = pages_allocate(pages);
    status result = E_NOMEM;

    if (file && copy) {
        memcpy(copy, file, memory->size);
        result = server_load(copy, memory->size, name, domain, traced, server);
    } else {
        error_set(E_NOMEM, "server `%s`: no memory for a copy of the file", name);
    }
    if (copy)
        pages_free(copy, pages);
    if (file)
        memory_unmap(memory);
    return result;
}

status servers_createDomain(struct servers *self, const void *name, u32 length, u32 budget, Domain *domain)
{
    char text[SIGNATURE_NAME_MAX + 1];
    struct domain *created;

    (void)self;
    memcpy(text, name, length);
    text[length] = 0;
    created = domain_create(text, budget);
    if (!created)
        return E_NOMEM;
    *domain = domain_object_create((struct domain_object *)created);
    if (*domain)
        return OK;
    domain_drop(created);
    return E_NOMEM;
}

status domain_object_getUsage(struct domain_object *self, u32 *servers, u32 *pages)
{
    const struct domain *domain = (const struct domain *)self;

    if (domain->dead)
        return E_GONE;
    *servers = domain->server_count;
    *pages = domain_pages(domain);
    return OK;
}

void domain_object_destroy(struct domain_object *self)
{
    domain_drop((struct domain *)self);
}

/* The domain to load into; null if the reference is to no domain of the kernel's. */
static struct domain *placement(Domain reference)
{
    return reference ? (struct domain *)domain_object_of(reference) : &kernel_domain;
}

status servers_load(struct servers *self, Memory file, const void *name, u32 length, Domain domain, u32 traced,
                    Server *server)
{
    struct memory *memory = memory_of(file);
    struct domain *place = placement(domain);
    struct server *loaded;
    char text[SIGNATURE_NAME_MAX + 1];
    status result;

    (void)self;
    error_clear();
    memcpy(text, name, length);
    text[length] = 0;
    if (!memory)
        return error_set(E_NOTSUP, "server `%s`: its file is not the kernel's memory", text);
    if (memory->size > SERVER_FILE_MAX)
        return error_set(E_NOEXEC, "server file: %u bytes long, more than %u", memory->size, SERVER_FILE_MAX);
    if (!place)
        return error_set(E_NOTSUP, "server `%s`: its domain is none of the kernel's", text);
    result = load_copy(memory, text, place, !!traced, &loaded);
    if (result < 0)
        return result;
    *server = server_object_create((struct server_object *)loaded);
    if (*server)
        return OK;
    server_unload(loaded);
    return error_set(E_NOMEM, "server `%s`: no memory for a reference", text);
}

i32 servers_getError(struct servers *self, void *text, u32 size)
{
    u32 length = strlen(error_text());

    (void)self;
    if (length > size)
        length = size;
    memcpy(text, error_text(), length);
    return (i32)length;
}

void servers_getUsage(struct servers *self, u32 *references, u32 *objects)
{
    (void)self;
    *references = reference_total();
    *objects = object_total();
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

status server_object_getRoot(struct server_object *self, const void *interfaceName, u32 length, Any *root)
{
    const struct server *server = server_behind(self);
    char name[SIGNATURE_NAME_MAX + 1];
    struct object *object;
    struct slot *slot;
    u32 flags;

    memcpy(name, interfaceName, length);
    name[length] = 0;
    if (server->state != SERVER_STARTED)
        return E_BUSY;
    object = server_root(server, name);
    if (!object)
        return E_NOENT;
    flags = interrupts_disable();
    slot = reference_create(object, &kernel_server);
    interrupts_restore(flags);
    *root = (Any)slot;
    return slot ? OK : E_NOMEM;
}

status server_object_kill(struct server_object *self)
{
    struct server *server = server_behind(self);

    if (!server->domain->space)
        return E_NOTSUP;
    domain_end(server->domain, server, "killed");
    return OK;
}

status server_object_setEndHandler(struct server_object *self, Runnable handler)
{
    (void)self;
    (void)handler;
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
