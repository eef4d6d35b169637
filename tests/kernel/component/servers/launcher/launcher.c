/* SPDX-License-Identifier: GPL-2.0-only */
/* Runs the tests of the rules in user mode. */
#include "launcher.server.h"
#include "runtime.h"

static Any open(const char *name)
{
    Any object = 0;

    Catalog_open(kernel, name, strlen(name), &object);
    return object;
}

static void say(const char *what)
{
    Log log = (Log)open("log");

    Log_write(log, what, strlen(what));
    Log_release(log);
}

/* Says why the tests could not begin, or ended before they were through. */
static void report(Servers servers, Server rules)
{
    char text[256];
    i32 length = rules ? Server_getEnd(rules, text, sizeof text - 2) : 0;

    if (length <= 0)
        length = Servers_getError(servers, text, sizeof text - 2);
    if (length < 0)
        length = 0;
    text[length] = '\n';
    text[length + 1] = 0;
    say("# Bail out! ");
    say(text);
}

status construct(void)
{
    Servers servers = (Servers)open("servers");
    Memory file = (Memory)open("module(rules)");
    Domain domain = 0;
    Server rules = 0;
    status result = Servers_createDomain(servers, "rules", 5, 0, &domain);

    if (result >= 0)
        result = Servers_load(servers, file, "rules", 5, domain, 0, &rules);
    if (result >= 0)
        result = Server_bind(rules, 0, (Any)kernel);
    if (result >= 0)
        result = Server_start(rules);
    if (result < 0)
        report(servers, rules);
    return result;
}

void destruct(void)
{
}
