/* SPDX-License-Identifier: GPL-2.0-only */
/* M3: signatures travel with the server. M4: required interfaces. */
#include "rules.h"

/* Loads the first `size` bytes of a boot module. */
static status load_part(const char *module, u32 size)
{
    Memory whole = (Memory)open(module), part = 0;
    Server server = 0;
    u32 from = 0, to = 0;
    status result;

    PhysicalMemory_allocate(memory, Memory_getSize(whole), &part);
    Component_map(component, (Any)whole, &from);
    Component_map(component, (Any)part, &to);
    memcpy((void *)to, (void *)from, size);
    result = Servers_load(servers, part, "part", 4, 0, 0, &server);
    Component_unmap(component, from);
    Component_unmap(component, to);
    Memory_release(whole);
    Memory_release(part);
    Server_release(server);
    return result;
}

static void test_malformed(void)
{
    ok(load_part("module(kinds)", 16) == E_NOEXEC && error_says("e_type"),
       "M3 a server file that is cut off is refused, naming the field");
    ok(load_part("module(kinds)", 400) == E_NOEXEC && error_says("signature"), "M3 likewise a cut signature");
    ok(load_part("module(kinds)", 0) == E_NOEXEC && error_says("e_ident"), "M3 likewise an empty file");
}

static void test_difference(void)
{
    Server counter = bring_up("counter"), client = load("client_other");
    Any reference = root(counter, "Counter");

    ok(Server_bind(client, 0, reference) == E_TYPE
       && error_says("interface Counter, function increaseSlowly, parameter milliseconds: "
                     "server `client_other` says u16, server `counter` says u32"),
       "M3 a signature that differs is refused, naming interface, function and parameter");
    ok(Server_bind(client, 1, reference) == E_TYPE
       && error_says("says Tokens, server `counter` says Counter"),
       "M3 another interface is refused");
    Any_release(reference);
    Server_release(client);
    Server_release(counter);
}

static void test_required(void)
{
    Server counter = bring_up("counter"), tokens = bring_up("tokens"), client = load("client");
    Any counter_root = root(counter, "Counter"), tokens_root = root(tokens, "Tokens");

    ok(Server_getRequiredCount(client) == 4, "M4 a server says what it requires");
    ok(Server_bind(client, 0, counter_root) == OK, "M4 a reference is supplied");
    ok(Server_start(client) == E_INVAL
       && error_says("required reference `tokens` (interface Tokens) is missing"),
       "M4 a missing required interface is refused by name");
    ok(Server_bind(client, 1, tokens_root) == OK, "M4 the missing one is supplied");
    ok(Server_start(client) == OK,
       "M4 then the server starts, and reaches both; optional ones may be missing");
    Any_release(counter_root);
    Any_release(tokens_root);
    Server_release(client);
    Server_release(tokens);
    Server_release(counter);
}

void test_binding(void)
{
    test_malformed();
    test_difference();
    test_required();
}
