/* SPDX-License-Identifier: GPL-2.0-only */
/* Slots: how often a reference is held, when a handle is used again, and what happens when there
 * are none left (rules M6, M8). The test program calls as the kernel. */
#include <unistd.h>

#include "host.h"
#include "machine/interrupts.h"
#include "kernel.server.h"
#include "model/memory.h"
#include "model/slots.h"
#include "tap.h"

static Tokens tokens, others;
static const char *variant;

static Token new_token(u32 number)
{
    Token token = 0;

    Tokens_create(tokens, number, &token);
    return token;
}

/* Another slot of the kernel's for the same object: Component.duplicate() would only count. */
static u32 another(const void *reference)
{
    u32 flags = interrupts_disable(), copy = (u32)reference_copy(reference, &kernel_server);

    interrupts_restore(flags);
    return copy;
}

/* A server that has a reference already obtains it by counting. */
static void test_holds(void)
{
    Token token = new_token(15), back = 0;
    u32 references = reference_total(), destroyed = Tokens_getDestroyed(tokens), objects = object_total();
    struct slot *slot = (struct slot *)token;
    status call;

    ok(Token_duplicate(token) == token, "M6: %s: a reference that is duplicated keeps its handle", variant);
    is_number(reference_total(), references + 1, "%s: and is held once more", variant);
    is_number(Component_release(component, (u32)token), OK, "%s: released once", variant);
    is_number(Token_getNumber(token), 15, "M6: %s: it can still be called", variant);
    Token_duplicate(token);
    is_number(Tokens_keep(others, token), OK, "%s: of two, one is moved", variant);
    is_number(Token_getNumber(token), 15, "M6: %s: the other one is the caller's", variant);
    is_number(Tokens_give(others, &back), OK, "%s: the one that was moved comes back", variant);
    ok(back && back != token && Token_getNumber(back) == 15, "M6: %s: by another handle", variant);
    Token_release(back);
    is_number(reference_total(), references, "%s: one is left", variant);
    is_number(Tokens_getDestroyed(tokens), destroyed, "M8: %s: which keeps the object", variant);
    slot->holds_or_next = SLOT_HOLDS_MAX;
    ok(!Token_duplicate(token), "%s: it cannot be held more than %u times", variant, SLOT_HOLDS_MAX);
    slot->holds_or_next = 1;
    is_number(Component_release(component, (u32)token), OK, "%s: released as often as held", variant);
    is_number(object_total(), objects - 1, "M8: %s: the object ends", variant);
    Token_getNumber_checked(token, &call);
    is_number(call, E_REFERENCE, "M6: %s: after the last release the handle is refused", variant);
    is_number(Component_duplicate(component, (u32)token), 0, "M6: %s: nor can it be duplicated", variant);
    is_number(Component_release(component, (u32)token), E_REFERENCE, "M6: %s: nor released", variant);
}

/* The same when a callee hands over one of two that it holds. */
static void test_holds_of_callee(void)
{
    Token token = new_token(15), back = 0;
    u32 references = reference_total();

    Tokens_keepDuplicate(others, token);
    Token_release(token);
    is_number(Tokens_giveDuplicate(others, &back), OK, "%s: a callee gives a duplicate of what it keeps",
              variant);
    is_number(Token_getNumber(back), 15, "M6: %s: it can be called", variant);
    is_number(Tokens_look(others, back), 15, "M6: %s: and passed", variant);
    Token_release(back);
    is_number(Tokens_give(others, &back), OK, "%s: it still has its own", variant);
    is_number(Token_getNumber(back), 15, "M6: %s: which can be called too", variant);
    is_number(reference_total(), references, "%s: there is one", variant);
    Token_release(back);
}

static void test_reuse(void)
{
    Token token = new_token(15);
    u32 stale, i, reused = 0, next;

    stale = another(token);
    Token_release((Token)stale);
    for (i = 0; i < REUSE_DISTANCE && !reused; i++) {
        next = another(token);
        reused = next == stale;
        Token_release((Token)next);
    }
    ok(!reused, "M6: %s: a handle is not used again for the next %u", variant, REUSE_DISTANCE);
    Token_release(token);
}

/* Nor is that of a lent reference. */
static void test_reuse_of_lent(void)
{
    Token token = new_token(15);
    u32 first = Tokens_getHandle(tokens, token), i, reused = 0;

    for (i = 0; i < REUSE_DISTANCE && !reused; i++)
        reused = Tokens_getHandle(tokens, token) == first;
    ok(!reused, "M6: %s: nor is that of what was lent", variant);
    Token_release(token);
}

static void test_exhaustion(void)
{
    static Token many[SERVER_SLOTS_MAX];
    Token token = new_token(16);
    u32 count, i, references = reference_total();

    for (count = 0; count < SERVER_SLOTS_MAX && (many[count] = (Token)another(token)); count++)
        ;
    ok(count > SERVER_SLOTS_MAX - 100 && count < SERVER_SLOTS_MAX && !kernel_server.room,
       "%s: a server can have so many references (%u)", variant, count);
    ok(!another(token), "%s: and then no more", variant);
    is_number(Tokens_look(tokens, token), 16, "%s: others still get theirs", variant);
    for (i = 0; i < count; i++)
        Token_release(many[i]);
    is_number(reference_total(), references, "%s: all are released", variant);
    Token_release(token);
}

/* A reference cannot be lent if all slots for that are taken. */
static void test_lent_exhaustion(void)
{
    Token token = new_token(16);
    struct slot *youngest = lent_slots.youngest;
    u32 objects = object_total();
    status call;

    lent_slots.youngest = lent_slots.oldest;
    Tokens_look_checked(tokens, token, &call);
    lent_slots.youngest = youngest;
    is_number(call, E_NOMEM, "%s: a reference that cannot be lent fails the call", variant);
    is_number(Tokens_look(tokens, token), 16, "%s: and then it can", variant);
    Token_release(token);
    is_number(object_total(), objects - 1, "M8: %s: its object ends", variant);
}

/* A handle that was lent, is used although it is free again, and whose slot still points at the
 * entry points of a server that went. */
static void test_stale_lent(void)
{
    struct server *victim = host_load(variant), *heir;
    Tokens root;
    Token token, stale;
    status call;

    host_run(victim);
    root = host_root(victim, "Tokens");
    token = Tokens_make(root, 17);
    stale = (Token)Tokens_getHandle(tokens, token);
    Token_getNumber_checked(stale, &call);
    is_number(call, E_REFERENCE, "M6: %s: what was lent cannot be called any more", variant);
    Token_release(token);
    Tokens_release(root);
    server_unload(victim);
    alarm(20);                          /* the call would begin again for ever */
    Token_getNumber_checked(stale, &call);
    is_number(call, E_GONE, "M6: %s: nor when its server is gone", variant);
    alarm(0);
    heir = host_load(variant);
    Token_getNumber_checked(stale, &call);
    is_number(call, E_REFERENCE, "M6: %s: nor when another one has its entry points", variant);
    server_unload(heir);
}

static struct implementation *implementation_of(const void *reference)
{
    return ((const struct slot *)reference)->object->implementation;
}

/* Objects that are kept when nobody references them, and given out again. */
static void test_kept(void)
{
    struct memory block = { .kind = MEMORY_MODULE, .physical = (u32)&block, .size = 16 }, *found = NULL;
    Memory memory = memory_create(&block), again;
    struct implementation *implementation = implementation_of(memory);
    u32 objects = object_total(), before = kernel_server.room + 1, room, unused = 0;

    is_number(Component_keepObjects(component, 1000), E_INVAL, "M8: objects of no line cannot be kept");
    is_number(Component_keepObjects(component, 0), E_INVAL, "M8: nor can roots");
    is_number(Component_reuseObject(component, 1000, &unused) | Component_reuseObject(component, 0, &unused)
              | Component_countKept(component, 1000) | Component_countKept(component, 0), 0, "M8: so there are none");
    is_number(memory_keep(), OK, "M8: local objects can");
    ok(!memory_reuse(&found) && memory_kept() == 0, "M8: there is none yet");
    Memory_release(memory);
    ok(memory_kept() == 1 && block.size == 16, "M8: one is kept, not destroyed");
    is_number(object_total(), objects - 1, "M8: but it does not live");
    is_number(Component_release(component, (u32)memory), E_REFERENCE, "M6: the reference to it is gone");
    is_number(memory_kept(), 1, "M8: it is kept once");
    room = kernel_server.room;
    is_number(room, before - 1, "M8: a kept object counts as a reference");
    kernel_server.room = 0;
    again = memory_reuse(&found);
    ok(again && !kernel_server.room, "M8: so there is always room for one to it");
    kernel_server.room = room;
    ok(again && again != memory && found == &block && memory_of(again) == &block, "M8: it is given out again");
    ok(!memory_reuse(&found) && memory_kept() == 0, "M8: once");
    implementation->keeps = 0;
    Memory_release(again);
    ok(object_total() == objects - 1 && !block.size, "M8: and destroyed when they are not kept any more");
}

/* They are freed when their server goes. */
static void test_kept_of_going(void)
{
    u32 objects = object_total(), room;
    struct server *victim = host_load(variant);
    Tokens root;
    Token token;

    host_run(victim);
    root = host_root(victim, "Tokens");
    token = Tokens_make(root, 18);
    implementation_of(token)->keeps = 1;
    room = victim->room;
    victim->room = 0;
    Token_release(token);
    is_number(Tokens_getDestroyed(root), 1, "M8: %s: one too many is not kept", variant);
    victim->room = room;
    token = Tokens_make(root, 19);
    Token_release(token);
    is_number(Tokens_getDestroyed(root), 1, "M8: %s: its server is not told of a kept object", variant);
    Tokens_release(root);
    server_unload(victim);
    is_number(object_total(), objects, "M8: %s: which goes with it", variant);
}

int main(void)
{
    static const char *const variants[] = { "tokens", "tokens_serialised" };
    u32 i, references;

    host_start();
    references = reference_total();
    test_kept();
    for (i = 0; i < 2; i++) {
        struct server *servers[2];
        void *roots[2];

        variant = variants[i];
        host_pair(variant, "Tokens", servers, roots);
        tokens = roots[0];
        others = roots[1];
        test_holds();
        test_holds_of_callee();
        test_reuse();
        test_reuse_of_lent();
        test_exhaustion();
        test_lent_exhaustion();
        test_stale_lent();
        test_kept_of_going();
        Tokens_release(tokens);
        Tokens_release(others);
        server_unload(servers[0]);
        server_unload(servers[1]);
    }
    is_number(reference_total(), references, "no reference is left");
    return tap_end();
}
