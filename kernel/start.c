/* SPDX-License-Identifier: GPL-2.0-only */
/* Bringing the component model up: the kernel as a server, then the loader. */
#include <stddef.h>

#include "machine/callbacks.h"

#include "bytes.h"
#include "calls/component_direct.h"
#include "calls/crossing_buffer.h"
#include "calls/stub.h"
#include "machine/interrupts.h"
#include "machine/log.h"
#include "machine/machine.h"
#include "machine/multiboot.h"
#include "model/error.h"
#include "model/reaper.h"
#include "model/server.h"

extern const u8 signature_start[], signature_end[];     /* kernel.ld */

static status make_kernel(void)
{
    status result = stubs_initialise();

    if (result < 0)
        return error_set(result, "no memory for the code of references");
    references_initialise();
    if (crossing_buffers_initialise() < 0)
        return error_set(E_NOMEM, "no memory for the buffers of calls");
    result = server_make_kernel(signature_start, (u32)(signature_end - signature_start),
                                component_direct);
    if (result >= 0)
        result = server_run(&kernel_server);
    if (result < 0)
        return result;
    result = reaper_create(&kernel_domain);
    return result < 0 ? error_set(result, "no memory for the reaper's thread") : OK;
}

/* Supplies what the loader requires of interface Catalog: the kernel's own. */
static status supply_loader(struct server *loader)
{
    const struct signature *s = &loader->signature;
    struct object *catalog = server_root(&kernel_server, "Catalog");
    struct slot *slot = NULL;
    status result = OK;
    u32 flags, i;

    flags = interrupts_disable();
    if (catalog)
        slot = reference_create(catalog, &kernel_server);
    interrupts_restore(flags);
    if (!slot)
        return error_set(E_NOMEM, "no reference to the kernel's catalog");
    for (i = 0; i < s->header->required_count && result >= 0; i++)
        if (!strcmp(server_required_type(loader, i), "Catalog"))
            result = server_supply(loader, i, slot);
    reference_drop(slot);
    return result;
}

static status start_loader(void)
{
    struct server *loader;
    const void *file;
    status result;
    u32 size;

    if (module_find("loader", &file, &size) < 0)
        return error_set(E_NOENT, "there is no boot module `loader`");
    result = server_load(file, size, "loader", &kernel_domain, 0, &loader);
    if (result >= 0)
        result = supply_loader(loader);
    return result < 0 ? result : server_run(loader);
}

status component_start(void)
{
    status result = make_kernel();

    if (result >= 0)
        result = start_loader();
    if (result < 0)
        log_printf("kernel: %s\n", error_text());
    return result;
}

const char *server_name_at(u32 address, u32 *offset)
{
    const struct server *server;

    for (server = all_servers; server; server = server->next) {
        u32 place = address - (u32)server->image.base;

        if (server->image.base && place < server->image.pages * PAGE_SIZE) {
            *offset = place;
            return server->name;
        }
    }
    return NULL;
}
