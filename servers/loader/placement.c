/* SPDX-License-Identifier: GPL-2.0-only */
/* Placements: named overlays that say of some servers where they run, in place of what their
 * lines say. The boot module `placement` chooses one; `kernel`, which has no text, puts all
 * servers into the kernel's domain.
 */
#include "loader.h"

struct placement {
    struct placement *next;
    struct span name;
};

static struct placement *placements;    /* in the order of the text */

static struct placement **find(struct span name)
{
    struct placement **place = &placements;

    while (*place && !span_equals((*place)->name, name.start, name.length))
        place = &(*place)->next;
    return place;
}

status placement_add(struct span name)
{
    struct placement **place = find(name);

    if (span_equals(name, "kernel", 6))
        return refuse(name.start, "the placement `kernel` puts all servers there, expected another name");
    if (*place)
        return refuse(name.start, "there is a placement `%.*s` already", (int)name.length, name.start);
    *place = allocate(sizeof **place);
    if (!*place)
        return refuse(name.start, "out of memory");
    (*place)->next = 0;
    (*place)->name = name;
    return OK;
}

status placement_check_choice(struct span choice)
{
    char choices[200] = "`kernel`";
    u32 length = strlen(choices);

    if (!choice.start || span_equals(choice, "kernel", 6) || *find(choice))
        return OK;
    for (struct placement *placement = placements; placement && length < sizeof choices;
         placement = placement->next)
        length += snprintf(choices + length, sizeof choices - length, "%s`%.*s`",
                           placement->next ? ", " : " or ", (int)placement->name.length,
                           placement->name.start);
    return refuse(placements ? placements->name.start : parser.text,
                  "there is no placement `%.*s`, which the boot module `placement` asks for, expected %s",
                  (int)choice.length, choice.start, choices);
}

static void apply_entry(struct server *server, struct domain *domain)
{
    server->domain = domain;
    server->trace |= declaration.trace;
    server->restart |= declaration.restart;
}

/* Checks an entry of the `number`th placement. An earlier one for the same server has left its
 * number there. */
static status check_entry(u32 number, struct server **server, struct domain **domain)
{
    struct span name = declaration.name;

    *server = find_declared(name);
    if (!*server)
        return refuse(name.start, "there is no server `%.*s`", (int)name.length, name.start);
    if ((*server)->placed == number)
        return refuse(name.start, "`%.*s` stands twice in this placement", (int)name.length, name.start);
    (*server)->placed = number;
    return domain_find(declaration.domain, domain);
}

status placement_apply(struct span choice)
{
    struct span current = { 0 };
    u32 number = 0;
    status result;

    parse_again(&parser, parser.text);
    while ((result = parse_next(&parser, &declaration)) > 0) {
        struct server *server;
        struct domain *domain;

        if (result == PARSED_PLACEMENT) {
            current = declaration.name;
            number++;
        }
        if (result != PARSED_ENTRY)
            continue;
        result = check_entry(number, &server, &domain);
        if (result < 0)
            return result;
        if (choice.start && span_equals(choice, current.start, current.length))
            apply_entry(server, domain);
    }
    if (choice.start && span_equals(choice, "kernel", 6))
        for (struct server *server = servers; server; server = server->next)
            server->domain = 0;
    return OK;
}
