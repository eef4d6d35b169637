/* SPDX-License-Identifier: GPL-2.0-only */
/* The boot module `trace` names servers whose calls are recorded too, besides those that the
 * description marks with the word `trace`.
 */
#include "loader.h"

/* Messages about the module point at the first server: the module itself has no line. */
static const char *place(void)
{
    return servers ? servers->name.start : parser.text;
}

static status refuse_name(struct span name)
{
    u32 length = name.length < PARSE_NAME_MAX ? name.length : PARSE_NAME_MAX;

    return refuse(place(), "there is no server `%.*s`, which the boot module `trace` names, expected the name "
                  "before a `=`", (int)length, name.start);
}

status trace_apply(struct span names)
{
    struct span name;

    while (span_take_word(&names, &name)) {
        struct server *server = find_declared(name);

        if (!server)
            return refuse_name(name);
        server->trace = 1;
    }
    for (struct server *server = servers; server; server = server->next)
        if (server->trace)
            return OK;
    return refuse(place(), "no server is traced: the boot module `trace` names none, and no line has the word "
                  "`trace`");
}
