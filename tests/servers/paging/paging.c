/* SPDX-License-Identifier: GPL-2.0-only */
/* The test of pagers, from the client's side: it counts the faults that the pagers have answered,
 * and looks at what it reads. What the system uses must be the same before and after. */
#include "paging.h"

struct usage { u32 references, objects, free; };

static void say(const char *verdict, const char *name)
{
    char text[160];

    snprintf(text, sizeof text, "paging: %s %s\n", verdict, name);
    Log_write(log, text, strlen(text));
}

void check(u32 condition, const char *name)
{
    say(condition ? "ok" : "not ok", name);
}

void check_number(u32 got, u32 expected, const char *name)
{
    char text[80];

    check(got == expected, name);
    if (got == expected)
        return;
    snprintf(text, sizeof text, "got %d (0x%x), expected %d", got, got, expected);
    say("note", text);
}

volatile u8 *map(Any memory)
{
    u32 address = 0;
    status result = Component_map(component, memory, &address);

    if (result < 0)
        check_number((u32)result, OK, "a pager or memory is mapped");
    return (volatile u8 *)address;
}

void unmap(volatile u8 *bytes)
{
    if (Component_unmap(component, (u32)bytes) < 0)
        check(0, "what was mapped is unmapped");
}

void check_zero_faults(Pager pager, u32 reads, u32 writes, const char *name)
{
    u32 got_reads = ~0u, got_writes = ~0u;

    DemandZero_getFaults(zeros, pager, &got_reads, &got_writes);
    check_number(got_reads << 16 | got_writes, reads << 16 | writes, name);
}

void check_copy_faults(Pager pager, u32 reads, u32 writes, u32 made, const char *name)
{
    u32 got_reads = ~0u, got_writes = ~0u, got_made = ~0u;

    CopyOnWrite_getFaults(copies, pager, &got_reads, &got_writes, &got_made);
    check_number(got_reads << 20 | got_writes << 10 | got_made, reads << 20 | writes << 10 | made, name);
}

u32 count_set(volatile const u8 *bytes, u32 size)
{
    u32 count = 0;

    for (u32 i = 0; i < size; i++)
        count += bytes[i] != 0;
    return count;
}

static struct usage get_usage(void)
{
    struct usage usage = { .free = PhysicalMemory_getFree(memory) };

    Servers_getUsage(servers, &usage.references, &usage.objects);
    return usage;
}

/* Runs it twice: what is made once has been made then. */
static void test(void (*run)(void), const char *name)
{
    struct usage before, after;

    run();
    before = get_usage();
    run();
    after = get_usage();
    check_number(after.free, before.free, name);
    check_number(after.references, before.references, "no reference is left");
    check_number(after.objects, before.objects, "no object is left");
}

status construct(void)
{
    test(test_zeros, "demand-zero: all memory is free again");
    test(test_copies, "copy on write: all memory is free again");
    test(test_blocks, "blocks: all memory is free again");
    Log_write(log, "paging: done\n", 13);
    return OK;
}

void destruct(void)
{
}
