/* SPDX-License-Identifier: GPL-2.0-only */
/* The root Servers: loading server files, and making domains, for the holder of the root. */
#include "bytes.h"
#include "kernel.server.h"
#include "machine/pages.h"
#include "model/error.h"
#include "model/memory.h"
#include "model/server.h"

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

/* The domain to load into; null if the reference is to no domain of the kernel's. */
static struct domain *placement(Domain reference)
{
    return reference ? (struct domain *)domain_object_of(reference) : &kernel_domain;
}

status servers_load(struct servers *self, Memory file, const void *name, u32 length, Domain domain,
                    u32 traced, Server *server)
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
