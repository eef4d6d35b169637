/* SPDX-License-Identifier: GPL-2.0-only */
/* Domains in user mode, as far as no code runs there: what is loaded for which address, what
 * happens when one ends and in which order, and what a budget counts (rules M10, M11). The test
 * program plays the reaper's thread, and those that wait. */
#include "hook.h"
#include "host.h"
#include "kernel.server.h"
#include "machine/callbacks.h"
#include "machine/interrupts.h"
#include "machine/pages.h"
#include "machine/space.h"
#include "model/error.h"
#include "model/frame_page.h"
#include "model/memory.h"
#include "model/monitor.h"
#include "model/reaper.h"
#include "model/slots.h"
#include "tap.h"

/* What is taken, to be compared. */
struct usage {
    u32 pages, blocks, spaces, ranges, references, objects;
};

static struct usage usage(void)
{
    return (struct usage){ host_pages, host_blocks, host_spaces, host_ranges, reference_total(),
                           object_total() };
}

static void check_usage(struct usage before, const char *what)
{
    struct usage now = usage();

    is_number(now.pages, before.pages, "%s: no page is lost", what);
    is_number(now.blocks, before.blocks, "%s: no block of memory", what);
    is_number(now.spaces, before.spaces, "%s: no space", what);
    is_number(now.ranges, before.ranges, "%s: no range of addresses", what);
    is_number(now.references, before.references, "%s: no reference", what);
    is_number(now.objects, before.objects, "%s: no object", what);
}

static status load(const char *name, struct domain *domain, struct server **server)
{
    char path[256];
    u32 size, pages;
    status result;
    u8 *file;

    snprintf(path, sizeof path, "%s/%s.server", host_servers, name);
    file = host_read(path, &size, &pages);
    result = server_load(file, size, name, domain, 0, server);
    pages_free(file, pages);
    return result;
}

static struct server *loaded(const char *name, struct domain *domain)
{
    struct server *server = NULL;

    ok(load(name, domain, &server) == OK, "%s is loaded into %s", name, domain->name);
    return server;
}

/* A slot of the server's for what `reference`, the test program's, denotes. */
static struct slot *give(const void *reference, struct server *server)
{
    u32 flags = interrupts_disable();
    struct slot *slot = reference_copy(reference, server);

    interrupts_restore(flags);
    return slot;
}

static u32 variable(const struct server *server, u32 offset)
{
    u32 value;

    memcpy(&value, server->image.base + offset, 4);
    return value;
}

/* Where the relocated word begins that the byte at `at` belongs to; 0 if there is none. */
static u32 relocated_word(const struct server *server, const struct server *same, u32 at)
{
    u32 difference = server->image.address - same->image.address, start;

    for (start = at - 3; start <= at; start++)
        if (variable(server, start) - variable(same, start) == difference)
            return start;
    return 0;
}

static void test_address(void)
{
    struct domain *domain = domain_create("first", 0);
    struct server *server = loaded("client", domain), *same = loaded("client", &kernel_domain);
    const struct signature *s = &server->signature;
    u32 differing = 0, relocated = 0, i;

    ok(server->image.address >= USER_START && server->image.address < USER_END, "M10: it runs in user space");
    ok(server->image.base != (u8 *)server->image.address, "M10: the kernel sees it elsewhere");
    for (i = 4; i < server->image.pages * PAGE_SIZE - 4; i++)
        if (server->image.base[i] != same->image.base[i]) {
            u32 start = relocated_word(server, same, i);

            relocated += !!start;
            differing += !start;
            i = start ? start + 3 : i | 3;
        }
    ok(relocated > 2, "M10: what the file relocates is relocated to there");
    is_number(differing, 1, "M10: nothing else differs but the reference `component`");
    is_number(variable(server, s->header->component),
              USER_HANDLES + ((u32)server->component_slot - (u32)slots), "M10: a handle of user mode");
    server_unload(same);
    server_unload(server);
    domain_drop(domain);
    reaper_run(domain);                 /* which frees it */
}

/* A thread can be in what is left of an entry point when that is filled again. */
static void test_restart(void)
{
    struct domain *domain = domain_create("first", 0);
    struct server *server = loaded("kinds", domain);
    u32 entry = server->implementations[0].entries[0], restart = entry_restart(entry), i;

    for (i = 0; i < ENTRY_EMPTY_SIZE && entry_restart(entry + i) == restart && restart != entry; i++)
        ;
    is_number(i, ENTRY_EMPTY_SIZE, "M8: a call that was about to begin begins again");
    is_number(entry_restart(entry + i), entry + i, "M8: one that began goes on");
    server_unload(server);
    domain_drop(domain);
    reaper_run(domain);
    is_number(entry_restart(entry + 4), restart, "M8: it begins again when its server is gone, too");
}

static void test_supply(void)
{
    struct domain *domain = domain_create("first", 0);
    struct server *server = loaded("client", domain), *tokens = loaded("tokens", &kernel_domain);
    struct slot *root;

    host_run(tokens);
    root = host_root(tokens, "Tokens");
    is_number(server_supply(server, 1, root), OK, "M10: a required reference is supplied");
    is_number(variable(server, server->signature.required[1].variable),
              server_handle(server, server->required[1]), "M10: as a handle of user mode");
    is_number(domain->server_count, 1, "the domain counts its servers");
    ok(domain_pages(domain) > server->image.pages, "and its pages");
    domain_end(domain, server, "test %u", 5);
    is_text(domain->reason, "server client (domain first): test 5", "M11: it is said who ended, and why");
    domain_end(domain, server, "again");
    is_text(domain->reason, "server client (domain first): test 5", "M11: the first one counts");
    is_number(server_supply(server, 1, root), E_GONE, "M11: nothing can be supplied any more");
    is_number(server_run(server), E_GONE, "M11: nor can it be started");
    is_number(load("tokens", domain, &tokens), E_GONE, "M11: nor anything loaded into its domain");
    reaper_run(domain);
    reference_drop(root);
    server_unload(tokens);
    server_unload(server);
    domain_drop(domain);
}

static void ended(void *argument)
{
    *(u32 *)argument = reference_total();
}

/* What the server held is released, and who wanted to know is told. */
static void test_end(void)
{
    u32 seen = 0;
    struct hook hook = { .run = ended, .argument = &seen };
    Runnable runnable = hook_create(&hook);
    struct domain *domain = domain_create("first", 0);
    struct server *server = loaded("client", domain), *neighbour = loaded("kinds", domain);
    u32 held = reference_total(), first = domain->space->directory;

    server->end_handler = give(runnable, &kernel_server);
    give(runnable, server);
    give(runnable, neighbour);
    domain_end(domain, neighbour, "test");
    ok(server->state == SERVER_GOING && neighbour->state == SERVER_GOING, "M11: all its servers end");
    ok(!domain->space->ranges && domain->space->directory == first, "M11: at once nothing is mapped there");
    ok(!hook.destroyed && !seen, "M11: the rest takes its time");
    reaper_run(domain);
    is_number(seen, held - 1, "M11: the handler runs when everything else is released");
    ok(!domain->space && !server->image.base && domain->reaped, "M11: space and image are gone then");
    Runnable_release(runnable);
    is_number(hook.destroyed, 1, "M11: and what they held");
    is_text(server->domain->reason, "server kinds (domain first): test", "M11: the reason is still known");
    server_unload(server);
    server_unload(neighbour);
    domain_drop(domain);
}

/* A device comes first, memory last. */
static void test_order(void)
{
    struct memory block = { .kind = MEMORY_MODULE, .physical = (u32)&block, .size = 16 };
    struct hook device = { .run = NULL }, other = { .run = NULL };
    Memory memory = memory_create(&block);
    Runnable first = hook_create(&other), second = hook_create(&device);
    struct domain *domain = domain_create("first", 0);
    struct server *server = loaded("client", domain);

    give(memory, server);
    give(first, server);
    server->required[0] = give(second, server);
    Memory_release(memory);
    Runnable_release(first);
    Runnable_release(second);
    domain_end(domain, server, "test");
    server_cut(server);
    server_release(server);
    ok(device.order && device.order < other.order, "M11: what it was loaded with is released first");
    is_number(block.size, 16, "M11: memory is not");
    reaper_run(domain);
    is_number(block.size, 0, "M11: it is the last");
    server_unload(server);
    domain_drop(domain);
}

/* References to its objects, roots among them. */
static void test_cut(void)
{
    struct domain *domain = domain_create("first", 0);
    struct server *server = loaded("tokens", domain);
    struct object *object;
    struct slot *slot;
    Tokens copy;
    status call;

    server->roots[0] = object = object_create(&server->implementations[1], NULL);
    slot = give(&(struct slot){ .object = object }, &kernel_server);
    domain_end(domain, server, "test");
    copy = (Tokens)give(slot, &kernel_server);
    Tokens_forget_checked(copy, &call);
    is_number(call, E_GONE, "M11: a reference that is copied then answers at once that its server is gone");
    reaper_run(domain);
    Tokens_forget_checked((Tokens)slot, &call);
    is_number(call, E_GONE, "M11: so do the older ones, when the reaper has been there");
    Tokens_release(copy);
    Tokens_release((Tokens)slot);
    server_unload(server);
    domain_drop(domain);
}

static struct domain *doomed;
static struct server *victim;
static struct thread *first_thread, *other_thread;
static struct wait_queue queue;

static void setup_doomed(u32 budget)
{
    doomed = domain_create("doomed", budget);
    victim = loaded("counter_serialised", doomed);
}

static void finish_doomed(void)
{
    if (!doomed->dead)
        domain_end(doomed, victim, "test");
    reaper_run(doomed);
    server_unload(victim);
    domain_drop(doomed);
}

/* What happens while the first thread sleeps. */
static void end_doomed(void)
{
    host_switch(other_thread);
    domain_end(doomed, victim, "test");
}

static status sleep_for_caller(u32 interrupted)
{
    u32 flags = interrupts_disable();
    status result;

    host_sleep = interrupted ? end_doomed : NULL;
    result = monitor_sleep(&queue, FOREVER);
    host_sleep = NULL;
    interrupts_restore(flags);
    return result;
}

static void test_waiting(void)
{
    struct thread *previous;

    setup_doomed(0);
    victim->holder = other_thread;
    host_sleep = end_doomed;
    is_number(monitor_enter(victim, &previous), E_GONE, "M11: who waits to enter a server that ends is told");
    host_sleep = NULL;
    ok(!victim->attention && !current_thread->blocked_on, "M11: and waits for nothing any more");
    is_number(monitor_enter(victim, &previous), E_GONE, "M11: so is who comes later");
    victim->holder = NULL;
    finish_doomed();

    setup_doomed(0);
    frame_push(victim);
    frame_push(&kernel_server);
    is_number(sleep_for_caller(1), E_GONE, "M11: who sleeps in the kernel for a server that ends is woken");
    is_number(sleep_for_caller(1), E_GONE, "M11: and does not sleep again");
    frame_pop();
    frame_pop();
    ok(!queue.first && !current_thread->sleeps_for, "M11: nothing is left of that");
    finish_doomed();
}

/* The monitor that a thread opened to sleep has another holder, who may stay in a live server. */
static void test_reopened(void)
{
    struct server *opened;

    setup_doomed(0);
    victim->holder = current_thread;
    frame_push(victim);
    frame_push(&kernel_server);
    opened = monitor_open();
    ok(opened == victim && !victim->holder, "M7: a monitor is opened to sleep");
    victim->holder = other_thread;
    host_sleep = end_doomed;
    monitor_close(opened);
    ok(doomed->dead, "M11: who waits to be inside a server again that ends waits no longer");
    host_sleep = NULL;
    monitor_close(opened);
    ok(victim->holder == other_thread && !victim->attention && !victim->waiters.first,
       "M11: nor does he who comes later, and the holder is still inside");
    ok(!current_thread->blocked_on && !current_thread->sleeps_for, "M11: nothing is left of that wait");
    frame_pop();
    frame_pop();
    victim->holder = NULL;
    finish_doomed();
}

static void keep_waiting(void)
{
    end_doomed();
    ok(first_thread->state == THREAD_WAITING, "M11: who has nothing to do with it sleeps on");
    wait_queue_wake(&queue);
}

static void test_bystander(void)
{
    u32 flags;

    setup_doomed(0);
    flags = interrupts_disable();
    host_sleep = keep_waiting;
    is_number(monitor_sleep(&queue, FOREVER), OK, "M11: until he is woken");
    host_sleep = NULL;
    interrupts_restore(flags);
    finish_doomed();
}

static void tick(u32 count)
{
    u32 flags = interrupts_disable();

    while (count--)
        budget_tick();
    interrupts_restore(flags);
}

/* Leaves the newest frame as trap code does: by its return address, with the frame in ebp. */
static u32 leave_frame(u32 value)
{
    __asm__ volatile("pushl %%ebp\n\t"
                     "movl %1, %%ebp\n\t"
                     "pushl $1f\n\t"
                     "jmp *(%%ebp)\n"
                     "1:\tpopl %%ebp"
                     : "+a"(value) : "c"(frame_top) : "memory", "cc");
    frame_pop();
    return value;
}

__asm__(".text\nreturn_here:\n\tincl %eax\n\tret\n.previous");
extern const char return_here[];

static void test_budget(void)
{
    setup_doomed(3);
    tick(10);
    ok(!doomed->dead, "M11: time that is spent elsewhere does not count");
    frame_push(victim);
    frame_top->return_address = (u32)return_here;
    tick(3);
    ok(!doomed->dead, "M11: a call may use its budget");
    is_number(leave_frame(41), 42, "M11: and returns to where it was called from");
    frame_push(victim);
    frame_top->return_address = (u32)return_here;
    tick(3);
    ok(!doomed->dead, "M11: the next call may do so, too");
    current_thread->waits++;
    tick(3);
    ok(!doomed->dead, "M11: and again after waiting");
    frame_push(&kernel_server);
    tick(1);
    ok(doomed->dead, "M11: but not more, and what it calls counts");
    ok(strstr(doomed->reason, ": a call used more than its budget of 3 ms"), "M11: it is said why");
    frame_pop();
    budget_forget(frame_top);
    is_number(frame_top->return_address, (u32)return_here, "M11: a call that is cut short forgets it");
    frame_pop();
    finish_doomed();
}

/* A call with a budget into another domain with one: each has its own. */
static void test_nested_budgets(void)
{
    struct domain *inner;
    struct server *callee;

    setup_doomed(5);
    inner = domain_create("inner", 2);
    callee = loaded("kinds", inner);
    frame_push(victim);
    frame_top->return_address = (u32)return_here;
    tick(5);
    frame_push(callee);
    frame_top->return_address = (u32)return_here;
    tick(2);
    ok(!inner->dead && !doomed->dead, "M11: a nested call has its own budget");
    is_number(leave_frame(1), 2, "M11: and returns");
    tick(1);
    ok(!inner->dead && doomed->dead, "M11: the outer one goes on where it was");
    leave_frame(1);
    server_unload(callee);
    domain_drop(inner);
    reaper_run(inner);
    finish_doomed();
}

static void test_threads(void)
{
    u32 count = 0;

    setup_doomed(0);
    while (count < 2 * DOMAIN_THREADS_MAX && domain_count_thread(doomed) == OK)
        count++;
    is_number(count, DOMAIN_THREADS_MAX, "a domain can have so many threads");
    is_number(domain_count_thread(doomed), E_NOSPC, "and no more");
    domain_uncount_thread(doomed);
    is_number(domain_count_thread(doomed), OK, "until one ends");
    domain_end(doomed, victim, "test");
    domain_uncount_thread(doomed);
    is_number(domain_count_thread(doomed), E_GONE, "M11: none when it has ended");
    while (--count)
        domain_uncount_thread(doomed);
    finish_doomed();
}

/* Memory that is short at any step of loading. */
static void test_shortage(void)
{
    struct usage before;
    struct server *server;
    i32 allowed;
    status result = E_NOMEM;

    setup_doomed(0);
    before = usage();
    for (allowed = 0; allowed < 200 && result < 0; allowed++) {
        host_allocations_left = allowed + 1;            /* one for the copy of the file */
        result = load("tokens", doomed, &server);
        host_allocations_left = -1;
        if (result < 0 && doomed->server_count != 1)
            break;
    }
    ok(allowed > 5 && result == OK, "with memory for everything it is loaded");
    server_unload(server);
    check_usage(before, "a server that cannot be loaded");
    finish_doomed();
}

int main(void)
{
    static void (*const tests[])(void) = {
        test_address, test_restart, test_supply, test_end, test_order, test_cut, test_waiting, test_reopened,
        test_bystander, test_budget, test_nested_budgets, test_threads, test_shortage
    };
    struct usage before;
    u32 i;

    host_start();
    first_thread = current_thread;
    other_thread = host_thread(4);
    for (i = 0; i < sizeof tests / sizeof tests[0]; i++)
        tests[i]();                     /* entry points and interface types are made once */
    before = usage();
    for (i = 0; i < sizeof tests / sizeof tests[0]; i++)
        tests[i]();
    check_usage(before, "all tests once more");
    return tap_end();
}
