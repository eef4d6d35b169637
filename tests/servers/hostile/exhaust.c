/* SPDX-License-Identifier: GPL-2.0-only */
/* Taking all there is of something. Each must end with an error, and all of it must be there again
 * when this server is gone. */
#include "hostile.h"

static u32 depth, deepest;
static status innermost;

/* Calls a server that calls this one, until that fails. */
static void call_deeper(void)
{
    Runnable own = new_helper();

    if (++depth > deepest)
        deepest = depth;
    innermost = Bystander_run(depth % 2 ? far : near, own);
    depth--;
    Runnable_release(own);
}

void attack_recurse(struct outcome *outcome)
{
    helper_task = call_deeper;
    call_deeper();
    expect(outcome, deepest > 10, 1, "calls go some way deep");
    expect(outcome, depth, 0, "and all come back");
    helper_task = 0;
    expect(outcome, Bystander_add(far, 1, 2, 3, 4), 10, "a call afterwards");
    outcome->tried += deepest;
}

void attack_references(struct outcome *outcome)
{
    u32 count = 0;

    while (new_helper())
        count++;
    expect(outcome, count > 1000 && count <= 65536, 1, "references come to an end");
    expect(outcome, Component_duplicate(component, (u32)near) != 0, 1, "a duplicate needs no more");
    outcome->tried += count;
}

void attack_mappings(struct outcome *outcome)
{
    Memory page = 0;
    u32 address, count = 0;
    status result;

    PhysicalMemory_allocate(memory, 4096, &page);
    while ((result = Component_map(component, (Any)page, &address)) >= 0)
        count++;
    expect(outcome, (u32)result, (u32)E_NOMEM, "mappings come to an end");
    expect(outcome, count, 1024, "as many as allowed");
    outcome->tried += count;
}

static void wait_for_ever(void)
{
    Threads_sleep(threads, FOREVER);
}

/* Takes memory in all ways that there are, of which this is the last: the 4 MiB that the kernel keeps
 * are not to be had, but for small structures. */
static void take_rest(struct outcome *outcome)
{
    Runnable own = new_helper();
    Memory page = 0;
    Thread thread;
    u32 address;

    PhysicalMemory_allocate(memory, 4096, &page);
    helper_task = wait_for_ever;
    while (Threads_create(threads, own, 4, "hostile", 7, &thread) >= 0)
        outcome->tried++;
    while (Component_map(component, (Any)page, &address) >= 0)
        outcome->tried++;
    expect(outcome, PhysicalMemory_getFree(memory) > (4u << 20) - (256u << 10), 1,
           "the kernel's memory is left");
}

void attack_memory(struct outcome *outcome)
{
    u32 count = 0;
    status result = OK;
    Memory block;

    for (u32 size = 1u << 24; size >= 4096; size /= 2)
        while ((result = PhysicalMemory_allocate(memory, size, &block)) >= 0)
            count++;
    expect(outcome, (u32)result, (u32)E_NOMEM, "memory comes to an end");
    outcome->tried += count;
    take_rest(outcome);
    Threads_sleep(threads, 20);         /* the others do without for a while */
}

void attack_threads(struct outcome *outcome, void (*run)(void), u32 priority)
{
    Runnable own = new_helper();
    u32 count = 0;
    status result;
    Thread thread;

    helper_task = run ? run : wait_for_ever;
    do
        result = Threads_create(threads, own, priority, "hostile", 7, &thread);
    while (result >= 0 && ++count < 2000);
    expect(outcome, count < 2000, 1, "threads come to an end");
    expect(outcome, Bystander_add(far, 1, 2, 3, 4), 10, "a call afterwards");
    outcome->tried += count;
}

void attack_semaphores(struct outcome *outcome)
{
    Semaphore semaphore;
    u32 count = 0;

    while (Threads_createSemaphore(threads, 0, &semaphore) >= 0)
        count++;
    expect(outcome, count <= 65536, 1, "semaphores come to an end");
    outcome->tried += count;
}
