/* SPDX-License-Identifier: GPL-2.0-only */
/* Wiring: turns the words between a server's parentheses into the references that it
 * requires.
 *
 * A word is looked up as the name of an earlier server first, which then has to have a root
 * that implements the required interface, and as the name of a kernel object second. That
 * the signatures agree (M3) is the kernel's check, in Server.bind(); the loader only adds
 * where in the description the two were brought together.
 */
#include "loader.h"

/* A reference that is being supplied. */
struct requirement {
    const struct declaration *declaration;
    u32 index;
    char name[64];
    char interface[64];
    u32 optional;
};

/* Reports against a required reference: where, which server, which parameter, why. */
static status refuse_reference(const struct requirement *requirement, const char *place, const char *reason)
{
    const struct declaration *declaration = requirement->declaration;

    return refuse(place, "`%.*s` (%.*s), reference `%s` (%s): %s", (int)declaration->name.length,
                  declaration->name.start, (int)declaration->file.length, declaration->file.start,
                  requirement->name, requirement->interface, reason);
}

static status refuse_argument(const struct requirement *requirement, struct span culprit, const char *reason)
{
    char text[200];

    snprintf(text, sizeof text, "`%.*s` %s", (int)culprit.length, culprit.start, reason);
    return refuse_reference(requirement, culprit.start, text);
}

/* Why a reference is not what it should be, as the kernel has just said. */
static status refuse_as_kernel(const struct requirement *requirement, const char *place, status result)
{
    char text[256];
    i32 length = Servers_getError(kernel_servers, text, sizeof text - 1);

    text[length > 0 ? length : 0] = 0;
    return refuse_reference(requirement, place, *text ? text : status_name(result));
}

/* A root of a server's, by its interface's name. */
static status open_root(const struct requirement *requirement, Server server, const char *interface,
                        const struct argument *argument, struct span culprit, const char *lacks, Any *root)
{
    status result = Server_getRoot(server, interface, strlen(interface), root);

    if (result >= 0)
        return OK;
    return result == E_TYPE ? refuse_as_kernel(requirement, argument->whole.start, result)
                            : refuse_argument(requirement, culprit, lacks);
}

/* Reports why the argument's object was not opened, if it was not. */
static status check_opened(const struct requirement *requirement, const struct argument *argument,
                           status result)
{
    char reason[PARSE_NAME_MAX + 40];

    if (result >= 0)
        return OK;
    if (result == E_NOENT && !argument->server.start)
        return refuse_argument(requirement, argument->object,
                               "is no server above this line, and no kernel object");
    if (result == E_NOENT)
        snprintf(reason, sizeof reason, "does not exist in `%.*s`: E_NOENT", (int)argument->server.length,
                 argument->server.start);
    else
        snprintf(reason, sizeof reason, "was not opened: %s", status_name(result));
    return refuse_argument(requirement, argument->object, reason);
}

/* Opens the argument's object in a catalog. */
static status open_in(const struct requirement *requirement, const struct argument *argument, Catalog catalog,
                      Any *reference)
{
    return check_opened(requirement, argument,
                        Catalog_open(catalog, argument->object.start, argument->object.length, reference));
}

/* `server.object`: opened through the server's Catalog root. */
static status open_from_server(const struct requirement *requirement, const struct argument *argument,
                               Any *reference)
{
    struct server *server = find_server(argument->server);
    Catalog catalog;
    status result;

    if (span_equals(argument->server, "kernel", 6))
        return open_in(requirement, argument, kernel, reference);
    if (span_equals(argument->server, "loader", 6))
        return check_opened(requirement, argument, supervise_open(argument->object, reference));
    if (!server)
        return refuse_argument(requirement, argument->server, "is no server above this line");
    if (server->state == SERVER_DOWN)
        return refuse_argument(requirement, argument->server, "has ended");
    result = open_root(requirement, server->reference, "Catalog", argument, argument->server,
                       "has no objects: it does not implement Catalog", (Any *)&catalog);
    if (result < 0)
        return result;
    result = open_in(requirement, argument, catalog, reference);
    Catalog_release(catalog);
    return result;
}

/* The argument's reference, which the caller then owns; null for `-`. */
static status resolve(const struct requirement *requirement, const struct argument *argument, Any *reference)
{
    const char *interface = requirement->interface;
    struct server *server;
    char reason[100];

    *reference = 0;
    if (!argument->object.start) {
        if (requirement->optional)
            return OK;
        return refuse_argument(requirement, argument->whole, "leaves it out, but it is not optional");
    }
    if (argument->server.start)
        return open_from_server(requirement, argument, reference);
    server = find_server(argument->object);
    if (!server)
        return open_in(requirement, argument, kernel, reference);
    if (server->state == SERVER_DOWN)
        return refuse_argument(requirement, argument->object, "has ended");
    snprintf(reason, sizeof reason, "does not implement %s", interface);
    return open_root(requirement, server->reference, interface, argument, argument->object, reason,
                     reference);
}

/* Hands the reference over; `place` is where a refusal is reported. */
static status bind(const struct requirement *requirement, Server server, const char *place, Any reference)
{
    status result = Server_bind(server, requirement->index, reference);

    return result < 0 ? refuse_as_kernel(requirement, place, result) : OK;
}

static status supply_argument(const struct requirement *requirement, Server server, u32 position)
{
    const struct declaration *declaration = requirement->declaration;
    Any reference;
    status result;

    if (position >= declaration->argument_count)
        return refuse_reference(requirement, declaration->closing, "is missing");
    result = resolve(requirement, &declaration->arguments[position], &reference);
    if (result < 0 || !reference)
        return result;
    result = bind(requirement, server, declaration->arguments[position].whole.start, reference);
    Any_release(reference);
    return result;
}

static status supply_settings(const struct requirement *requirement, Server server, Settings *settings)
{
    const struct declaration *declaration = requirement->declaration;

    if (requirement->optional && !declaration->braces)
        return OK;
    *settings = settings_make(declaration);
    if (!*settings)
        return refuse_reference(requirement, declaration->name.start, "out of memory");
    return bind(requirement, server, declaration->name.start, (Any)*settings);
}

/* What the line holds and the server has no use for. */
static status check_excess(const struct declaration *declaration, u32 used, Settings settings)
{
    const struct span *name = &declaration->name, *file = &declaration->file;

    if (used < declaration->argument_count)
        return refuse(declaration->arguments[used].whole.start,
                      "`%.*s` (%.*s) requires %u references, not %u", (int)name->length, name->start,
                      (int)file->length, file->start, used, declaration->argument_count);
    if (declaration->setting_count && !settings)
        return refuse(declaration->settings[0].name.start, "`%.*s` (%.*s) takes no settings",
                      (int)name->length, name->start, (int)file->length, file->start);
    return OK;
}

/* What the server requires at `index`. */
static status find_requirement(struct requirement *requirement, Server server, u32 index)
{
    const struct span *file = &requirement->declaration->file;
    status result = Server_getRequired(server, index, requirement->name, requirement->interface,
                                       &requirement->optional);

    requirement->index = index;
    if (result >= 0)
        return OK;
    return refuse(file->start, "reference %u of `%.*s`: %s", index, (int)file->length, file->start,
                  status_name(result));
}

static int takes_settings(const struct requirement *requirement)
{
    return !strcmp(requirement->interface, "Settings");
}

status wire_server(const struct declaration *declaration, Server server, Settings *settings)
{
    struct requirement requirement = { .declaration = declaration };
    u32 count = Server_getRequiredCount(server);
    u32 position = 0;

    *settings = 0;
    for (u32 index = 0; index < count; index++) {
        status result = find_requirement(&requirement, server, index);

        if (result >= 0)
            result = takes_settings(&requirement) ? supply_settings(&requirement, server, settings)
                                                  : supply_argument(&requirement, server, position++);
        if (result < 0)
            return result;
    }
    return check_excess(declaration, position, *settings);
}

/* Whether an argument is the server of that name, or an object of its. */
static int comes_from(const struct argument *argument, struct span name)
{
    struct span source = argument->server.start ? argument->server : argument->object;

    return source.start && span_equals(source, name.start, name.length);
}

static void replace(const struct requirement *requirement, Server server, const struct argument *argument)
{
    char reason[80];
    Dependent dependent;
    Any reference;

    if (open_root(requirement, server, "Dependent", argument, argument->whole,
                  "is new, and a server that does not implement Dependent cannot go on with it",
                  (Any *)&dependent) < 0)
        return;
    if (resolve(requirement, argument, &reference) >= 0) {
        status result = Dependent_replace(dependent, requirement->name, strlen(requirement->name), reference);
        snprintf(reason, sizeof reason, "is new, and was refused: %s", status_name(result));
        if (result == E_TYPE)
            refuse_as_kernel(requirement, argument->whole.start, result);
        else if (result < 0)
            refuse_argument(requirement, argument->whole, reason);
        Any_release(reference);
    }
    Dependent_release(dependent);
}

void wire_again(const struct declaration *declaration, Server server, struct span supplier)
{
    struct requirement requirement = { .declaration = declaration };
    u32 count = Server_getRequiredCount(server);
    u32 position = 0;

    for (u32 index = 0; index < count; index++) {
        if (find_requirement(&requirement, server, index) < 0)
            return;
        if (takes_settings(&requirement))
            continue;
        if (comes_from(&declaration->arguments[position], supplier))
            replace(&requirement, server, &declaration->arguments[position]);
        position++;
    }
}
