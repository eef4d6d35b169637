/* SPDX-License-Identifier: GPL-2.0-only */
/* Calls that fail on their way in or out: what they were to move is released, and nothing else
 * (M8). */
#include "rules.h"

static Tokens tokens;

/* Makes a call that fails with `expected`; whether the token that it was to move ended. */
static u32 is_consumed(u32 length, Token *previous, u32 *counted, status expected)
{
    static const char name[17];
    u32 references, references_after, objects, objects_after;
    status result;

    Servers_getUsage(servers, &references, &objects);
    result = Tokens_exchange(tokens, name, length, previous, counted, Tokens_make(tokens, 1));
    Servers_getUsage(servers, &references_after, &objects_after);
    return result == expected && references == references_after && objects == objects_after;
}

static void test_consumed(void)
{
    Token previous = (Token)1;
    u32 counted = 7;

    ok(is_consumed(17, &previous, &counted, E_SIZE) && !previous && counted == 7,
       "M8 a block above its bound: the reference behind it is consumed");
    ok(is_consumed(3, 0, &counted, E_FAULT) && counted == 7,
       "M8 no place for a reference: the one behind it is consumed");
}

static u32 is_in_user_mode(void)
{
    return (u32)__builtin_frame_address(0) < 0x80000000;
}

/* In the kernel's domain the caller is trusted. */
static void test_no_place(void)
{
    Token previous = 0;
    u32 counted = 0;
    u32 user = is_in_user_mode();

    ok(Tokens_exchange(tokens, "", 0, &previous, &counted, Tokens_make(tokens, 1)) == OK && !previous,
       "M8 a token is kept");
    ok(!user || (is_consumed(0, &previous, (u32 *)8, E_FAULT) && !previous),
       "M8 no place for a number: the reference that comes with it is released");
    Tokens_forget(tokens);
}

void test_failing(void)
{
    Server server = bring_up("tokens_serialised");

    tokens = (Tokens)root(server, "Tokens");
    test_consumed();
    test_no_place();
    Tokens_release(tokens);
    Server_release(server);
}
