/* SPDX-License-Identifier: GPL-2.0-only */
/* Taking what there is. Nothing of it is ever given back. */
#include "ends.h"
#include "runtime.h"
#include "victim.server.h"

#define ENOUGH 1000000u

static status take_mapping(void)
{
    static Memory page;
    u32 address;
    status result = page ? OK : PhysicalMemory_allocate(memory, 4096, &page);

    return result < 0 ? result : Component_map(component, (Any)page, &address);
}

static status take(enum hoard what)
{
    Semaphore semaphore;
    Memory page;

    switch (what) {
    case HOARD_SEMAPHORES:
        return Threads_createSemaphore(threads, 0, &semaphore);
    case HOARD_PAGES:
        return PhysicalMemory_allocate(memory, 4096, &page);
    default:
        return take_mapping();
    }
}

u32 victim_hoard(struct victim *self, u32 what, i32 *refusal)
{
    u32 count = 0;

    (void)self;
    while (count < ENOUGH && (*refusal = take(what)) >= 0)
        count++;
    return count;
}
