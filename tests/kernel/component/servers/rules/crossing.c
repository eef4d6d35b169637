/* SPDX-License-Identifier: GPL-2.0-only */
/* M10: calls do the same whatever is between caller and callee. M11: a call into a domain that
 * ends comes back. */
#include "rules.h"
#include "kernel/machine/machine.h"

#define BOUND 65535u            /* of blocks in Kinds.interface */
#define LARGE 49152u            /* two blocks of it are as much as one call may carry */

static Kinds first, second;
static u8 *from, *to;

static u8 *map_pages(u32 size)
{
    Memory block = 0;
    u32 address = 0;

    PhysicalMemory_allocate(memory, size, &block);
    Component_map(component, (Any)block, &address);
    Memory_release(block);
    return (u8 *)address;
}

static u32 counts_upwards(const u8 *bytes, u32 size, u8 start, i32 step)
{
    u32 i;

    for (i = 0; i < size && bytes[i] == (u8)(start + step * (i32)i); i++)
        ;
    return i == size;
}

static void test_large(void)
{
    ok(Kinds_fill(first, 3, from, BOUND) == OK && counts_upwards(from, BOUND, 3, 1),
       "M2 a block of 64 KiB comes out");
    ok(Kinds_sum(first, from, BOUND) == 256 * 255 / 2 * 256 - 2, "M2 one goes in");
    memset(to, 0xee, BOUND);
    ok(Kinds_reverse(first, from, LARGE, to, LARGE) == (i32)LARGE && counts_upwards(to, LARGE, 2, -1)
       && to[LARGE] == 0xee, "M2 two of 48 KiB go in and out");
    ok(Kinds_reverse(first, from, BOUND + 1, to, LARGE) == E_SIZE, "M2 not more than the bound");
    ok(Kinds_reverse(first, from, 9, to, 8) == E_MSGSIZE && to[0] == 2, "M2 a callee can refuse");
}

/* The bytes on both sides of a block have nothing to do with it, and may not be there. */
static void test_small(void)
{
    u8 *page = map_pages(4096);
    u32 size;

    for (size = 0; size < 9; size++) {
        u8 *end = page + 4096 - size;
        u32 i, sum = 0;

        for (i = 0; i < size; i++)
            sum += end[i] = (u8)(i + 7);
        memset(to, 0xee, 16);
        ok(Kinds_sum(first, end, size) == sum && Kinds_reverse(first, end, size, to + 1, size) == (i32)size
           && counts_upwards(to + 1, size, (u8)(size + 6), -1) && to[0] == 0xee && to[size + 1] == 0xee,
           "M2 a block of %u bytes goes in and out", size);
    }
    ok(Kinds_sum(first, 0, 0) == 0 && Kinds_fill(first, 0, 0, 0) == OK, "M2 so does none at all");
    Component_unmap(component, (u32)page);
}

static void test_many_references(void)
{
    status call;

    ok(Kinds_weigh(first, first, second, first, second, first, second, first, second, first, second) == 55,
       "M6 ten references are lent");
    ok(Kinds_weigh(first, second, 0, second, 0, second, 0, second, second, second, second) == 43,
       "M6 some of them may be null");
    ok(Kinds_weigh_checked(first, first, first, 0, 0, first, 0, first, first, first, first, &call) == 0
       && call == E_REFERENCE, "M6 others may not");
    ok(Kinds_weigh_checked(first, first, first, first, 0, first, 0, first, first, first, (Kinds)component,
                           &call) == 0 && call == E_TYPE, "M6 nor of another interface");
    ok(Kinds_through(first, 10, second, 1234, first) == 2468, "M6 references are lent on, ten calls deep");
}

static u32 depth;

/* Calls back and forth until that is refused. */
static void go_deeper(struct worker *worker)
{
    Runnable runnable = (Runnable)worker->data[0];
    status call = OK;

    depth++;
    Kinds_during_checked(depth % 2 ? second : first, 1, runnable, &call);
    if (call < 0)
        worker->data[1] = (u32)call;
}

static void test_depth(void)
{
    struct worker worker = { .run = go_deeper };
    Runnable runnable = worker_create(&worker);

    u32 result;

    worker.data[0] = (u32)runnable;
    result = Kinds_during(first, 1, runnable);
    /* Refused was a call from here, or the callee's call back, of which only it knows. */
    ok(result == 1 && depth > 20 && depth < 1000
       && (!worker.data[1] || (status)worker.data[1] == E_NOSPC),
       "M10 calls back into a domain that waits nest to a limit");
    ok(Kinds_nest(first, 5, second) == 6, "M10 and go on after that");
    Runnable_release(runnable);
}

static void twice_second(struct worker *worker)
{
    worker->data[0] = Kinds_twice(second, 2);
}

/* A reference that cannot be moved fails the call when the callee's monitor was entered. */
static void test_refused_move(void)
{
    struct worker worker = { .run = twice_second };
    u32 a = 7, references, references_after, objects;
    Kinds wrong, result = first;
    u8 b[8] = { 0 };

    Servers_getUsage(servers, &references, &objects);
    wrong = (Kinds)Threads_duplicate(threads);
    ok(Kinds_die(second, &a, b, first, wrong, &result) == E_TYPE && a == 7 && !result,
       "M6 a reference of another interface is not moved");
    Servers_getUsage(servers, &references_after, &objects);
    ok(references == references_after, "M6 but released");
    join(begin(&worker, 5));
    ok(worker.data[0] == 4, "M7 and the callee is open for others");
}

/* What a callee leaves unset, or sets before it fails, is the caller's own, or nothing. */
static void test_unset(void)
{
    u8 b[8], c[16];
    u32 a = 0xeeeeeeee;

    memset(b, 0xee, sizeof b);
    memset(c, 0xee, sizeof c);
    ok(Kinds_leave(first, &a, b) == OK && (a == 0xeeeeeeee || !a) && (b[7] == 0xee || !b[7]),
       "M2 results that are not set show nothing of others");
    a = 0xeeeeeeee;
    memset(b, 0xee, sizeof b);
    ok(Kinds_fail(first, &a, b, c, 16) == E_IO, "M2 a function fails");
    ok((a == 0xeeeeeeee && b[0] == 0xee && c[15] == 0xee) || (a == 1 && b[0] == 0xef && c[15] == 16),
       "M2 and what it set is there altogether, or nothing of it");
}

/* Whether every function refuses a block or a place for a result at that address. */
static u32 is_refused(void *pointer)
{
    u32 value = 0xeeeeeeee;
    u8 bytes[8] = { 0xee }, more[16] = { 0xee };

    return Kinds_copy(first, pointer, 8, to, 8) == E_FAULT
        && Kinds_copy(first, from, 8, pointer, 8) == E_FAULT
        && Kinds_leave(first, pointer, bytes) == E_FAULT && Kinds_fill(first, 1, pointer, 16) == E_FAULT
        && Kinds_blocks(first, from, pointer, 16, more) == E_FAULT && value == 0xeeeeeeee
        && bytes[0] == 0xee && more[0] == 0xee;
}

/* Whether a call that is refused consumes what it was to move, and gives no reference. */
static u32 is_consumed(void *pointer)
{
    u32 references, references_after, objects;
    Kinds moved, result = first;
    u8 b[8];

    Servers_getUsage(servers, &references, &objects);
    moved = Kinds_duplicate(second);
    if (Kinds_die(first, pointer, b, second, moved, &result) != E_FAULT || result)
        return 0;
    Servers_getUsage(servers, &references_after, &objects);
    return references == references_after;
}

/* For a caller in user mode: what it names must be its own. In the kernel's domain it is trusted. */
static void test_pointers(void)
{
    static const u32 bad[] = { 0, 0x8000, 0x6ffffffe, USER_HANDLES, USER_CALL_RETURN, 0x80000000, KERNEL_START,
                               TSS_ESP0, 0xfffffffc };
    static const u8 constant[16] = { 0xee };
    u32 i, refused = 0;

    for (i = 0; is_in_user_mode() && i < sizeof bad / sizeof bad[0]; i++)
        refused += is_refused((void *)bad[i]);
    ok(refused == i, "M10 user mode cannot name what is not its own");
    ok(!is_in_user_mode()
       || (Kinds_copy(first, from, 8, (void *)constant, 16) == E_FAULT && constant[0] == 0xee),
       "M10 nor have its own constants written");
    ok(!is_in_user_mode() || is_consumed((void *)KERNEL_START),
       "M6 what a refused call was to move is released");
}

/* Calls Kinds.reverse() with what a hostile caller leaves in the processor: string instructions
 * backwards, null segments, the flags of nested tasks and of alignment. */
static i32 reverse_in_disorder(u32 length)
{
    const u32 arguments[] = { (u32)first, (u32)from, length, (u32)to, length };
    u32 disorder = 1u << 10 | 1u << 14 | 1u << 18;
    i32 result;

    __asm__ volatile("subl $20, %%esp\n\t"
                     "movl %%esp, %%edi\n\t"
                     "movl $5, %%ecx\n\t"
                     "rep movsl\n\t"
                     "movl (%%esp), %%ecx\n\t"
                     "movl (%%ecx), %%ecx\n\t"
                     "movl %c[offset](%%ecx), %%ecx\n\t"
                     "movw %%dx, %%ds\n\t"
                     "movw %%dx, %%es\n\t"
                     "pushl %%eax\n\t"
                     "popfl\n\t"
                     "call *%%ecx\n\t"
                     "pushl $0x202\n\t"
                     "popfl\n\t"
                     "pushl %%ss\n\t"
                     "popl %%ds\n\t"
                     "pushl %%ss\n\t"
                     "popl %%es\n\t"
                     "addl $20, %%esp"
                     : "=a"(result), "+S"((const u32 *){ arguments })
                     : "a"(disorder), "d"(0), [offset] "i"(__builtin_offsetof(struct Kinds_entries, reverse))
                     : "ecx", "edi", "memory", "cc");
    return result;
}

static void test_disorder(void)
{
    ok(!is_in_user_mode()
       || (Kinds_fill(first, 3, from, 64) == OK && reverse_in_disorder(64) == 64
           && counts_upwards(to, 64, 66, -1) && Kinds_reverse(first, from, 64, to, 64) == 64),
       "M10 what a caller leaves in flags and segments does not reach its callee");
}

/* A server in a domain of its own, which is to end. */
static Kinds victim;

static Server load_victim(void)
{
    Domain domain = 0;
    Memory file = (Memory)open("module(kinds_serialised)");
    Server server = 0;

    Servers_createDomain(servers, "victim", 6, 0, &domain);
    Servers_load(servers, file, "victim", 6, domain, 0, &server);
    Memory_release(file);
    Domain_release(domain);
    start(server);
    victim = (Kinds)root(server, "Kinds");
    return server;
}

/* A call that passes something of every kind to a function that ends its domain; whether the caller
 * finds everything as it was. */
static u32 dies(void)
{
    Kinds moved = Kinds_duplicate(second), result = first;
    u32 a = 0xeeeeeeee;
    u8 b[8];

    memset(b, 0xee, sizeof b);
    return Kinds_die(victim, &a, b, second, moved, &result) == E_GONE && a == 0xeeeeeeee && b[0] == 0xee
        && b[7] == 0xee && !result;
}

static void die_inside(struct worker *worker)
{
    worker->data[0] = dies();
}

static void wait_to_enter(struct worker *worker)
{
    Kinds_twice_checked(victim, 1, (status *)&worker->data[0]);
}

/* Inside the victim's monitor, which another thread waits for. */
static void let_other_wait(struct worker *worker)
{
    struct worker other = { .run = wait_to_enter };
    Thread thread = begin(&other, 5);

    worker->data[0] = dies();
    join(thread);
    worker->data[1] = other.data[0];
}

/* Runs `worker` inside a call of the victim, and waits until everything is released. */
static void run_inside(struct worker *worker, Kinds outer, status *call)
{
    Server server = load_victim();
    Runnable runnable = worker_create(worker);

    Kinds_during_checked(outer ? outer : victim, 1, runnable, call);
    Runnable_release(runnable);
    Kinds_release(victim);
    Server_release(server);
}

static void get_usage(u32 *references, u32 *objects)
{
    Threads_sleep(threads, 20);         /* the victim's reaper is done */
    Servers_getUsage(servers, references, objects);
}

static void test_dying(void)
{
    struct worker plain = { .run = die_inside }, nested = { .run = die_inside },
                  waited = { .run = let_other_wait };
    u32 references, references_after, objects, objects_after;
    status through, within, contended;

    get_usage(&references, &objects);
    run_inside(&plain, first, &through);
    ok(plain.data[0] && through == OK,
       "M11 a call into a domain that ends comes back, its results untouched");
    run_inside(&nested, 0, &within);
    ok(nested.data[0] && within == E_GONE, "M11 and so does another one that is inside");
    run_inside(&waited, 0, &contended);
    ok(waited.data[0] && contended == E_GONE && (status)waited.data[1] == E_GONE,
       "M11 and one that waits to enter");
    get_usage(&references_after, &objects_after);
    ok(references == references_after && objects == objects_after, "M11 and nothing that it carried is lost");
}

void test_crossing(void)
{
    Server one = bring_up("kinds"), other = bring_up("kinds_serialised");

    first = (Kinds)root(one, "Kinds");
    second = (Kinds)root(other, "Kinds");
    from = map_pages(BOUND);
    to = map_pages(BOUND);
    test_large();
    test_small();
    test_many_references();
    test_depth();
    test_refused_move();
    test_unset();
    test_pointers();
    test_disorder();
    test_dying();
    Kinds_release(first);
    Kinds_release(second);
    Server_release(one);
    Server_release(other);
}
