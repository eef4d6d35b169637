/* SPDX-License-Identifier: GPL-2.0-only */
/* Paged mappings in the kernel's domain (rules M9, M11), where nothing can be cut short: a page
 * that cannot be supplied becomes a scratch page, and the server that mapped it is cut off, with
 * the calls inside it. */
#include "machine/callbacks.h"
#include "machine/interrupts.h"
#include "machine/pages.h"
#include "model/frame_page.h"
#include "model/interface.h"
#include "model/mapping.h"
#include "model/reaper.h"
#include "paged_case.h"
#include "tap.h"
#include "usage.h"

#include <signal.h>
#include <stdlib.h>
#include <sys/mman.h>

static struct server *counter_server, *tokens_server;
static Counter counter;
static struct paged_case *current_case;

static status touch(const struct paged_case *c, u32 page, u32 write)
{
    return pager_kernel_fault(c->address + page * PAGE_SIZE + 8, write);
}

/* Runs a function inside the server, in a call; the call's status. */
static status inside(void (*run)(void *))
{
    struct hook hook = { .run = run };
    Runnable runnable = hook_create(&hook);
    status result = Counter_during(counter, runnable);

    Runnable_release(runnable);
    return result;
}

static void load(void)
{
    counter_server = host_load("counter");
    host_run(counter_server);
    counter = host_root(counter_server, "Counter");
}

static void unload(void)
{
    u32 failed = counter_server->domain->dead;

    Counter_release(counter);
    server_unload(counter_server);
    if (failed)
        reaper_step();
}

static void test_supplied(void)
{
    struct paged_case c = case_begin(counter_server, NULL, case_give_page);

    ok(c.address - WINDOW < WINDOW_SIZE, "a mapping in the kernel's domain lies in the window");
    is_number(touch(&c, 1, 0), OK, "M9: a read is supplied");
    is_number(case_mapped(&c, 1), case_memory->physical + PAGE_SIZE, "M9: with the pager's page, read-only");
    is_number(touch(&c, 1, 1), OK, "M9: then a write");
    is_number(case_mapped(&c, 1), (case_memory->physical + PAGE_SIZE) | SPACE_WRITABLE, "M9: writable");
    is_number(c.script->faults, 2, "M9: the pager was asked twice");
    is_number(pager_kernel_fault(c.address + CASE_PAGES * PAGE_SIZE, 0), E_FAULT,
              "what is no pager's stays the kernel's affair");
    is_number(case_memory_count(), 2, "the page holds its memory");
    case_end(&c);
    is_number(case_memory_count(), 1, "until it is unmapped");
    is_number(touch(&c, 1, 0), E_FAULT, "then the addresses are no pager's");
    ok(!counter_server->domain->dead, "the server lives");
}

/* A page that cannot be supplied. */

static void fail_page(void *argument)
{
    (void)argument;
    is_number(touch(current_case, 2, 1), OK, "M11: the code that wrote goes on");
    ok(case_mapped(current_case, 2) & SPACE_WRITABLE, "M11: to a page that it can write to");
}

static u32 value_inside;

static void fail_and_call(void *argument)
{
    status call;

    fail_page(argument);
    value_inside = Counter_getValue_checked(counter, &call);
    is_number(call, E_GONE, "M11: no new call enters the server");
}

static u32 scratch_of(const struct paged_case *c, u32 page)
{
    return case_mapped(c, page) & ~PAGE_MASK;
}

static void test_failed(void)
{
    struct paged_case c = case_begin(counter_server, NULL, case_refuse);
    struct frame *before = frame_top;

    current_case = &c;
    is_number(inside(fail_and_call), E_GONE, "M11: the call inside fails when it returns");
    ok(frame_top == before, "M11: its frame is gone");
    ok(strstr(host_log, "counter") && strstr(host_log, "pager `kernel`, offset 0x2000, fails with -5"),
       "M11: the log says why: %s", host_log);
    ok(counter_server->domain->dead && strstr(counter_server->domain->reason, "server counter (domain kernel): write of"),
       "M11: the server has ended");
    is_number(touch(&c, 3, 0), OK, "M11: a further page fails, too");
    ok(scratch_of(&c, 3) == scratch_of(&c, 2) && scratch_of(&c, 2), "M11: and is the same scratch page");
    is_number(case_memory_count(), 1, "M11: nothing of the pager's is kept");
    case_end(&c);
    is_number(touch(&c, 1, 0), OK, "M11: unmapped, the addresses stay");
    unload();
    is_number(touch(&c, 1, 0), E_FAULT, "M11: until the server is freed");
}

static void test_interrupts_off(void)
{
    struct paged_case c = case_begin(counter_server, NULL, case_give_page);
    u32 flags = interrupts_disable();

    is_number(touch(&c, 0, 0), OK, "with interrupts off: the code goes on");
    interrupts_restore(flags);
    is_number(c.script->faults, 0, "with interrupts off: nobody was asked");
    ok(scratch_of(&c, 0) && scratch_of(&c, 0) != case_memory->physical, "with interrupts off: it has a scratch page");
    ok(strstr(host_log, "interrupts off"), "with interrupts off: the log says why: %s", host_log);
    case_end(&c);
    unload();
}

/* The pager's server ends between the checks of Component.map() and the mapping. */

static struct slot *racing;

static void cut_pager(void)
{
    struct object *object = racing->object;

    racing->entries = object->implementation->type->gone;
    racing->object = NULL;              /* as references_cut() */
    object_drop(object);
}

static void test_map_cut(void)
{
    static struct scripted script = { .size = PAGE_SIZE, .fault = case_give_page };
    u32 address = 0, blocks = host_blocks;

    racing = (struct slot *)scripted_create(&script);
    host_on_allocation = cut_pager;
    is_number(mapping_make(counter_server, racing, &address), E_GONE,
              "M11: a pager that ends while it is mapped: that fails");
    ok(!address && script.destroyed == 1 && host_blocks == blocks, "M11: and nothing is left of it");
    Pager_release((Pager)racing);
    racing = (struct slot *)scripted_create(&script);
    is_number(mapping_make(counter_server, racing, &address), OK, "M9: one that lives is mapped");
    is_number(mapping_undo(counter_server, address), OK, "M9: and unmapped");
    Pager_release((Pager)racing);
}

/* A call is refused whose place for a reference is in a page that is not there yet. */

static u8 *absent;
static u32 interrupts_at_access;

static void supply_absent(int signal, siginfo_t *information, void *context)
{
    (void)signal, (void)information, (void)context;
    interrupts_at_access = host_interrupts;
    mprotect(absent, PAGE_SIZE, PROT_READ | PROT_WRITE);
}

static void test_refused_place(void)
{
    const struct sigaction supply = { .sa_sigaction = supply_absent, .sa_flags = SA_SIGINFO };
    struct server *server = host_load("tokens");
    struct sigaction before;
    Tokens tokens;

    host_run(server);
    tokens = host_root(server, "Tokens");
    server_unload(server);
    absent = pages_allocate(1);
    *absent = 1;
    sigaction(SIGSEGV, &supply, &before);
    mprotect(absent, PAGE_SIZE, PROT_NONE);
    is_number(Tokens_create(tokens, 1, (Token *)absent), E_GONE, "M11: a call that is refused");
    ok(interrupts_at_access, "M9: its place is cleared when a pager can be asked for it");
    ok(!*absent, "M11: and it is cleared");
    sigaction(SIGSEGV, &before, NULL);
    Tokens_release(tokens);
    pages_free(absent, 1);
}

static status unmap_first(struct scripted *self, u32 offset, u32 write, struct page_given *given)
{
    pager_unmap(current_case->paged);
    current_case->paged = NULL;
    return case_give_page(self, offset, write, given);
}

static void test_unmapped(void)
{
    struct paged_case c = case_begin(counter_server, NULL, unmap_first);

    current_case = &c;
    is_number(touch(&c, 0, 1), OK, "unmapped meanwhile: the code goes on");
    ok(scratch_of(&c, 0) && scratch_of(&c, 0) != case_memory->physical, "unmapped meanwhile: on a scratch page");
    ok(counter_server->domain->dead, "unmapped meanwhile: the server ends");
    is_number(case_memory_count(), 1, "unmapped meanwhile: nothing is kept");
    case_end(&c);
    unload();
}

/* Calls of several threads, and several of one, inside the server that fails. */

static struct thread *first, *second;
static status second_result, inner_result;

static void fail_deep(void *argument)
{
    fail_page(argument);
}

static void call_again(void *argument)
{
    (void)argument;
    inner_result = inside(fail_deep);
    is_number(inner_result, E_GONE, "M11: a call from inside to itself fails");
}

static void on_second(void *argument)
{
    (void)argument;
    host_switch(first);
    is_number(inside(call_again), E_GONE, "M11: the call around it fails, too");
    host_switch(second);
}

static void test_threads(void)
{
    struct paged_case c = case_begin(counter_server, NULL, case_refuse);

    current_case = &c;
    first = current_thread;
    second = host_thread(4);
    host_switch(second);
    second_result = inside(on_second);
    is_number(second_result, E_GONE, "M11: so does another thread's call inside the server");
    host_switch(first);
    case_end(&c);
    unload();
}

/* What a server that fails hands over does not arrive. */
static void touch_tokens(void *argument)
{
    (void)argument;
    touch(current_case, 0, 0);
}

static Tokens begin_tokens(struct paged_case *c)
{
    tokens_server = host_load("tokens");
    host_run(tokens_server);
    *c = case_begin(tokens_server, NULL, case_refuse);
    current_case = c;
    return host_root(tokens_server, "Tokens");
}

static void end_tokens(Tokens tokens, struct paged_case *c)
{
    Tokens_release(tokens);
    case_end(c);
    server_unload(tokens_server);
    reaper_step();
}

static void test_references(void)
{
    struct hook hook = { .run = touch_tokens };
    Runnable runnable = hook_create(&hook);
    Token token = (Token)1;
    struct paged_case c;
    Tokens tokens = begin_tokens(&c);
    status call;

    is_number(Tokens_createDuring(tokens, 1, runnable, &token), E_GONE, "a call that hands a reference over fails");
    ok(!token, "the reference does not arrive");
    end_tokens(tokens, &c);
    tokens = begin_tokens(&c);
    token = Tokens_makeDuring_checked(tokens, 1, runnable, &call);
    is_number(call, E_GONE, "so does one whose result is a reference");
    ok(!token, "that does not arrive, either");
    end_tokens(tokens, &c);
    Runnable_release(runnable);
}

/* Two servers fail, and a thread stays inside the first. */
static void test_in_turn(void)
{
    struct paged_case c = case_begin(counter_server, NULL, case_refuse);
    Tokens tokens;

    touch(&c, 0, 0);
    case_end(&c);
    Counter_release(counter);
    server_hold(counter_server);
    server_unload(counter_server);
    tokens = begin_tokens(&c);
    touch(&c, 0, 0);
    case_end(&c);
    Tokens_release(tokens);
    server_unload(tokens_server);
    is_number(reaper_step(), 1, "M11: a server that failed does not wait for the one before");
    is_number(reaper_step(), 0, "M11: which somebody is inside");
    server_drop(counter_server);
    is_number(reaper_step(), 1, "M11: until he leaves");
}

int main(void)
{
    struct usage before;

    host_start();
    case_start();
    load();
    unload();
    tokens_server = host_load("tokens");
    server_unload(tokens_server);
    before = usage_take();

    load();
    test_supplied();
    test_map_cut();
    test_refused_place();
    test_failed();
    load();
    test_interrupts_off();
    load();
    test_unmapped();
    load();
    test_threads();
    test_references();
    load();
    test_in_turn();
    usage_check(&before, 0);
    return tap_end();
}
