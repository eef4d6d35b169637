/* SPDX-License-Identifier: GPL-2.0-only */
/* Taking all there is of something. Each must end with an error, and all of it must be there again
 * when this server is gone. */
#include "hostile.h"

#define HIGH            6               /* a priority: it runs at once */
#define CALLS           40
#define ENDED_THREADS   8000
/* What the kernel keeps, less what others may have taken meanwhile who are not in user mode. */
#define RESERVE         ((4u << 20) - (64u << 10))

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

static void end_at_once(void)
{
}

/* Threads that have ended, semaphores and mappings: each takes a little, and there are many. */
static void take_small_things(struct outcome *outcome)
{
    Runnable own = new_helper();
    Semaphore semaphore;
    Memory page = 0;
    Thread thread;
    u32 address, count = 0;

    PhysicalMemory_allocate(memory, 4096, &page);
    helper_task = end_at_once;
    while (count < ENDED_THREADS && Threads_create(threads, own, HIGH, "hostile", 7, &thread) >= 0)
        count++;
    helper_task = wait_for_ever;
    while (Threads_create(threads, own, 4, "hostile", 7, &thread) >= 0)
        count++;
    while (Threads_createSemaphore(threads, 0, &semaphore) >= 0)
        count++;
    while (Component_map(component, (Any)page, &address) >= 0)
        count++;
    outcome->tried += count;
}

static Semaphore gate;

/* A call whose block needs a buffer of the kernel's, and which never returns. */
static void call_when_told(void)
{
    static const u8 block[4096];

    Semaphore_wait(gate, FOREVER);
    helper_task = wait_for_ever;
    Bystander_runWith(near, new_helper(), block, sizeof block);
}

/* Threads that will take all buffers that there can be. */
static void prepare_calls(struct outcome *outcome)
{
    Runnable own = new_helper();
    Thread thread;

    expect(outcome, (u32)Threads_createSemaphore(threads, 0, &gate), OK, "a semaphore");
    helper_task = call_when_told;
    for (u32 i = 0; i < CALLS; i++)
        expect(outcome, (u32)Threads_create(threads, own, HIGH, "hostile", 7, &thread), OK, "a thread");
}

/* All that PhysicalMemory gives; then `*last`, which was the first of 64 KiB, can be given back. */
static void take_blocks(struct outcome *outcome, Memory *last)
{
    u32 count = 0;
    status result = OK;
    Memory block;

    PhysicalMemory_allocate(memory, 1u << 16, last);
    for (u32 size = 1u << 24; size >= 4096; size /= 2)
        while ((result = PhysicalMemory_allocate(memory, size, &block)) >= 0)
            count++;
    expect(outcome, (u32)result, (u32)E_NOMEM, "memory comes to an end");
    outcome->tried += count;
}

/* The 4 MiB that the kernel keeps are not to be had in any way. */
static void expect_reserve(struct outcome *outcome, u32 free, const char *name)
{
    if (free < RESERVE)
        expect(outcome, free, RESERVE, name);
}

void attack_memory(struct outcome *outcome)
{
    Memory last;

    prepare_calls(outcome);
    take_blocks(outcome, &last);
    expect_reserve(outcome, PhysicalMemory_getFree(memory), "the kernel's memory after blocks");
    expect_reserve(outcome, Bystander_hoard(near), "the kernel's memory when a server of its domain is asked");
    for (u32 i = 0; i < CALLS; i++)
        Semaphore_signal(gate);
    expect_reserve(outcome, PhysicalMemory_getFree(memory), "the kernel's memory while calls wait");
    Memory_release(last);
    take_small_things(outcome);
    expect_reserve(outcome, PhysicalMemory_getFree(memory), "the kernel's memory after small things");
    outcome->tried++;
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
