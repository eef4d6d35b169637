/* SPDX-License-Identifier: GPL-2.0-only */
/* Entry points run natively: parameters and results of every kind, the call status, what
 * a call preserves, refusals, nesting. Each test runs against a thread-safe server and
 * against the same one serialised. */
#include <stdlib.h>
#include <string.h>

#include "hook.h"
#include "host.h"
#include "kernel.server.h"
#include "machine/callbacks.h"
#include "model/frame_page.h"
#include "tap.h"

static struct server *server;
static Kinds kinds;
static const char *variant;

/* A call through the table as a C caller makes it, with marked registers: stores esp,
 * ebx, esi, edi, ebp as they are afterwards. */
struct preserved {
    u32 esp_before, esp_after, ebx, esi, edi, ebp;
};

void call_marked(u32 entry, Kinds reference, u32 argument, struct preserved *found);
__asm__(
    ".text\n"
    "call_marked:\n"
    "   pushal\n"
    "   movl 36(%esp), %eax\n"
    "   movl 40(%esp), %ecx\n"
    "   movl 44(%esp), %edx\n"
    "   pushl 48(%esp)\n"       
    "   pushl %edx\n"
    "   pushl %ecx\n"
    "   movl 8(%esp), %ecx\n"
    "   movl %esp, 0(%ecx)\n"
    "   movl $0x11111111, %ebx\n"
    "   movl $0x22222222, %esi\n"
    "   movl $0x33333333, %edi\n"
    "   movl $0x44444444, %ebp\n"
    "   call *%eax\n"
    "   movl 8(%esp), %ecx\n"
    "   movl %esp, 4(%ecx)\n"
    "   movl %ebx, 8(%ecx)\n"
    "   movl %esi, 12(%ecx)\n"
    "   movl %edi, 16(%ecx)\n"
    "   movl %ebp, 20(%ecx)\n"
    "   addl $12, %esp\n"
    "   popal\n"
    "   ret\n");

static void test_preserved(void)
{
    struct preserved p;

    call_marked((u32)(*kinds)->twice, kinds, 3, &p);
    ok(p.esp_before == p.esp_after, "%s: the stack pointer is preserved", variant);
    ok(p.ebx == 0x11111111 && p.esi == 0x22222222 && p.edi == 0x33333333 && p.ebp == 0x44444444,
       "%s: callee-saved registers are preserved", variant);
    call_marked((u32)(*kinds)->remember, kinds, 0, &p);
    ok(p.esp_before == p.esp_after && p.ebx == 0x11111111, "%s: likewise with a reference parameter",
       variant);
    call_marked((u32)(*kinds)->remember, kinds, 12345, &p);
    ok(p.esp_before == p.esp_after && p.ebp == 0x44444444, "%s: likewise in a refused call", variant);
}

static void test_scalars(void)
{
    struct frame *before = frame_top;
    u8 a = 0;
    u16 b = 0;
    u32 c = 0;
    i32 d = 0;

    Kinds_nothing(kinds);
    Kinds_nothing(kinds);
    is_number(Kinds_getCalls(kinds), 2, "%s: a call without parameters, self handed back", variant);
    is_number(Kinds_twice(kinds, 21), 42, "%s: one parameter", variant);
    is_number(Kinds_mixed(kinds, 255, -1, 3, -4), 255 - 3 + 15 - 28, "%s: narrow and negative parameters",
              variant);
    is_number(Kinds_sixteen(kinds, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16), 1496,
              "%s: sixteen parameters", variant);
    is_number(Kinds_narrow(kinds, -5), -5, "%s: a narrow result", variant);
    is_number(Kinds_result(kinds, 7), 7, "%s: a positive status", variant);
    is_number(Kinds_result(kinds, E_IO), E_IO, "%s: a negative status", variant);
    is_number(Kinds_scalars(kinds, &a, &b, &c, &d), OK, "%s: scalar results", variant);
    ok(a == 1 && b == 2 && c == 3 && d == -4, "%s: scalar results arrive", variant);
    ok(frame_top == before, "%s: the frame is gone", variant);
}

static void test_call_status(void)
{
    status call = -1;

    is_number(Kinds_twice_checked(kinds, 4, &call), 8, "%s: result of a checked call", variant);
    is_number(call, OK, "%s: its call status", variant);
    Kinds_nothing_checked(kinds, &call);
    is_number(call, OK, "%s: call status of a function without result", variant);
}

static void test_blocks(void)
{
    u8 from[64], to[64], small[8], six[6] = { 1, 2, 3, 4, 5, 6 }, both[16] = { 0 }, four[4];
    u32 i;

    for (i = 0; i < 64; i++)
        from[i] = (u8)i;
    is_number(Kinds_copy(kinds, from, 64, to, 64), 64, "%s: blocks at their bounds", variant);
    ok(!memcmp(from, to, 64), "%s: their bytes arrive", variant);
    is_number(Kinds_copy(kinds, from, 10, to, 20), 10, "%s: a count below the size", variant);
    is_number(Kinds_copy(kinds, from, 0, to, 0), 0, "%s: empty blocks", variant);
    memset(to, 0xee, sizeof to);
    is_number(Kinds_copy(kinds, from, 65, to, 64), E_SIZE, "%s: an in block above its bound is refused",
              variant);
    is_number(Kinds_copy(kinds, from, 64, to, 65), E_SIZE, "%s: an out block above its bound is refused",
              variant);
    is_number(Kinds_copy(kinds, from, 0xffffffff, to, 64), E_SIZE, "%s: a size of 2^32 - 1 is refused",
              variant);
    ok(to[0] == 0xee && to[63] == 0xee, "%s: the out block is untouched", variant);
    is_number(Kinds_blocks(kinds, six, both, 16, four), OK, "%s: constant and inout blocks", variant);
    ok(both[0] == 1 && both[15] == 1 && four[3] == 4, "%s: their bytes arrive", variant);
    is_number(Kinds_blocks(kinds, six, both, 17, four), E_SIZE, "%s: an inout block above its bound",
              variant);

    is_number(Kinds_lie(kinds, 8, small, 8), 8, "%s: a count equal to the size", variant);
    is_number(Kinds_lie(kinds, 9, small, 8), E_SIZE, "%s: a count above the size fails", variant);
    is_number(Kinds_lie(kinds, 0x7fffffff, small, 8), E_SIZE, "%s: the largest count fails", variant);
    is_number(Kinds_lie(kinds, E_IO, small, 8), E_IO, "%s: a negative count is a status", variant);
    is_number(Kinds_lieAboutConstant(kinds, 8, small), 8, "%s: count in a constant block", variant);
    is_number(Kinds_lieAboutConstant(kinds, 9, small), E_SIZE, "%s: a count above a constant size fails",
              variant);
}

static void run_nothing(void *argument)
{
    (*(u32 *)argument)++;
    ok(host_interrupts, "%s: interrupts are on in a called function", variant);
}

static void test_callback(void)
{
    u32 runs = 0;
    struct hook hook = { .run = run_nothing, .argument = &runs };
    Runnable runnable = hook_create(&hook);
    struct frame *before = frame_top;
    u8 small[8];

    is_number(Kinds_during(kinds, 9, runnable), 9, "%s: result of a call that calls back", variant);
    is_number(runs, 1, "%s: the callback ran once", variant);
    is_number(Kinds_lieWithReference(kinds, 8, small, 8, runnable), 8, "%s: count beside a reference",
              variant);
    is_number(Kinds_lieWithReference(kinds, 9, small, 8, runnable), E_SIZE,
              "%s: count above the size beside one", variant);
    is_number(Kinds_lieAboutBoth(kinds, 8, small, runnable), 8, "%s: likewise of a constant size", variant);
    is_number(Kinds_lieAboutBoth(kinds, 9, small, runnable), E_SIZE, "%s: and above it", variant);
    ok(frame_top == before, "%s: frames are gone", variant);
    Runnable_release(runnable);
    is_number(hook.destroyed, 1, "%s: nobody else holds the runnable", variant);
}

static void test_nesting(void)
{
    struct frame *before = frame_top;
    u32 deepest, references = reference_total();

    is_number(Kinds_nest(kinds, 10, kinds), 11, "%s: ten calls of itself, by a lent reference", variant);
    deepest = Kinds_nest(kinds, 100000, kinds);
    ok(deepest > 100 && deepest < 256, "%s: too deep is refused (%u calls)", variant, deepest);
    is_number(reference_total(), references, "%s: nothing lent is left over", variant);
    Kinds_remember(kinds, kinds);
    deepest = Kinds_nestRemembered(kinds, 100000);
    ok(deepest > 150 && deepest < 256, "%s: likewise without references (%u calls)", variant, deepest);
    Kinds_remember(kinds, 0);
    ok(frame_top == before, "%s: frames are gone", variant);
    is_number(Kinds_twice(kinds, 1), 2, "%s: and the server works", variant);
}

static void test_stack_limit(void)
{
    struct frame_page *page = frame_page_current();
    status call = OK;
    u32 here;

    page->stack_limit = (u32)&here - 1024;
    Kinds_remember(kinds, kinds);
    ok(Kinds_nestRemembered(kinds, 100000) < 100, "%s: a call is refused when the stack is short", variant);
    page->stack_limit = (u32)&here + 65536;
    is_number(Kinds_twice_checked(kinds, 1, &call), 0, "%s: no result then", variant);
    is_number(call, E_NOSPC, "%s: and E_NOSPC", variant);
    is_number(Kinds_remember(kinds, 0), E_NOSPC, "%s: likewise as a status", variant);
    page->stack_limit = 0;
    Kinds_remember(kinds, 0);
}

static void test_restart(void)
{
    u32 entry = (u32)(*kinds)->twice, restart = entry_restart(entry), last = 0;

    is_number(entry_restart((u32)test_restart), (u32)test_restart, "%s: other code goes on where it was",
              variant);
    while (entry_restart(entry + last) == restart)
        last++;
    ok(last > 20 && last < 100 && entry_restart(entry + last) != restart,
       "%s: the opening (%u bytes) begins again", variant, last);
    is_number(((u32 (*)(Kinds, u32))restart)(kinds, 5), 10, "%s: and does the call", variant);
    is_number(entry_restart(restart), restart, "%s: the beginning itself is not moved", variant);
}

/* Entry points outlive their server: a thread may be in an opening when it goes. */
static void test_restart_after_unload(void)
{
    struct server *going = host_load(variant);
    u32 entry, restart;

    host_run(going);
    entry = (*(const u32 **)host_root(going, "Kinds"))[0];
    restart = entry_restart(entry);
    ok(restart != entry && entry_restart(entry + 6) == restart, "%s: an opening is found", variant);
    server_unload(going);
    is_number(entry_restart(entry + 6), restart, "M8: %s: also when its server is gone", variant);
    going = host_load(variant);
    is_number(entry_restart(entry + 6), restart, "M8: %s: and when another one has it", variant);
    server_unload(going);
}

int main(void)
{
    static const char *const variants[] = { "kinds", "kinds_serialised" };
    u32 i, pages, blocks;

    host_start();
    for (i = 0; i < 2; i++) {
        variant = variants[i];
        server = host_load(variant);
        host_run(server);
        kinds = host_root(server, "Kinds");
        test_scalars();
        test_call_status();
        test_preserved();
        test_blocks();
        test_callback();
        test_nesting();
        test_stack_limit();
        test_restart();
        test_restart_after_unload();
        Kinds_release(kinds);
        server_unload(server);
    }
    pages = host_pages;
    blocks = host_blocks;
    server_unload(host_load("kinds"));
    ok(pages == host_pages && blocks == host_blocks, "loading and unloading leaks nothing");
    return tap_end();
}
