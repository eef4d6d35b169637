/* SPDX-License-Identifier: GPL-2.0-only */
/* M5: local objects. M6: references are capabilities. M8: lifetime of objects. */
#include "rules.h"

static Tokens tokens, others;

static void test_own_objects(void)
{
    Token token = Tokens_make(tokens, 7);

    ok(Token_getNumber(token) == 7, "M5 a server makes an object and hands out a reference to it");
    ok(Tokens_isOwn(tokens, token), "M5 the server gets its own pointer back");
    ok(!Tokens_isOwn(others, token), "M5 another server does not");
    ok(Tokens_look(others, token) == 7, "M5 but it can call the object");
    Token_release(token);
}

static void test_refused(void)
{
    Token token = Tokens_make(tokens, 8), released = Tokens_make(tokens, 9), foreign, result = (Token)1;
    status call;

    Token_release(released);            /* its handle is nobody's: the kernel uses others first */
    ok(Tokens_keep(tokens, released) == E_REFERENCE
       && Tokens_keep(tokens, (Token)((u32)token + 4)) == E_REFERENCE
       && Tokens_keep(tokens, (Token)12) == E_REFERENCE && Tokens_keep(tokens, (Token)&token) == E_REFERENCE,
       "M6 a forged reference is refused");
    ok(Tokens_forge(tokens, (u32)token, &result) == E_REFERENCE && !result,
       "M6 likewise one that a callee makes up");
    Tokens_keepDuplicate(tokens, token);
    foreign = (Token)Tokens_getKeptHandle(tokens);
    ok(Tokens_keep(others, foreign) == E_REFERENCE, "M6 a foreign reference is refused");
    /* A handle of user mode means nothing to a server in the kernel's domain, which is trusted. */
    ok((u32)foreign >> 31 != (u32)token >> 31
       || (Token_getNumber_checked(foreign, &call) == 0 && call == E_REFERENCE),
       "M6 likewise in a call through it");
    Tokens_forget(tokens);
    Token_release(token);
    ok(Tokens_keep(tokens, token) == E_REFERENCE, "M6 a stale reference is refused");
    ok(Token_getNumber_checked(token, &call) == 0 && call == E_REFERENCE, "M6 likewise in a call through it");
    ok(Component_release(component, (u32)token) == E_REFERENCE, "M6 nor can it be released again");
    ok(Tokens_keep(tokens, (Token)Tokens_duplicate(tokens)) == E_TYPE,
       "M6 a reference to another interface is refused");
}

static u32 count_references(void)
{
    u32 references, objects;

    Servers_getUsage(servers, &references, &objects);
    return references;
}

/* A reference that is obtained again is held once more, by the same handle. */
static void test_held_twice(void)
{
    Token token = Tokens_make(tokens, 12), back = 0;
    u32 references = count_references(), i, refused = 0;
    u32 forged[] = {
        0, 12, (u32)token + 4, (u32)token + 0x200000, (u32)token + 0x40000000, (u32)&token
    };

    for (i = 0; i < sizeof forged / sizeof *forged; i++)
        refused += !Component_duplicate(component, forged[i])
            && Component_release(component, forged[i]) == E_REFERENCE;
    ok(refused == sizeof forged / sizeof *forged, "M6 a forged reference cannot be obtained, nor released");
    ok(Token_duplicate(token) == token, "M6 a reference that is obtained again keeps its handle");
    ok(count_references() == references + 1, "M6 and is held once more");
    ok(Component_release(component, (u32)token) == OK && Token_getNumber(token) == 12,
       "M6 released once, it can still be called");
    Token_duplicate(token);
    ok(Tokens_keep(others, token) == OK && Token_getNumber(token) == 12 && Tokens_look(others, token) == 12,
       "M6 of two, one is moved");
    ok(Tokens_give(others, &back) == OK && back != token && Token_getNumber(back) == 12,
       "M6 which comes back by another handle");
    Token_release(back);
    ok(count_references() == references, "M6 one is left");
    Token_release(token);
    ok(!Component_duplicate(component, (u32)token)
       && Component_release(component, (u32)token) == E_REFERENCE, "M6 and then none");
}

static void test_passing(void)
{
    Token token = Tokens_make(tokens, 9), back = 0;

    ok(Tokens_getHandle(others, token) != (u32)token, "M6 each server has a handle of its own");
    ok(Tokens_keep(others, token) == OK && Tokens_look(tokens, token) == 0,
       "M6 a moved reference is the caller's no more");
    ok(Tokens_give(others, &back) == OK && Token_getNumber(back) == 9, "M6 and comes back as a result");
    Token_release(back);
}

static Token called;

static void release_called(struct worker *worker)
{
    Token_release(called);
    worker->data[0] = Tokens_getDestroyed(tokens);
}

static void test_lifetime(void)
{
    struct worker worker = { .run = release_called };
    Runnable runnable = worker_create(&worker);
    u32 destroyed = Tokens_getDestroyed(tokens), references, references_after, objects, objects_after;
    Token token = Tokens_make(tokens, 10), duplicate = Token_duplicate(token);

    Token_release(token);
    ok(Tokens_getDestroyed(tokens) == destroyed, "M8 an object lives as long as anybody references it");
    Token_release(duplicate);
    ok(Tokens_getDestroyed(tokens) == destroyed + 1, "M8 then it is destroyed and its server told");
    called = Tokens_make(tokens, 11);
    ok(Token_during(called, runnable) == 11 && worker.data[0] == destroyed + 1
       && Tokens_getDestroyed(tokens) == destroyed + 2, "M8 an object lives while it is called");
    Runnable_release(runnable);
    ok(worker.destroyed == 1, "M8 an object of this server's is destroyed too");

    Servers_getUsage(servers, &references, &objects);
    Tokens_createChain(tokens, 4000, &token);
    Token_release(token);
    Servers_getUsage(servers, &references_after, &objects_after);
    ok(references == references_after && objects == objects_after,
       "M8 a chain of 4000 objects ends as a whole");
}

void test_references(void)
{
    Server server = bring_up("tokens"), second = bring_up("tokens");

    tokens = (Tokens)root(server, "Tokens");
    others = (Tokens)root(second, "Tokens");
    test_own_objects();
    test_refused();
    test_held_twice();
    test_passing();
    test_lifetime();
    Tokens_release(tokens);
    Tokens_release(others);
    Server_release(server);
    Server_release(second);
}
