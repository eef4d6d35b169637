/* SPDX-License-Identifier: GPL-2.0-only */
/* Binding (rules M3 and M4): signatures are compared, a difference is refused by the names
 * of interface, function and parameter, a missing reference by its own. Differences are
 * made by changing the signature in the file of the server that implements. */
#include <stddef.h>
#include <stdio.h>

#include "model/elf_format.h"
#include "model/error.h"
#include "hook.h"
#include "host.h"
#include "machine/interrupts.h"
#include "kernel.server.h"
#include "model/memory.h"
#include "machine/pages.h"
#include "signature.h"
#include "tap.h"

static struct server *client;

/* A server file, and the tables of its signature. */
struct editable {
    u8 *file;
    u32 size, pages;
    struct signature s;
};

static void edit(struct editable *e, const char *name)
{
    char path[256];
    const struct program_header *segments;
    u32 i;
    u8 *at;

    snprintf(path, sizeof path, "build/tests/component/%s.server", name);
    e->file = host_read(path, &e->size, &e->pages);
    segments = (const void *)(e->file + ((struct elf_header *)e->file)->e_phoff);
    for (i = 0; segments[i].p_type != PT_SIGNATURE; i++)
        ;
    at = e->file + segments[i].p_offset;
    e->s.header = (const void *)at;
    e->s.interfaces = (const void *)(e->s.header + 1);
    e->s.functions = (const void *)(e->s.interfaces + e->s.header->interface_count);
    e->s.parameters = (const void *)(e->s.functions + e->s.header->function_count);
    e->s.strings = (const char *)at + e->s.header->size - e->s.header->strings_size;
}

static struct signature_function *function_of(struct editable *e, const char *interface, const char *function)
{
    u32 i, j;

    for (i = 0; i < e->s.header->interface_count; i++)
        for (j = 0; j < e->s.interfaces[i].function_count; j++) {
            const struct signature_function *f = &e->s.functions[e->s.interfaces[i].first_function + j];

            if (!strcmp(signature_name(&e->s, e->s.interfaces[i].name), interface)
                && !strcmp(signature_name(&e->s, f->name), function))
                return (struct signature_function *)f;
        }
    return NULL;
}

static struct signature_parameter *parameter_of(struct editable *e, const char *interface,
                                                const char *function, u32 index)
{
    u32 first = function_of(e, interface, function)->first_parameter;

    return (struct signature_parameter *)&e->s.parameters[first + index];
}

/* Offset of another name in the strings. */
static u16 other_name(struct editable *e, const char *name)
{
    u32 i;

    for (i = 0; i < e->s.header->strings_size; i++)
        if (!strcmp(e->s.strings + i, name))
            return (u16)i;
    return 0;
}

/* Takes bytes out of the signature. */
static void cut(struct editable *e, const void *at, u32 bytes)
{
    u8 *place = (u8 *)at, *end = (u8 *)e->s.header + e->s.header->size;

    memmove(place, place + bytes, (u32)(end - place) - bytes);
    ((struct signature_header *)e->s.header)->size -= bytes;
    e->s.strings -= bytes;
}

/* Takes out the last parameter of a function. */
static void cut_parameter(struct editable *e, const char *interface, const char *function)
{
    struct signature_function *f = function_of(e, interface, function), *later;
    u32 count = e->s.header->function_count;

    f->parameter_count--;
    for (later = f + 1; later < e->s.functions + count; later++)
        later->first_parameter--;
    cut(e, &e->s.parameters[f->first_parameter + f->parameter_count], sizeof *e->s.parameters);
    ((struct signature_header *)e->s.header)->parameter_count--;
}

/* Takes out a function that has no parameters. */
static void cut_function(struct editable *e, const char *interface, const char *function)
{
    struct signature_function *f = function_of(e, interface, function);
    struct signature_interface *i = (struct signature_interface *)e->s.interfaces;
    u32 index = (u32)(f - e->s.functions), count = e->s.header->interface_count;

    for (; count--; i++) {
        if (i->first_function > index)
            i->first_function--;
        else if (i->first_function + i->function_count > index)
            i->function_count--;
    }
    cut(e, f, sizeof *f);
    e->s.parameters = (const void *)((u8 *)e->s.parameters - sizeof *f);
    ((struct signature_header *)e->s.header)->function_count--;
}

/* Binds the root of the edited server to the client's reference `index`, and expects
 * the text; null: it is accepted. */
static void bind(struct editable *e, const char *root, u32 index, const char *expected)
{
    struct server *server;
    struct slot *slot;
    status result;

    if (!ok(server_load(e->file, e->size, "b", &kernel_domain, 0, &server) == OK, "the edited server loads")) {
        tap_note("%s", error_text());
        return;
    }
    host_run(server);
    slot = host_root(server, root);
    error_clear();
    result = server_supply(client, index, slot);
    is_number(result, expected ? E_TYPE : OK, "M3: binding is %s", expected ? "refused" : "accepted");
    is_text(error_text(), expected ? expected : "", "M3: %s", expected ? expected : "no message");
    reference_drop(slot);
    server_unload(server);
    pages_free(e->file, e->pages);
}

static void test_same(void)
{
    struct editable e;

    edit(&e, "counter");
    bind(&e, "Counter", 0, NULL);
    edit(&e, "counter_serialised");
    bind(&e, "Counter", 0, NULL);
}

static void test_parameters(void)
{
    struct editable e;

    edit(&e, "counter");
    parameter_of(&e, "Counter", "increaseSlowly", 0)->type = TYPE_U16;
    bind(&e, "Counter", 0, "interface Counter, function increaseSlowly, parameter milliseconds: "
         "server `client` says u32, server `b` says u16");
    edit(&e, "counter");
    parameter_of(&e, "Counter", "increaseSlowly", 0)->direction = DIRECTION_OUT;
    bind(&e, "Counter", 0, "interface Counter, function increaseSlowly, parameter milliseconds: "
         "server `client` says u32, server `b` says out u32");
    edit(&e, "counter");
    parameter_of(&e, "Counter", "callOther", 0)->flags = PARAMETER_MOVE;
    bind(&e, "Counter", 0, "interface Counter, function callOther, parameter other: "
         "server `client` says ref Counter, server `b` says move ref Counter");
    edit(&e, "counter");
    parameter_of(&e, "Counter", "callOther", 0)->interface = SIGNATURE_ANY;
    bind(&e, "Counter", 0, "interface Counter, function callOther, parameter other: "
         "server `client` says ref Counter, server `b` says ref any");
    edit(&e, "counter");
    parameter_of(&e, "Counter", "increaseSlowly", 0)->name = other_name(&e, "timeout");
    bind(&e, "Counter", 0, "interface Counter, function increaseSlowly, name of parameter 1: "
         "server `client` says milliseconds, server `b` says timeout");
    edit(&e, "kinds");
    parameter_of(&e, "Kinds", "copy", 1)->bound = 32;
    bind(&e, "Kinds", 2, "interface Kinds, function copy, parameter to: "
         "server `client` says out mem[size <= 64], server `b` says out mem[size <= 32]");
    edit(&e, "kinds");
    parameter_of(&e, "Kinds", "blocks", 0)->bound = 7;
    bind(&e, "Kinds", 2, "interface Kinds, function blocks, parameter a: "
         "server `client` says in mem[6], server `b` says in mem[7]");
    edit(&e, "kinds");
    parameter_of(&e, "Kinds", "remember", 0)->flags = 0;
    bind(&e, "Kinds", 2, "interface Kinds, function remember, parameter other: "
         "server `client` says optional ref Kinds, server `b` says ref Kinds");
}

static void test_functions(void)
{
    struct editable e;

    edit(&e, "counter");
    function_of(&e, "Counter", "getValue")->result = TYPE_STATUS;
    bind(&e, "Counter", 0, "interface Counter, function getValue, result: "
         "server `client` says u32, server `b` says status");
    edit(&e, "tokens");
    function_of(&e, "Tokens", "make")->result_interface = SIGNATURE_ANY;
    bind(&e, "Tokens", 1, "interface Tokens, function make, result: "
         "server `client` says ref Token, server `b` says ref any");
    edit(&e, "counter");
    function_of(&e, "Counter", "getValue")->name = other_name(&e, "time");
    bind(&e, "Counter", 0,
         "interface Counter, name of function 3: server `client` says getValue, server `b` says time");
}

/* The interface asked for is the same, one that it mentions is not. */
/* Here it is the client that is edited: it implements nothing, so it can say less. */
static void test_shorter(void)
{
    struct server *counter = host_load("counter"), *shorter;
    struct editable e;
    struct slot *slot;

    host_run(counter);
    slot = host_root(counter, "Counter");
    edit(&e, "client");
    cut_parameter(&e, "Counter", "waitFor");
    ok(server_load(e.file, e.size, "shorter", &kernel_domain, 0, &shorter) == OK, "a client with one parameter less loads");
    is_number(server_supply(shorter, 0, slot), E_TYPE, "M3: binding is refused");
    is_text(error_text(), "interface Counter, function waitFor, one more parameter: "
            "server `shorter` says nothing, server `counter` says timeout", "M3: a missing parameter is named");
    server_unload(shorter);
    cut_parameter(&e, "Counter", "callOther");
    cut_function(&e, "Counter", "callOther");
    ok(server_load(e.file, e.size, "shorter", &kernel_domain, 0, &shorter) == OK, "one with one function less loads");
    pages_free(e.file, e.pages);
    is_number(server_supply(shorter, 0, slot), E_TYPE, "M3: binding is refused");
    server_unload(shorter);

    edit(&e, "client");
    cut_parameter(&e, "Counter", "callOther");
    cut_function(&e, "Counter", "callOther");
    ok(server_load(e.file, e.size, "shorter", &kernel_domain, 0, &shorter) == OK, "one with only one function less loads");
    pages_free(e.file, e.pages);
    is_number(server_supply(shorter, 0, slot), E_TYPE, "M3: binding is refused");
    is_text(error_text(), "interface Counter, one more function: "
            "server `shorter` says nothing, server `counter` says callOther", "M3: a missing function is named");
    server_unload(shorter);
    reference_drop(slot);
    server_unload(counter);
}

static void test_mentioned(void)
{
    struct editable e;

    edit(&e, "tokens");
    function_of(&e, "Token", "getNumber")->result = TYPE_U16;
    bind(&e, "Tokens", 1, "interface Token, function getNumber, result: "
         "server `client` says u32, server `b` says u16");
}

/* An interface that would be spelled like a reference to any. */
static void test_any(void)
{
    const struct interface_type named_any = { .name = "any" };
    struct parameter_type object = { .name = "object", .type = TYPE_REFERENCE, .direction = DIRECTION_IN };
    struct parameter_type other = object;
    struct function_type open = { .name = "open", .parameter_count = 1, .parameters = &object };
    struct function_type other_open = { .name = "open", .parameter_count = 1, .parameters = &other };
    struct interface_type door = { .name = "Door", .function_count = 1, .functions = &open };
    struct interface_type other_door = { .name = "Door", .function_count = 1, .functions = &other_open };
    struct server *server;
    struct editable e;

    edit(&e, "counter");
    strcpy((char *)e.s.strings + other_name(&e, "Semaphore"), "any");
    is_number(server_load(e.file, e.size, "b", &kernel_domain, 0, &server), E_NOEXEC, "M3: no interface is called `any`");
    ok(strstr(error_text(), "name is `any`"), "M3: which is said: %s", error_text());
    pages_free(e.file, e.pages);

    other.interface = &named_any;
    interface_explain(&door, "a", &other_door, "b");
    interface_explain(&other_door, "b", &door, "a");
    is_text(error_text(), "interface Door: servers `b` and `a` mean different interfaces by what it mentions",
            "M3: a difference that has no spelling");
}

static void test_other_interface(void)
{
    struct editable e;
    struct server *other;
    struct slot *slot;

    edit(&e, "kinds");
    bind(&e, "Kinds", 0, "interface Counter: server `client` says Counter, server `b` says Kinds");
    other = host_load("client_other");
    edit(&e, "counter");
    server_unload(client);
    client = other;
    bind(&e, "Counter", 0, "interface Counter, function increaseSlowly, parameter milliseconds: "
         "server `client_other` says u16, server `b` says u32");
    server_unload(client);
    client = host_load("client");
    slot = host_root(&kernel_server, "Servers");
    is_number(server_supply(client, 1, slot), E_TYPE, "M3: the kernel's own interfaces are compared too");
    is_number(server_supply(client, 4, slot), E_RANGE, "M4: there is no fifth reference");
    reference_drop(slot);
}

static void test_missing(void)
{
    struct server *counter = host_load("counter"), *tokens = host_load("tokens"), *kinds = host_load("kinds");
    struct slot *slot, *again;
    u32 references;

    is_number(server_run(client), E_INVAL, "M4: a server does not start without what it requires");
    is_text(error_text(), "server `client`: the required reference `counter` (interface Counter) is missing",
            "M4: it is named");
    host_run(counter);
    slot = host_root(counter, "Counter");
    is_number(server_supply(client, 0, slot), OK, "M4: one is supplied");
    is_number(server_run(client), E_INVAL, "M4: still it does not start");
    is_text(error_text(), "server `client`: the required reference `tokens` (interface Tokens) is missing",
            "M4: the other is named");
    host_run(tokens);
    is_number(server_supply(client, 1, host_root(tokens, "Tokens")), OK, "M4: the other is supplied");
    host_run(kinds);
    is_number(server_supply(client, 2, host_root(kinds, "Kinds")), OK, "M4: an optional one too");
    references = reference_total();
    again = host_root(kinds, "Kinds");
    is_number(server_supply(client, 2, again), OK, "M4: and once more, in place of the first");
    is_number(reference_total(), references + 1, "M4: which is released");
    reference_drop(again);
    if (!ok(server_run(client) == OK, "M4: it starts, and can call them"))
        tap_note("%s", error_text());
    is_number(server_run(client), E_BUSY, "M4: not twice");
    is_number(server_supply(client, 0, slot), E_BUSY, "M4: nothing can be bound any more");
    reference_drop(slot);
}

static void nothing(void *argument)
{
    (void)argument;
}

/* Supplied with something that is gone, and a constructor that fails. */
static void test_failures(void)
{
    struct server *other = host_load("client"), *counter = host_load("counter"), *tokens = host_load("tokens");
    struct hook hook = { .run = nothing };
    Runnable runnable = hook_create(&hook);
    Counter slot;

    host_run(counter);
    host_run(tokens);
    slot = host_root(counter, "Counter");
    Counter_increaseDuring(slot, runnable);
    Runnable_release(runnable);
    is_number(server_supply(other, 0, (struct slot *)slot), OK, "M4: a counter that has counted");
    is_number(server_supply(other, 1, host_root(tokens, "Tokens")), OK, "M4: and tokens");
    is_number(server_run(other), E_IO, "M4: a constructor that fails");
    is_text(error_text(), "server `client`: its constructor failed with -5", "M4: is named");
    server_unload(other);
    other = host_load("client");
    server_unload(counter);
    is_number(server_supply(other, 0, (struct slot *)slot), E_GONE, "M4: what is gone cannot be supplied");
    ok(strstr(error_text(), "reference counter: its server is gone"), "M4: it is named");
    Counter_release(slot);
    server_unload(other);
    server_unload(tokens);
}

/* The same through the interfaces Servers and Server, as a loader does it. */
static void test_interface(void)
{
    u32 size, pages, optional = 9, references, objects;
    u8 *file = host_read("build/tests/component/client.server", &size, &pages);
    struct memory memory = { .kind = MEMORY_MODULE, .physical = (u32)file, .size = size };
    Memory reference = memory_create(&memory);
    Servers servers = (Servers)host_root(&kernel_server, "Servers");
    char name[64], interface[64], text[256];
    Server server = 0;
    Any root = (Any)1;
    i32 length;

    is_number(Servers_load(servers, reference, "victim", 6, NULL, 0, &server), OK, "Servers.load()");
    is_number(Server_getRequiredCount(server), 4, "Server.getRequiredCount()");
    is_number(Server_getRequired(server, 2, name, interface, &optional), OK, "Server.getRequired()");
    ok(!strcmp(name, "kinds") && !strcmp(interface, "Kinds") && optional == 1, "name, interface, optional");
    is_number(Server_getRequired(server, 4, name, interface, &optional), E_RANGE, "not past the end");
    is_number(Server_bind(server, 1, (Any)servers), E_TYPE, "M3: Server.bind() refuses another interface");
    length = Servers_getError(servers, text, 255);
    ok(length > 0 && strstr(text, "says Tokens"), "Servers.getError() says why");
    is_number(Server_start(server), E_INVAL, "M4: Server.start() refuses");
    is_number(Server_getRoot(server, "Kinds", 5, &root), E_BUSY, "no roots before start()");
    ok(!root, "and none arrives");
    Servers_getUsage(servers, &references, &objects);
    ok(references == reference_total() && objects == object_total(), "Servers.getUsage()");
    is_number(Servers_getError(servers, text, 5), 5, "no more of it than fits");
    Server_release(server);
    memory.size = SERVER_FILE_MAX + 1;
    is_number(Servers_load(servers, reference, "victim", 6, NULL, 0, &server), E_NOEXEC, "a file that is too large");
    memory.size = 100;
    is_number(Servers_load(servers, reference, "victim", 6, NULL, 0, &server), E_NOEXEC, "a malformed file");
    ok(Servers_getError(servers, text, 255) > 0, "with a reason");
    is_number(Servers_load(servers, (Memory)servers, "victim", 6, NULL, 0, &server), E_TYPE,
              "M6: a file that is no memory");
    memory.size = size;
    Memory_release(reference);
    is_number(memory.mappings, 0, "the file is not mapped any more");
    is_number(memory.size, 0, "M8: nor referenced");
}

static void test_roots(void)
{
    struct server *kinds = host_load("kinds");
    Server server = server_object_create((struct server_object *)kinds);
    Any root = 0;
    u32 address = 0, size = 0;

    is_number(Server_start(server), OK, "Server.start()");
    is_number(Server_getExtent(server, &address, &size), OK, "Server.getExtent()");
    ok(address == kinds->image.address && size >= kinds->image.text_end && size >= kinds->image.data_end,
       "says where all of it lies");
    is_number(Server_getRoot(server, "Kinds", 5, &root), OK, "Server.getRoot()");
    is_number(Kinds_twice((Kinds)root, 2), 4, "gives the root");
    is_number(Server_getRoot(server, "Kind", 4, &root), E_NOENT, "there is no other one");
    Server_release(server);
}

int main(void)
{
    host_start();
    client = host_load("client");
    test_same();
    test_parameters();
    test_functions();
    test_shorter();
    test_mentioned();
    test_any();
    test_other_interface();
    test_missing();
    test_failures();
    test_interface();
    test_roots();
    return tap_end();
}
