/* SPDX-License-Identifier: GPL-2.0-only */
/* Generated code that loses the processor between any two instructions. Interrupts stay on in it
 * (restart.h), so each operation is executed step by step, over and over; each time, at one place
 * further on, another thread gets its turn and does something that is most unwelcome. */
#include <signal.h>
#include <ucontext.h>

#include "code_memory.h"
#include "frame.h"
#include "hook.h"
#include "host.h"
#include "interrupts.h"
#include "kernel.server.h"
#include "slots.h"
#include "tap.h"

#define TRAP_FLAG 0x100

static struct server *server, *second_server;
static struct thread *first_thread, *other_thread;
static const char *variant;
static Tokens tokens, others;
static Token token, moved, spare;

/* The other thread's turn, and at which of the instructions it comes. */
static void (*turn)(void);
static u32 place, passed, taken;

static void step(int signal, siginfo_t *information, void *context)
{
    greg_t *registers = ((ucontext_t *)context)->uc_mcontext.gregs;

    (void)signal, (void)information;
    if (!host_interrupts || !code_contains((u32)registers[REG_EIP]) || passed++ != place)
        return;
    taken = 1;
    registers[REG_EIP] = (greg_t)entry_restart((u32)registers[REG_EIP]);
    registers[REG_EFL] &= ~TRAP_FLAG;
    host_switch(other_thread);
    turn();
    host_switch(first_thread);
}

static void set_trap_flag(void)
{
    __asm__ volatile("pushfl\n\torl %0, (%%esp)\n\tpopfl" : : "i"(TRAP_FLAG) : "memory", "cc");
}

static void clear_trap_flag(void)
{
    __asm__ volatile("pushfl\n\tandl %0, (%%esp)\n\tpopfl" : : "i"(~TRAP_FLAG) : "memory", "cc");
}

/* Does `operation` with the other thread's turn at one place after the other, `before` and
 * `after` around each; until there was no such place any more. */
static u32 at_every_place(void (*before)(void), void (*operation)(void), void (*after)(void),
                          void (*other)(void))
{
    turn = other;
    for (place = 0, taken = 1; taken; place++) {
        passed = taken = 0;
        before();
        set_trap_flag();
        operation();
        clear_trap_flag();
        after();
    }
    return place - 1;
}

/* Failures, by what went wrong; the tests below tell them. */
static u32 wrong_results, lost_references, wrong_lists;
static u32 references, objects;

/* There are so many free slots in the list. */
static void check_list(const struct slot_list *list, u32 expected)
{
    const struct slot *slot = list->oldest;
    u32 count = 1;

    for (; slot != list->youngest && count <= expected; count++) {
        if (slot < slots || slot >= slots + SLOTS_MAX || (u32)slot % sizeof *slot)
            break;
        wrong_lists += slot->owner || slot->object;
        slot = (const struct slot *)slot->holds_or_next;
    }
    wrong_lists += count != expected;
}

static void check_counts(void)
{
    lost_references += reference_total() != references || object_total() != objects;
    check_list(&lent_slots, LENT_SLOTS_MAX);
    check_list(&owned_slots.list, owned_slots.free + 1);
}

static void begin(void)
{
    wrong_results = lost_references = wrong_lists = 0;
    references = reference_total();
    objects = object_total();
}

static void end(const char *what, u32 places)
{
    ok(places >= 5, "%s: %s: %u places", variant, what, places);
    is_number(wrong_results, 0, "%s: %s: the results are right", variant, what);
    is_number(lost_references, 0, "M8: %s: %s: no reference and no object is lost", variant, what);
    is_number(wrong_lists, 0, "M6: %s: %s: what was lent or released is free again", variant, what);
}

static void nothing(void)
{
}

/* What the other thread does: calls, lends, obtains and releases, with the same objects; nothing
 * where it would have to wait for the first one. */
static void use_everything(void)
{
    Token made, given = 0;

    if (server->holder || second_server->holder)
        return;
    made = Tokens_make(tokens, 5);
    wrong_results += Tokens_look(others, token) != 1 || Tokens_look(others, token) != 1;
    wrong_results += Token_getNumber(Token_duplicate(made)) != 5;
    Token_release(made);
    wrong_results += Tokens_keep(tokens, made) != OK;
    wrong_results += Tokens_give(tokens, &given) != OK;
    Token_release(given);
}

static void call(void)
{
    wrong_results += Token_getNumber(token) != 1;
}

static void lend(void)
{
    wrong_results += Tokens_look(others, token) != 1;
}

static void move(void)
{
    wrong_results += Tokens_keep(others, moved) != OK;
}

static void give(void)
{
    wrong_results += Tokens_give(others, &moved) != OK || Token_getNumber(moved) != 2;
}

static void make(void)
{
    moved = Tokens_make(tokens, 2);
}

static void drop(void)
{
    Token_release(moved);
}

static void obtain(void)
{
    wrong_results += Token_duplicate(token) != token;
}

static void give_up(void)
{
    wrong_results += Component_release(component, (u32)token) != OK;
}

static void give_and_check(void)
{
    give();
    check_counts();
}

static void drop_and_check(void)
{
    drop();
    check_counts();
}

static void give_up_and_check(void)
{
    give_up();
    check_counts();
}

static void test_others_work(void)
{
    begin();
    end("a call", at_every_place(nothing, call, check_counts, use_everything));
    begin();
    end("a reference lent", at_every_place(nothing, lend, check_counts, use_everything));
    make();
    begin();
    end("one moved", at_every_place(nothing, move, give_and_check, use_everything));
    end("one handed over", at_every_place(move, give, check_counts, use_everything));
    drop();
    begin();
    end("one as a result", at_every_place(nothing, make, drop_and_check, use_everything));
    end("one obtained", at_every_place(nothing, obtain, give_up_and_check, use_everything));
    end("one released", at_every_place(obtain, give_up, check_counts, use_everything));
}

/* The other thread releases what the first one is just using, as often as that is held, and then
 * something else, so that the slot is free and not the last of its list. (With interrupts off it
 * does not wait to destroy the objects.) */
static void steal(void)
{
    u32 flags = interrupts_disable();

    while (Component_release(component, (u32)moved) == OK)
        ;
    Component_release(component, (u32)spare);
    interrupts_restore(flags);
}

static void make_two(void)
{
    make();
    spare = Tokens_make(tokens, 3);
}

static void make_twice(void)
{
    make_two();
    Token_duplicate(moved);
}

static void use_stolen(void)
{
    status result;
    u32 number = Tokens_look_checked(others, moved, &result);

    wrong_results += !(result == OK && number == 2) && !(result < 0 && !number)
        && !(result == OK && !number);      /* released in the callee: its own call failed */
}

static void move_stolen(void)
{
    status result = Tokens_keep(others, moved);

    wrong_results += result != OK && result != E_REFERENCE;
    Tokens_forget(others);
}

static void obtain_stolen(void)
{
    if (Token_duplicate(moved))
        Token_release(moved);
}

static void release_stolen(void)
{
    Component_release(component, (u32)moved);
}

static void drop_stolen(void)
{
    while (Component_release(component, (u32)moved) == OK)
        ;
    Component_release(component, (u32)spare);
    check_counts();
}

static void test_others_release(void)
{
    begin();
    end("lent and released", at_every_place(make_two, use_stolen, drop_stolen, steal));
    end("moved and released", at_every_place(make_two, move_stolen, drop_stolen, steal));
    end("obtained and released", at_every_place(make_two, obtain_stolen, drop_stolen, steal));
    end("released twice", at_every_place(make_two, release_stolen, drop_stolen, steal));
    end("held twice and released", at_every_place(make_twice, release_stolen, drop_stolen, steal));
}

/* The other thread unloads the server that is being called, unless it would have to wait, and
 * makes objects where that server's have been. */
#define HEIRS 8
static struct server *going;
static Token heirs[HEIRS];
static Tokens root;
static u32 destructed, entered_late;

static void watch(void *argument)
{
    (void)argument;
    destructed = 1;
}

static struct hook destructor = { .run = watch };

static void load_going(void)
{
    Runnable listener = hook_create(&destructor);

    going = host_load(variant);
    host_run(going);
    root = host_root(going, "Tokens");
    Tokens_setListener(root, listener);
    Runnable_release(listener);
    destructed = 0;
}

static void unload(void)
{
    u32 i;

    if (going && !going->holder) {
        server_unload(going);
        going = NULL;
        for (i = 0; i < HEIRS; i++)
            heirs[i] = Tokens_make(tokens, 4);
    }
}

static void run_in_going(void *argument)
{
    (void)argument;
    entered_late += destructed;
}

static struct hook runner = { .run = run_in_going };
static Runnable runnable;

static void call_going(void)
{
    status result;

    Tokens_during_checked(root, runnable, &result);
    wrong_results += result != OK && result != E_GONE;
}

/* A reference to an object of the server that goes, lent to another, which calls through it. */
static void lend_of_going(void)
{
    status result;

    Tokens_lookDuring_checked(others, moved, runnable, &result);
    wrong_results += result != OK && result != E_GONE;
}

static void make_in_going(void)
{
    load_going();
    moved = Tokens_make(root, 1);
}

static void create_in_going(void)
{
    status result = Tokens_create(root, 1, &moved);

    wrong_results += result == OK ? !moved : !!moved;
}

static void end_going(void)
{
    u32 i;

    Token_release(moved);
    moved = 0;
    unload();
    for (i = 0; i < HEIRS; i++) {
        wrong_results += Token_getNumber(heirs[i]) != 4;
        Token_release(heirs[i]);
    }
    Tokens_release(root);
    check_counts();
}

static void test_others_unload(void)
{
    runnable = hook_create(&runner);
    begin();
    entered_late = 0;
    end("unloaded when called", at_every_place(load_going, call_going, end_going, unload));
    if (server->serialised)
        is_number(entered_late, 0, "M8: %s: nobody enters after the destructor", variant);
    entered_late = 0;
    end("unloaded when lent", at_every_place(make_in_going, lend_of_going, end_going, unload));
    if (server->serialised)
        is_number(entered_late, 0, "M8: %s: nobody enters by what was lent", variant);
    end("unloaded when making", at_every_place(load_going, create_in_going, end_going, unload));
    Runnable_release(runnable);
}

int main(void)
{
    static const char *const variants[] = { "tokens", "tokens_serialised" };
    struct sigaction action = { .sa_sigaction = step, .sa_flags = SA_SIGINFO };
    u32 i;

    host_start();
    first_thread = current_thread;
    other_thread = host_thread(4);
    sigaction(SIGTRAP, &action, NULL);
    for (i = 0; i < 2; i++) {
        variant = variants[i];
        server = host_load(variant);
        second_server = host_load(variant);
        host_run(server);
        host_run(second_server);
        tokens = host_root(server, "Tokens");
        others = host_root(second_server, "Tokens");
        token = Tokens_make(tokens, 1);
        test_others_work();
        test_others_release();
        test_others_unload();
        Token_release(token);
        Tokens_release(tokens);
        Tokens_release(others);
        server_unload(server);
        server_unload(second_server);
    }
    return tap_end();
}
