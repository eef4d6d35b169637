/* SPDX-License-Identifier: GPL-2.0-only */
/* Which servers are traced besides those whose lines say so: the boot module `trace` names them. Whoever gives that
 * module wants a trace, so that a system without a traced server is refused. */
#include "loader.h"

static struct span next_word(struct span *text)
{
    struct span word;

    while (text->length && span_is_white(*text->start)) {
        text->start++;
        text->length--;
    }
    word = (struct span){ text->start, 0 };
    while (text->length && !span_is_white(*text->start)) {
        text->start++;
        text->length--;
        word.length++;
    }
    return word;
}

static u32 is_any_traced(void)
{
    for (struct server *server = servers; server; server = server->next)
        if (server->trace)
            return 1;
    return 0;
}

status tracing_choose(struct span names)
{
    struct span word;

    while ((word = next_word(&names)).length) {
        struct server *server = find_declared(word);

        if (!server) {
            report("system: trace: there is no server `%.*s`, which the boot module `trace` names", (int)word.length,
                   word.start);
            return E_NOENT;
        }
        server->trace = 1;
    }
    if (is_any_traced())
        return OK;
    report("system: trace: no server is traced: the boot module `trace` names none, and no line has the word `trace`");
    return E_NOENT;
}
