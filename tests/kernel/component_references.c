/* SPDX-License-Identifier: GPL-2.0-only */
/* References: what may be passed in which way, what is refused, and when objects end
 * (rules M5, M6, M8). The test program calls as the kernel. */
#include "hook.h"
#include "host.h"
#include "kernel.server.h"
#include "machine/interrupts.h"
#include "model/frame_page.h"
#include "model/memory.h"
#include "tap.h"

static struct server *server, *second_server;
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

static void test_results(void)
{
    Token token = (Token)1, made;

    is_number(Tokens_create(tokens, 5, &token), OK, "%s: a reference by parameter", variant);
    is_number(Token_getNumber(token), 5, "%s: it can be called", variant);
    made = Tokens_make(tokens, 6);
    is_number(Token_getNumber(made), 6, "%s: a reference as a result", variant);
    is_number(Component_release(component, (u32)token), OK, "%s: it is the caller's", variant);
    is_number(Tokens_getDestroyed(tokens), 1, "M8: %s: the server is told of the object's end", variant);
    Token_release(made);
    is_number(Tokens_getDestroyed(tokens), 2, "M8: %s: likewise of the other's", variant);
}

static void test_lent(void)
{
    Token token = new_token(7);
    u32 references = reference_total(), handle;
    status call;

    is_number(Tokens_look(tokens, token), 7, "%s: a lent reference can be called", variant);
    Tokens_look_checked(tokens, 0, &call);
    is_number(call, OK, "%s: an optional one may be null", variant);
    Tokens_lookStrictly_checked(tokens, 0, &call);
    is_number(call, E_REFERENCE, "%s: another one may not", variant);
    handle = Tokens_getHandle(tokens, token);
    ok(handle && handle != (u32)token, "M6: %s: the callee has a handle of its own", variant);
    is_number(Tokens_isOwn(tokens, token), 1, "M5: %s: the server recognises its own object", variant);
    is_number(Tokens_isOwn(others, token), 0, "M5: %s: another server does not", variant);
    is_number(reference_total(), references, "%s: what was lent is gone", variant);
    is_number(Tokens_releaseLent(tokens, token), E_REFERENCE, "%s: what is lent cannot be released", variant);
    is_number(Tokens_moveLent(tokens, token, others), E_REFERENCE, "%s: nor moved", variant);
    is_number(Token_getNumber(token), 7, "%s: and is still there", variant);
    is_number(Tokens_keepDuplicate(tokens, token), OK, "%s: but duplicated", variant);
    Token_release(token);
    is_number(Tokens_getDestroyed(tokens), 2, "M8: %s: the duplicate keeps the object", variant);
    is_number(Tokens_forget(tokens), 3, "M8: %s: and then it ends, at once", variant);
}

static void test_moved(void)
{
    Token token = new_token(8), back = 0, twice[2];
    u32 references = reference_total();

    is_number(Tokens_keep(others, token), OK, "%s: a reference is moved", variant);
    is_number(Tokens_look(tokens, token), 0, "M6: %s: the caller has it no more", variant);
    is_number(Component_release(component, (u32)token), E_REFERENCE, "M6: %s: nor can release it", variant);
    is_number(Tokens_give(others, &back), OK, "%s: it comes back", variant);
    is_number(Token_getNumber(back), 8, "%s: and can be called", variant);
    is_number(reference_total(), references, "%s: there is still one", variant);
    is_number(Tokens_refuse(others, back), E_IO, "%s: moved to a function that fails", variant);
    is_number(Tokens_getDestroyed(tokens), 4, "M8: %s: consumed all the same", variant);
    is_number(reference_total(), references - 1, "%s: and gone", variant);

    Tokens_keep(others, new_token(9));
    is_number(Tokens_giveTwice(others, &twice[0], &twice[1]), E_REFERENCE,
              "%s: one reference given twice is refused", variant);
    ok(!twice[0] && !twice[1], "%s: and none arrives", variant);
    is_number(Tokens_getDestroyed(tokens), 5, "M8: %s: nor is one left", variant);

    Tokens_keep(others, new_token(9));
    back = (Token)1;
    is_number(Tokens_giveAndFail(others, &back), E_IO, "%s: a call that fails", variant);
    ok(!back, "%s: yields no reference", variant);
    is_number(Tokens_getDestroyed(tokens), 6, "M8: %s: nor is one left of it", variant);
}

static void test_several(void)
{
    Token first = new_token(10), second = new_token(11), third = 0;
    u32 references = reference_total();

    is_number(Tokens_several(tokens, first, second, &third), OK, "%s: moved, lent and result in one call",
              variant);
    is_number(Token_getNumber(third), 21, "%s: all of them worked", variant);
    is_number(reference_total(), references + 1, "%s: nothing is left over", variant);
    Token_release(third);
    is_number(Tokens_several(tokens, second, second, &third), E_REFERENCE,
              "M6: %s: moved first, then lent: refused", variant);
    ok(!third, "%s: no result then", variant);
    is_number(Component_release(component, (u32)second), E_REFERENCE, "%s: the moved one is consumed",
              variant);
    Tokens_forget(tokens);
    is_number(reference_total(), references - 2, "%s: nothing is left over", variant);
    is_number(Tokens_getDestroyed(tokens), 9, "M8: %s: all objects ended", variant);
}

/* A call that fails in its middle leaves nothing behind. */
static void test_abandoned(void)
{
    struct frame_page *page = frame_page_current();
    Token first = new_token(20), second = new_token(21), result = (Token)1;
    u32 references = reference_total(), destroyed = Tokens_getDestroyed(tokens);
    i32 room;

    is_number(Tokens_several(tokens, first, second, NULL), E_FAULT, "%s: no place for a result", variant);
    is_number(reference_total(), references - 1, "%s: what was lent is taken back", variant);
    is_number(Tokens_getDestroyed(tokens), destroyed + 1, "M8: %s: what was moved is consumed", variant);
    is_number(Tokens_create(tokens, 1, NULL), E_FAULT, "%s: likewise after a scalar", variant);

    first = new_token(22);
    room = server->room;
    server->room = 0;
    is_number(Tokens_keepDuplicate(tokens, second), E_NOMEM, "%s: a callee with too many references", variant);
    is_number(Tokens_keep(tokens, first), E_NOMEM, "%s: is moved none either", variant);
    server->room = room;
    is_number(Component_release(component, (u32)first), E_REFERENCE, "M8: %s: which is consumed", variant);
    room = kernel_server.room;
    kernel_server.room = 0;
    is_number(Tokens_create(tokens, 23, &result), E_NOMEM, "%s: nor does a caller with too many get a result",
              variant);
    kernel_server.room = room;
    ok(!result, "%s: which stays null", variant);
    result = (Token)1;

    page->stack_limit = ~0u;
    is_number(Tokens_create(tokens, 1, &result), E_NOSPC, "%s: a call that is refused at once", variant);
    ok(!result, "%s: clears the place for its result", variant);
    is_number(Tokens_keep(tokens, second), E_NOSPC, "%s: likewise one with a moved reference", variant);
    page->stack_limit = 0;
    is_number(reference_total(), references - 2, "%s: which it consumes", variant);
    result = (Token)1;
    is_number(Tokens_give(tokens, &result), OK, "%s: a result may be null", variant);
    ok(!result, "%s: and is then", variant);
}

/* What construct(), map() and their like refuse. */
static void test_component(void)
{
    struct memory block = { .kind = MEMORY_MODULE, .physical = (u32)&block, .size = 16 };
    Memory memory = memory_create(&block);
    u32 address = 0, objects = object_total();

    is_number(Component_construct(component, 1000, 0), 0, "M5: no object of what is not implemented");
    is_number(Component_construct(component, 0, 0), 0, "M5: nor a second root");
    is_number(object_total(), objects, "M5: nothing was made");
    is_number(Component_map(component, (Any)memory, &address), OK, "memory is mapped");
    ok(address == (u32)&block && block.mappings == 1, "at its address");
    ok(memory_of(memory) == &block, "M5: a server gets its own pointer back");
    is_number(Component_selfOf(component, 2, (u32)memory), 0, "M5: but not as an object of another kind");
    is_number(Component_selfOf(component, 1000, (u32)memory), 0, "M5: nor of one that there is not");
    Memory_release(memory);
    is_number(block.size, 16, "M8: the mapping keeps the memory");
    is_number(Component_unmap(component, address + 1), E_INVAL, "nothing is mapped elsewhere");
    is_number(Component_unmap(component, address), OK, "the mapping ends");
    ok(!block.mappings && !block.size, "M8: and the memory with it");
    is_number(Component_unmap(component, address), E_INVAL, "it cannot end twice");
}

/* Each mapping costs the kernel a reference. */
static void test_many_mappings(void)
{
    struct memory block = { .kind = MEMORY_MODULE, .physical = (u32)&block, .size = 16 };
    Memory memory = memory_create(&block);
    u32 address, count = 0, references = reference_total();

    while (count < 2 * SERVER_MAPPINGS_MAX && Component_map(component, (Any)memory, &address) == OK)
        count++;
    is_number(count, SERVER_MAPPINGS_MAX, "a server can have so many mappings");
    is_number(Component_map(component, (Any)memory, &address), E_NOMEM, "and then no more");
    while (Component_unmap(component, (u32)&block) == OK)
        count--;
    ok(!count && !block.mappings && reference_total() == references, "all end");
    is_number(Component_map(component, (Any)memory, &address), OK, "then there can be new ones");
    Component_unmap(component, address);
    Memory_release(memory);
}

/* A server's `component` may be lent and outlive the server: it acts for who calls. */
static void test_foreign_component(void)
{
    struct memory block = { .kind = MEMORY_MODULE, .physical = (u32)&block, .size = 16 };
    Memory memory = memory_create(&block);
    struct server *other = host_load(variant);
    u32 flags = interrupts_disable(), address = 0;
    Component theirs = (Component)reference_copy(other->component_slot, &kernel_server);

    interrupts_restore(flags);
    is_number(Component_map(theirs, (Any)memory, &address), OK, "%s: memory is mapped by another's component",
              variant);
    server_unload(other);
    is_number(block.mappings, 1, "M8: %s: which does not own the mapping", variant);
    is_number(Component_unmap(theirs, address + 1), E_INVAL, "M8: %s: when its server is gone, it works",
              variant);
    is_number(Component_unmap(theirs, address), OK, "%s: the mapping is the caller's", variant);
    is_number(block.mappings, 0, "%s: and ends", variant);
    Component_release(component, (u32)theirs);
    Memory_release(memory);
}

/* Every handle that is not a reference of the caller's. */
static void test_forged(void)
{
    Token token = new_token(12), result = (Token)1;
    u32 handles[] = {
        1, 4, 0x1000, 0xffffffff, 0xfffffff0, (u32)token + 1, (u32)token + 4, (u32)token - 16 * 200000,
        (u32)token + 16 * 200000, (u32)token + 16 * 1000, (u32)&token, (u32)test_forged
    };
    u32 i;
    status call;

    for (i = 0; i < sizeof handles / sizeof *handles; i++) {
        is_number(Tokens_keep(tokens, (Token)handles[i]), E_REFERENCE, "M6: %s: forged handle %u is refused",
                  variant, i);
        Tokens_look_checked(tokens, (Token)handles[i], &call);
        is_number(call, E_REFERENCE, "M6: %s: likewise lent", variant);
        is_number(Tokens_forge(tokens, handles[i], &result), E_REFERENCE, "M6: %s: likewise as a result",
                  variant);
        ok(!result, "%s: no result then", variant);
        Tokens_forgeResult_checked(tokens, handles[i], &call);
        is_number(call, E_REFERENCE, "M6: %s: likewise as the result itself", variant);
        is_number(Component_release(component, handles[i]), E_REFERENCE, "M6: %s: nor released", variant);
        is_number(Component_duplicate(component, handles[i]), 0, "M6: %s: nor duplicated", variant);
        is_number(Component_selfOf(component, 0, handles[i]), 0, "M6: %s: nor looked into", variant);
    }
    is_number(Tokens_forge(tokens, (u32)token, &result), E_REFERENCE,
              "M6: %s: the callee cannot hand over the caller's own", variant);
    is_number(Token_getNumber(token), 12, "%s: which is untouched", variant);
    Token_release(token);
}

static void test_stale_and_foreign(void)
{
    Token token = new_token(13), kept;
    status call;

    Tokens_keepDuplicate(tokens, token);
    kept = (Token)Tokens_getKeptHandle(tokens);
    is_number(Tokens_keep(others, kept), E_REFERENCE, "M6: %s: a foreign reference is refused as parameter",
              variant);
    is_number(Token_getNumber_checked(kept, &call), 0, "%s: a call through it gives no result", variant);
    is_number(call, E_REFERENCE, "M6: %s: a call through a foreign reference is refused", variant);
    Tokens_forget(tokens);
    Token_release(token);
    is_number(Token_getNumber_checked(token, &call), 0, "%s: a call through a released one gives no result",
              variant);
    is_number(call, E_REFERENCE, "M6: %s: a call through a stale reference is refused", variant);
    is_number(Tokens_keep(tokens, token), E_REFERENCE, "M6: %s: a stale reference is refused as parameter",
              variant);
    is_number(Component_release(component, (u32)token), E_REFERENCE, "M6: %s: and cannot be released again",
              variant);
}

static void test_types(void)
{
    Any same = 0;
    Token result = (Token)1;

    is_number(Tokens_keep(tokens, (Token)tokens), E_TYPE,
              "M6: %s: a reference of another interface is refused", variant);
    tokens = (Tokens)host_root(server, "Tokens");
    is_number(Tokens_reflect(tokens, (Any)tokens, &same), OK, "%s: a reference to any interface", variant);
    ok(same && same != (Any)tokens, "%s: comes back under another handle", variant);
    is_number(Tokens_mistype(tokens, &result), E_TYPE, "M6: %s: likewise as a result", variant);
    ok(!result, "%s: which stays null", variant);
    Any_release(same);
}

/* Releases the last reference while a call through it is in progress. */
static struct during {
    Token token;
    u32 destroyed_inside;
} during;

static void release_inside(void *argument)
{
    (void)argument;
    Token_release(during.token);
    during.destroyed_inside = Tokens_getDestroyed(tokens);
}

static void test_lifetime_during_call(void)
{
    struct hook hook = { .run = release_inside };
    Runnable runnable = hook_create(&hook);
    u32 destroyed = Tokens_getDestroyed(tokens);

    during.token = new_token(14);
    is_number(Token_during(during.token, runnable), 14, "M8: %s: an object lives while it is called",
              variant);
    is_number(during.destroyed_inside, destroyed, "M8: %s: though its last reference is gone", variant);
    is_number(Tokens_getDestroyed(tokens), destroyed + 1, "M8: %s: and ends when the call returns", variant);
    Runnable_release(runnable);
    is_number(hook.destroyed, 1, "M8: %s: the runnable ends too", variant);
}

static void test_chain(void)
{
    struct frame *before = frame_top;
    Token first = 0;
    u32 objects = object_total(), destroyed = Tokens_getDestroyed(tokens);

    Tokens_createChain(tokens, 4000, &first);
    is_number(object_total(), objects + 4000, "%s: a chain of 4000 objects", variant);
    Token_release(first);
    is_number(object_total(), objects, "M8: %s: ends as a whole", variant);
    is_number(Tokens_getDestroyed(tokens), destroyed + 4000, "M8: %s: the server is told of each", variant);
    ok(Tokens_getDestroyDepth(tokens) <= 4, "M8: %s: not more than 4 deep (%u)", variant,
       Tokens_getDestroyDepth(tokens));
    ok(frame_top == before, "%s: frames are gone", variant);
}

/* Everything of a server ends with it. */
static void test_unload(void)
{
    struct hook hook = { .run = release_inside };
    Token own = new_token(17), foreign, duplicate;
    Runnable runnable = hook_create(&hook);
    u32 destroyed = Tokens_getDestroyed(tokens);
    status call;

    during.token = 0;
    Tokens_setListener(others, runnable);
    Runnable_release(runnable);
    Tokens_create(others, 18, &foreign);
    Tokens_keepDuplicate(others, own);
    Token_release(own);
    is_number(Tokens_getDestroyed(tokens), destroyed, "%s: a server holds a token", variant);
    server_unload(second_server);
    is_number(Tokens_getDestroyed(tokens), destroyed + 1, "M8: %s: unloading it releases what it held",
              variant);
    is_number(hook.destroyed, 1, "M8: %s: and the listener that it kept", variant);

    is_number(Token_getNumber_checked(foreign, &call), 0, "M8: %s: its object gives no result", variant);
    is_number(call, E_GONE, "M8: %s: a call to it says that it is gone", variant);
    is_number(Tokens_look(tokens, foreign), 0, "M8: %s: nor can it be passed", variant);
    duplicate = Token_duplicate(foreign);
    ok(duplicate && Token_getNumber_checked(duplicate, &call) == 0 && call == E_GONE,
       "%s: a duplicate is gone too", variant);
    Token_release(duplicate);
    Token_release(foreign);
    Token_getNumber_checked(foreign, &call);
    ok(call < 0, "%s: released, it still refuses", variant);
    Tokens_release(others);
}

/* A thread that has fetched an entry point, and comes to jump there only after the server
 * went, and after another one got its memory. */
static void test_late_call(void)
{
    struct server *victim = host_load(variant), *heir;
    Tokens root, heirs_root;
    u32 (*late)(Tokens), pages, blocks;

    host_run(victim);
    root = host_root(victim, "Tokens");
    late = (u32 (*)(Tokens))(*root)->getDestroyed;
    server_unload(victim);
    is_number(late(root), 0, "M8: %s: a late call gives no result", variant);
    heir = host_load(variant);
    host_run(heir);
    heirs_root = host_root(heir, "Tokens");
    ok((u32)(*heirs_root)->getDestroyed == (u32)late, "M8: %s: another server has its entry points", variant);
    is_number(late(root), 0, "M8: %s: a late call does not reach that one", variant);
    Tokens_release(root);
    is_number(late(root), 0, "M8: %s: nor when its reference is released", variant);
    Tokens_release(heirs_root);
    pages = host_pages;
    blocks = host_blocks;
    server_unload(heir);
    server_unload(host_load(variant));
    ok(host_pages < pages && host_blocks < blocks, "M8: %s: entry points are used again", variant);
}

/* Unloads the server that is being called. */
static void unload_inside(void *argument)
{
    u32 flags;

    server_unload(argument);
    ok(!server_root(argument, "Tokens"), "M8: %s: a server that goes has no roots", variant);
    flags = interrupts_disable();
    ok(!reference_copy((struct slot *)component, argument), "M8: %s: it gets no references any more", variant);
    interrupts_restore(flags);
}

static void test_unload_during_call(void)
{
    struct server *victim = host_load(variant);
    struct hook hook = { .run = unload_inside, .argument = victim };
    Runnable runnable = hook_create(&hook);
    u32 pages = host_pages, servers = 0;
    const struct server *s;
    Tokens root;
    Token token;

    host_run(victim);
    root = host_root(victim, "Tokens");
    Tokens_create(root, 19, &token);
    is_number(Token_during(token, runnable), 19, "M8: %s: a call in progress returns though its server goes",
              variant);
    for (s = all_servers; s; s = s->next)
        servers += s == victim;
    is_number(servers, 0, "M8: %s: then the server ends", variant);
    ok(host_pages < pages, "M8: %s: and its memory is free", variant);
    Token_release(token);
    Tokens_release(root);
    Runnable_release(runnable);
}

/* Duplicates a reference while it is being looked for: when the first token ends, its slot
 * was cut, `from` was not, and the duplicate stands where the search has been already. The
 * destructor calls through it. */
static struct escape {
    Tokens from, duplicate;
    Token token;
    status call;
} escape;

static void duplicate_during_cut(void *argument)
{
    (void)argument;
    if (escape.duplicate) {
        Tokens_getDestroyed_checked(escape.duplicate, &escape.call);
        return;
    }
    escape.duplicate = (Tokens)another(escape.from);
    ok((u32)escape.duplicate < (u32)escape.token && (u32)escape.token < (u32)escape.from,
       "a reference is duplicated during the cut");
}

static void test_escape(void)
{
    static Tokens many[2 * REUSE_DISTANCE];
    struct hook hook = { .run = duplicate_during_cut };
    struct server *going = host_load("tokens");
    Runnable runnable = hook_create(&hook);
    u32 i, references = reference_total();
    Tokens root;

    host_run(going);
    root = host_root(going, "Tokens");
    for (i = 0; i < 2 * REUSE_DISTANCE; i++)
        many[i] = (Tokens)another(root);
    escape.token = Tokens_make(root, 1);
    escape.from = (Tokens)another(root);
    Tokens_setListener(root, runnable);
    for (i = 0; i < 2 * REUSE_DISTANCE; i++)
        Tokens_release(many[i]);
    escape.call = OK;
    server_unload(going);
    is_number(escape.call, E_GONE, "M8: a duplicate made during the cut is cut too");
    Tokens_release(escape.duplicate);
    Tokens_release(escape.from);
    Tokens_release(root);
    Token_release(escape.token);
    Runnable_release(runnable);
    is_number(reference_total(), references - 2, "M8: nothing of it is left");
}

static void start_pair(void)
{
    struct server *servers[2];
    void *roots[2];

    host_pair(variant, "Tokens", servers, roots);
    server = servers[0];
    second_server = servers[1];
    tokens = roots[0];
    others = roots[1];
}

int main(void)
{
    static const char *const variants[] = { "tokens", "tokens_serialised" };
    u32 i, objects, references, pages = 0, blocks = 0;

    host_start();
    host_load("tokens");        /* its types stay, as all types do */
    test_escape();
    objects = object_total();
    references = reference_total();
    for (i = 0; i < 4; i++) {
        if (i == 2) {               /* the pools have grown as far as they need */
            pages = host_pages;
            blocks = host_blocks;
        }
        variant = variants[i % 2];
        start_pair();
        test_results();
        test_lent();
        test_moved();
        test_several();
        test_abandoned();
        test_component();
        test_foreign_component();
        test_many_mappings();
        test_forged();
        test_stale_and_foreign();
        test_types();
        test_lifetime_during_call();
        test_chain();
        test_unload();
        test_unload_during_call();
        test_late_call();
        Tokens_release(tokens);
        server_unload(server);
    }
    is_number(object_total(), objects, "no object is left");
    is_number(reference_total(), references, "no reference is left");
    is_number(host_blocks, blocks, "no block of the heap is left");
    is_number(host_pages, pages, "no page is left");
    return tap_end();
}
