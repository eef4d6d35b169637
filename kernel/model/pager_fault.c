/* SPDX-License-Identifier: GPL-2.0-only */
/* Page faults in paged mappings: the pager is asked, on the thread that faulted and in a frame of
 * the kernel's, so that a circle of faults ends with the frames. Between looking for the mapping
 * and mapping what came back everything may have changed, and is looked at again. */
#include <stddef.h>

#include "format.h"
#include "kernel.server.h"
#include "machine/callbacks.h"
#include "machine/interrupts.h"
#include "machine/pages.h"
#include "machine/space.h"
#include "machine/window.h"
#include "model/frame_page.h"
#include "model/pager_ask.h"
#include "model/pager_mapping.h"
#include "model/server.h"
#include "model/server_failure.h"

static u32 page_index(const struct paged *paged, u32 address)
{
    return (address - paged->address) / PAGE_SIZE;
}

/* The mapping, if there is one; the caller gives it back with leave(). */
static struct paged *enter(struct space *space, u32 address)
{
    u32 flags = interrupts_disable();
    struct paged *paged = paged_find(space, address);

    if (paged) {
        paged->users++;
        server_hold(paged->server);
    }
    interrupts_restore(flags);
    return paged;
}

static void leave(struct paged *paged)
{
    struct server *server = paged->server;

    paged_release(paged);
    server_drop(server);
}

/* Maps the answer, unless it is of no use any more. */
static status use(struct paged *paged, u32 index, u32 write, const struct page_answer *answer, char *reason)
{
    struct object *superfluous = answer->memory;
    u32 flags = interrupts_disable();
    status result = OK;

    if (paged->ended)
        result = E_GONE;
    else if (!paged_has(paged, index, write))   /* else another thread was faster */
        result = paged_put(paged, index, answer, &superfluous);
    interrupts_restore(flags);
    if (superfluous)
        object_drop(superfluous);
    if (result < 0)
        format_text(reason, PAGER_REASON_MAX, result == E_GONE ? "it was unmapped meanwhile" : "no memory to map it");
    return result;
}

/* Gets page `index` mapped for the access. */
static status supply(struct paged *paged, u32 index, u32 write, char *reason)
{
    struct page_answer answer;
    status result;

    if (frame_top > frame_limit) {
        format_text(reason, PAGER_REASON_MAX, "calls are nested too deep");
        return E_NOSPC;
    }
    result = pager_ask(paged->pager, index * PAGE_SIZE, write, &answer, reason);
    return result < 0 ? result : use(paged, index, write, &answer, reason);
}

static status resolve(struct paged *paged, u32 address, u32 write, char *reason)
{
    char why[PAGER_REASON_MAX];
    u32 index = page_index(paged, address);
    status result = paged_has(paged, index, write) ? OK : supply(paged, index, write, why);

    if (result < 0)
        format_text(reason, PAGER_REASON_MAX, "%s of 0x%08x: %s", write ? "write" : "read", address, why);
    return result;
}

/* The pager's code ran in its own space: back to that of the code that faulted. */
static void reload_space(void)
{
    u32 flags = interrupts_disable();

    if (frame_top->server->directory)
        space_load(frame_top->server->directory);
    interrupts_restore(flags);
}

status pager_user_fault(struct space *space, u32 address, u32 write, char reason[PAGER_REASON_MAX])
{
    struct paged *paged = space->cleared ? NULL : enter(space, address);
    status result;

    if (!paged)
        return E_NOENT;
    frame_push(&kernel_server);
    result = resolve(paged, address, write, reason);
    leave(paged);
    frame_pop();
    reload_space();
    return result;
}

/* Lets the access go nowhere. The page's memory, if it has some, stays with it until the mapping
 * is undone. */
static void fail(struct paged *paged, u32 address, const char *reason)
{
    u32 flags = interrupts_disable();

    window_set(address & ~PAGE_MASK, physical_address(paged->scratch), WINDOW_WRITABLE);
    paged->pages[page_index(paged, address)] |= PAGE_WRITABLE;
    paged->failed = 1;
    interrupts_restore(flags);
    server_fail(paged->server, &paged->grave, reason);
}

/* With interrupts off nobody can be asked. */
static status fail_at_once(u32 address, u32 write)
{
    struct paged *paged = paged_find(NULL, address);
    char reason[PAGER_REASON_MAX];

    if (!paged)
        return E_FAULT;
    format_text(reason, sizeof reason, "%s of 0x%08x, whose pager cannot be asked with interrupts off",
                write ? "write" : "read", address);
    fail(paged, address, reason);
    return OK;
}

status pager_kernel_fault(u32 address, u32 write)
{
    char reason[PAGER_REASON_MAX];
    struct paged *paged;

    if (!interrupts_enabled())
        return fail_at_once(address, write);
    paged = enter(NULL, address);
    if (!paged)
        return E_FAULT;
    frame_push(&kernel_server);
    if (resolve(paged, address, write, reason) < 0)
        fail(paged, address, reason);
    leave(paged);
    frame_pop();
    reload_space();
    return OK;
}
