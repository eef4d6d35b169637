/* SPDX-License-Identifier: GPL-2.0-only */
/* A thread can lose the processor between any two instructions of an entry point, and what it
 * calls can end before it goes on. So each call here is made as often as it has instructions, in
 * single steps: before one of them another thread ends the callee, another server whose object is
 * passed, or the reference called through, and then the caller goes on where the kernel's
 * interrupts would send it. Whatever comes of the call, nothing may be left over. */
#include <signal.h>
#include <ucontext.h>

#include "calls/code_memory.h"
#include "host.h"
#include "kernel.server.h"
#include "machine/callbacks.h"
#include "machine/heap.h"
#include "model/frame_page.h"
#include "model/reaper.h"
#include "model/server_failure.h"
#include "model/slots.h"
#include "tap.h"

#define TRAP_FLAG   0x100

static struct server *callee, *supplier;
static Tokens tokens, others;
static Token token, second, lent;    /* `lent`: by the callee's handle, if any is */
static struct thread *first_thread, *other_thread;
static const char *variant;

/* Calls; each returns its call status, and keeps no reference. */

static status call_plain(void)
{
    status call;

    Tokens_getDestroyed_checked(tokens, &call);
    return call;
}

static status call_making(void)
{
    status call;

    Token_release(Tokens_make_checked(tokens, 5, &call));
    return call;
}

static status call_with_several(void)
{
    Token third = 0;
    status call = Tokens_several(tokens, token, second, &third);

    token = 0;
    Token_release(third);
    return call;
}

/* As trap code does for a caller in user mode: through a slot of the thread's own, which nobody
 * cuts, but which keeps the object (crossing_into_kernel.c). */
static status call_through_own_slot(void)
{
    struct slot own = *(struct slot *)tokens;
    status call;

    own.object->count++;
    Tokens_getDestroyed_checked((Tokens)&own, &call);
    object_drop(own.object);
    return call;
}

/* What the other thread does. */

static void end_server(struct server *server)
{
    if (server->holder) {               /* it would wait for the monitor; the rest comes in clean_up() */
        server_set_going(server);
        server_cut(server);
    } else {
        server_unload(server);
    }
}

static void unload_callee(void)
{
    end_server(callee);
}

static void unload_supplier(void)
{
    end_server(supplier);
}

static void fail_callee(void)
{
    struct domain *grave = server_make_grave();

    server_fail(callee, &grave, "fails here");
    heap_free(grave);
}

static void release_reference(void)
{
    Tokens_release(tokens);
    tokens = 0;
}

/* A callee may keep what it was lent, and use it whenever it likes. */
static void use_lent(void)
{
    status call;

    frame_push(callee);
    Token_getNumber_checked(lent, &call);
    frame_pop();
}

/* The steps of a call. */

static void (*disturb)(void);
static u32 steps, disturbed;        /* instructions of generated code until then; whether it was */
static u32 outside;                 /* it was where the call had not come so far that it is to be made */

/* The steps begin with the entry point's first instruction and end when it is left for its caller, or for
 * C that returns there. What generated code calls is not made in steps: it returns to step_on, which goes
 * on where it should have returned to. Only a call puts an address of generated code where a return
 * address stands, so nobody looks there at any other time: it may be data that only looks like one. */
static u32 returns_to;              /* the caller; 0 until the entry point is reached */
static u32 step_on_at __asm__("step_on_at") __attribute__((used));
extern const u8 step_on[];

__asm__("step_on:\n\t"
        "pushl step_on_at\n\t"
        "pushfl\n\t"
        "orl $0x100, (%esp)\n\t"
        "popfl\n\t"
        "ret");

/* Outside generated code: whether the steps are over for now. */
static int is_left(u32 eip, u32 *stack)
{
    if (!returns_to)
        return 0;
    if (eip != returns_to && *stack != returns_to) {
        step_on_at = *stack;
        *stack = (u32)step_on;
    }
    return 1;
}

static void on_step(int signal, siginfo_t *information, void *context)
{
    greg_t *registers = ((ucontext_t *)context)->uc_mcontext.gregs;
    u32 eip = (u32)registers[REG_EIP], *stack = (u32 *)registers[REG_ESP];

    (void)signal, (void)information;
    if (!code_contains(eip)) {
        if (is_left(eip, stack))
            registers[REG_EFL] &= ~TRAP_FLAG;
        return;
    }
    if (!returns_to)
        returns_to = *stack;
    if (steps--)
        return;
    disturbed = 1;
    outside = frame_top->server != callee && entry_restart(eip) != eip;
    registers[REG_EFL] &= ~TRAP_FLAG;
    host_switch(other_thread);
    disturb();
    host_switch(first_thread);
    registers[REG_EIP] = (greg_t)entry_restart(eip);
}

static status call_in_steps(status (*call)(void))
{
    status result;

    returns_to = 0;
    __asm__ volatile("pushfl; orl %0, (%%esp); popfl" : : "i"(TRAP_FLAG) : "memory", "cc");
    result = call();
    __asm__ volatile("pushfl; andl %0, (%%esp); popfl" : : "i"(~TRAP_FLAG) : "memory", "cc");
    return result;
}

static struct server *begin_server(const char *name)
{
    struct server *server = host_load(name);

    host_run(server);
    server_hold(server);
    return server;
}

static void end_for_good(struct server *server)
{
    server_unload(server);
    server_drop(server);
}

static void set_up(void)
{
    callee = begin_server(variant);
    supplier = begin_server("tokens");
    tokens = host_root(callee, "Tokens");
    others = host_root(supplier, "Tokens");
    token = Tokens_make(others, 1);
    second = Tokens_make(others, 2);
    lent = (Token)lent_slots.oldest;
}

static void clean_up(void)
{
    Token_release(token);
    Token_release(second);
    Tokens_release(tokens);
    Tokens_release(others);
    end_for_good(callee);
    end_for_good(supplier);
    while (reaper_step())
        ;
}

/* What there is in the system. */
struct inventory {
    u32 references, objects, blocks;
    const struct frame *frame;
};

static struct inventory take_inventory(void)
{
    return (struct inventory){ reference_total(), object_total(), host_blocks, frame_top };
}

static u32 is_same(const struct inventory *before)
{
    struct inventory now = take_inventory();

    if (!memcmp(before, &now, sizeof now))
        return 1;
    tap_note("references %u, %u; objects %u, %u; blocks %u, %u; frame %p, %p", before->references,
             now.references, before->objects, now.objects, before->blocks, now.blocks,
             (const void *)before->frame, (const void *)now.frame);
    return 0;
}

/* Disturbs the call before its instruction `at`. Returns whether it has so many, and all was well. */
static u32 is_well(status (*call)(void), u32 at, u32 *reached)
{
    struct inventory before = take_inventory();
    status result;

    set_up();
    steps = at;
    disturbed = outside = 0;
    result = call_in_steps(call);
    *reached = disturbed;
    clean_up();
    if (outside && (disturb == unload_callee || disturb == fail_callee) && result != E_GONE) {
        tap_note("a server that ended is entered: the call returns %d", result);
        return 0;
    }
    /* A server that goes gets no references any more, nor can it make any: E_NOMEM. */
    if (result >= 0 || result == E_GONE || result == E_REFERENCE || result == E_NOMEM)
        return is_same(&before);
    tap_note("the call fails with %d", result);
    return 0;
}

static void test(const char *name, status (*call)(void), const char *what, void (*by)(void))
{
    u32 at, reached, well = 1;

    disturb = by;
    for (at = 0; well; at++) {
        well = is_well(call, at, &reached);
        if (!reached)
            break;
    }
    ok(well && at > 20, "%s: %s, %s before any of %u instructions", variant, name, what, at);
}

int main(void)
{
    static const char *const variants[] = { "tokens", "tokens_serialised" };
    static const struct {
        const char *name;
        status (*call)(void);
    } calls[] = {
        { "a call", call_plain },
        { "a reference is the result", call_making },
        { "one is moved, one lent, one comes back", call_with_several },
        { "a call out of a trap", call_through_own_slot }
    };
    static const struct {
        const char *name;
        void (*disturb)(void);
    } disturbances[] = {
        { "the callee is unloaded", unload_callee },
        { "the callee fails", fail_callee },
        { "the server of what is passed is unloaded", unload_supplier },
        { "the reference is released", release_reference },
        { "what is lent is used", use_lent }
    };
    const struct sigaction action = { .sa_sigaction = on_step, .sa_flags = SA_SIGINFO };
    u32 v, c, d;

    host_start();
    first_thread = current_thread;
    other_thread = host_thread(4);
    sigaction(SIGTRAP, &action, NULL);
    for (v = 0; v < 2; v++)
        for (c = 0; c < sizeof calls / sizeof calls[0]; c++)
            for (d = 0; d < sizeof disturbances / sizeof disturbances[0]; d++) {
                variant = variants[v];
                set_up();               /* entry blocks and types stay for those that follow */
                clean_up();
                test(calls[c].name, calls[c].call, disturbances[d].name, disturbances[d].disturb);
            }
    return tap_end();
}
