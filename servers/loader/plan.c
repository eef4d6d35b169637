/* SPDX-License-Identifier: GPL-2.0-only */
/* The plan: the description is read as a whole before its first line is carried out, so that a
 * mistake of syntax or of names starts nothing, and a placement may stand anywhere. What
 * references the lines name is looked up when their turn comes (wire.c).
 */
#include "loader.h"

struct server *servers;

struct server *find_declared(struct span name)
{
    struct server *server = servers;

    while (server && !span_equals(server->name, name.start, name.length))
        server = server->next;
    return server;
}

struct server *find_server(struct span name)
{
    struct server *server = find_declared(name);

    return server && server->state != SERVER_DECLARED ? server : 0;
}

static status check_name(struct span name)
{
    if (span_equals(name, "kernel", 6) || span_equals(name, "loader", 6))
        return refuse(name.start, "`%.*s` is the name of the %.*s, expected another", (int)name.length,
                      name.start, (int)name.length, name.start);
    if (find_declared(name))
        return refuse(name.start, "there is a server `%.*s` already", (int)name.length, name.start);
    return OK;
}

/* `last` is where the next server is linked. */
static status add_server(struct server ***last)
{
    struct server *server;
    status result = check_name(declaration.name);

    if (result < 0)
        return result;
    server = allocate(sizeof *server);
    if (!server)
        return refuse(declaration.name.start, "out of memory");
    memset(server, 0, sizeof *server);
    server->name = declaration.name;
    server->file.name = declaration.file;
    server->trace = declaration.trace;
    server->restart = declaration.restart;
    if (declaration.domain.start)
        result = domain_find(declaration.domain, &server->domain);
    **last = server;
    *last = &server->next;
    return result;
}

status plan_make(struct span placement)
{
    struct server **last = &servers;
    status found = PARSED_END, result = OK;

    while (result >= 0 && (found = parse_next(&parser, &declaration)) > 0) {
        if (found == PARSED_SERVER)
            result = add_server(&last);
        else if (found == PARSED_DOMAIN)
            result = domain_declare();
        else if (found == PARSED_PLACEMENT)
            result = placement_add(declaration.name);
    }
    if (found < 0)
        return refuse(parser.place, "%s", parser.error);
    if (result >= 0)
        result = placement_check_choice(placement);
    if (result >= 0)
        result = placement_apply(placement);
    return result < 0 ? result : domain_check_used();
}
