/* SPDX-License-Identifier: GPL-2.0-only */
/* What a trace says of servers, functions and threads. Whatever was described stays until the end,
 * as open calls point to it; the newest of a number is found. */
#include <stdlib.h>

#include "base/text.h"
#include "signature.h"
#include "trace/names.h"

/* A copy of the next string; what is no printable ASCII, which JSON may refuse, is a `?` in it. */
static char *take_name(struct trace_cursor *cursor)
{
    char *name = format("%s", cursor_text(cursor));

    for (char *at = name; *at; at++)
        if (*at < 0x20 || *at > 0x7e)
            *at = '?';
    return name;
}

void names_take_server(struct trace_names *names, struct trace_cursor *cursor)
{
    names->servers = reallocate(names->servers, (names->server_count + 1) * sizeof *names->servers);
    u32 id = cursor_word(cursor);
    names->servers[names->server_count++] = (struct traced_server){ id, take_name(cursor) };
}

static const char *type_text(u32 type, const char *interface)
{
    static const char *const texts[] = {
        [TYPE_U8] = "u8", [TYPE_U16] = "u16", [TYPE_U32] = "u32", [TYPE_I8] = "i8", [TYPE_I16] = "i16",
        [TYPE_I32] = "i32", [TYPE_STATUS] = "status", [TYPE_COUNT] = "count", [TYPE_BLOCK] = "mem",
    };

    if (type == TYPE_REFERENCE)
        return *interface ? interface : "any";
    return type < sizeof texts / sizeof *texts && texts[type] ? texts[type] : "?";
}

static char *parameter_label(const struct trace_parameter *p, const char *name, const char *interface)
{
    static const char *const directions[] = { "", "", "out ", "inout " };
    const char *direction = p->type == TYPE_BLOCK && p->direction == DIRECTION_IN ? "in "
                            : directions[p->direction & 3];
    const char *flag = p->flags & PARAMETER_MOVE ? "move " : p->flags & PARAMETER_OPTIONAL ? "optional " : "";

    return format("%s%s%s%s %s", direction, flag, p->type == TYPE_REFERENCE ? "ref " : "",
                  type_text(p->type, interface), name);
}

void names_take_function(struct trace_names *names, struct trace_cursor *cursor)
{
    struct traced_function *function = allocate(sizeof *function);
    struct trace_function is;

    *function = (struct traced_function){ .id = cursor_word(cursor) };
    function->server = cursor_word(cursor);
    cursor_copy(cursor, &is, sizeof is);
    function->result_type = is.result;
    function->parameter_count = is.parameter_count;
    function->parameters = allocate(is.parameter_count * sizeof *function->parameters + 1);
    for (u32 i = 0; i < is.parameter_count; i++)
        cursor_copy(cursor, &function->parameters[i].is, sizeof function->parameters[i].is);
    char *interface = take_name(cursor), *name = take_name(cursor), *result = take_name(cursor);
    function->name = format("%s.%s", interface, name);
    if (is.result != TYPE_VOID)
        function->result = format("%s%s result", is.result == TYPE_REFERENCE ? "ref " : "",
                                  type_text(is.result, result));
    free(interface);
    free(name);
    free(result);
    for (u32 i = 0; i < is.parameter_count; i++) {
        name = take_name(cursor);
        interface = take_name(cursor);
        function->parameters[i].label = parameter_label(&function->parameters[i].is, name, interface);
        free(name);
        free(interface);
    }
    names->functions = reallocate(names->functions, (names->function_count + 1) * sizeof *names->functions);
    names->functions[names->function_count++] = function;
}

struct traced_thread *names_take_thread(struct trace_names *names, struct trace_cursor *cursor)
{
    struct traced_thread *thread = allocate(sizeof *thread);

    *thread = (struct traced_thread){ .id = cursor_word(cursor) };
    thread->number = (unsigned)names->thread_count + 1;
    thread->name = take_name(cursor);
    names->threads = reallocate(names->threads, (names->thread_count + 1) * sizeof *names->threads);
    names->threads[names->thread_count++] = thread;
    return thread;
}

const struct traced_function *names_function(const struct trace_names *names, u32 id)
{
    for (size_t i = names->function_count; i > 0; i--)
        if (names->functions[i - 1]->id == id)
            return names->functions[i - 1];
    return NULL;
}

struct traced_thread *names_thread(const struct trace_names *names, u32 id)
{
    for (size_t i = names->thread_count; i > 0; i--)
        if (names->threads[i - 1]->id == id)
            return names->threads[i - 1];
    return NULL;
}

const char *names_server(const struct trace_names *names, u32 id)
{
    for (size_t i = names->server_count; i > 0; i--)
        if (names->servers[i - 1].id == id)
            return names->servers[i - 1].name;
    return "?";
}

static void forget_function(struct traced_function *function)
{
    for (u32 i = 0; i < function->parameter_count; i++)
        free(function->parameters[i].label);
    free(function->parameters);
    free(function->name);
    free(function->result);
    free(function);
}

void names_forget(struct trace_names *names)
{
    for (size_t i = 0; i < names->function_count; i++)
        forget_function(names->functions[i]);
    for (size_t i = 0; i < names->server_count; i++)
        free(names->servers[i].name);
    for (size_t i = 0; i < names->thread_count; i++) {
        free(names->threads[i]->name);
        free(names->threads[i]->calls);
        free(names->threads[i]);
    }
    free(names->functions);
    free(names->servers);
    free(names->threads);
    *names = (struct trace_names){ 0 };
}
