/* SPDX-License-Identifier: GPL-2.0-only */
/* The values in the records of calls. Scalars are numbers; a reference is text, the server and
 * number of its object; a block is its size and, in quotes, how it begins. */
#include <ctype.h>
#include <stdlib.h>

#include "base/text.h"
#include "signature.h"
#include "trace/values.h"

json_t *value_object(u32 object)
{
    char text[16];

    snprintf(text, sizeof text, "0x%08x", object);
    return json_string(text);
}

static json_t *value_scalar(u32 type, u32 word)
{
    switch (type) {
    case TYPE_U8:
        return json_integer((u8)word);
    case TYPE_U16:
        return json_integer((u16)word);
    case TYPE_I8:
        return json_integer((i8)word);
    case TYPE_I16:
        return json_integer((i16)word);
    case TYPE_U32:
        return json_integer(word);
    default:
        return json_integer((i32)word);
    }
}

static json_t *take_reference(const struct trace_names *names, struct trace_cursor *cursor)
{
    u32 object = cursor_word(cursor), server = cursor_word(cursor);

    if (!object)
        return json_string("null");
    char *text = server ? format("%s 0x%08x", names_server(names, server), object)
                        : format("invalid 0x%08x", object);
    json_t *value = json_string(text);
    free(text);
    return value;
}

/* Printable bytes as they are, others as \x00. */
static char *quoted(const unsigned char *bytes, size_t size)
{
    char *text = allocate(4 * size + 1), *at = text;

    for (size_t i = 0; i < size; i++) {
        if (isprint(bytes[i]) && bytes[i] < 0x7f && bytes[i] != '\\')
            *at++ = (char)bytes[i];
        else
            at += sprintf(at, "\\x%02x", bytes[i]);
    }
    *at = 0;
    return text;
}

static json_t *take_block(struct trace_cursor *cursor)
{
    u32 size = cursor_word(cursor), told = cursor_word(cursor);
    const unsigned char *bytes = cursor_take(cursor, told);

    cursor_take(cursor, -told & 3);
    char *contents = quoted(bytes, bytes ? told : 0);
    char *text = told ? format("%u bytes: \"%s\"%s", size, contents, told < size ? "..." : "")
                      : format("%u bytes", size);
    json_t *value = json_string(text);
    free(text);
    free(contents);
    return value;
}

void values_of_call(json_t *arguments, const struct traced_function *function,
                    const struct trace_names *names, struct trace_cursor *cursor)
{
    for (u32 i = 0; i < function->parameter_count; i++) {
        const struct traced_parameter *p = &function->parameters[i];

        if (p->is.type == TYPE_BLOCK)
            json_object_set_new(arguments, p->label, take_block(cursor));
        else if (p->is.direction == DIRECTION_OUT)
            continue;
        else if (p->is.type == TYPE_REFERENCE)
            json_object_set_new(arguments, p->label, take_reference(names, cursor));
        else
            json_object_set_new(arguments, p->label, value_scalar(p->is.type, cursor_word(cursor)));
    }
}

static void take_out_parameter(json_t *arguments, const struct traced_parameter *p,
                               const struct trace_names *names, struct trace_cursor *cursor)
{
    if (p->is.type == TYPE_REFERENCE)
        json_object_set_new(arguments, p->label, take_reference(names, cursor));
    else if (cursor_word(cursor))
        json_object_set_new(arguments, p->label, value_scalar(p->is.type, cursor_word(cursor)));
}

static json_t *value_result(u32 type, u32 result)
{
    return type == TYPE_REFERENCE ? value_object(result) : value_scalar(type, result);
}

void values_of_return(json_t *arguments, const struct traced_function *function,
                      const struct trace_return *is, const struct trace_names *names,
                      struct trace_cursor *cursor)
{
    if (is->status < 0) {
        json_object_set_new(arguments, "call", json_integer(is->status));
        return;
    }
    if (function->result)
        json_object_set_new(arguments, function->result, value_result(function->result_type, is->result));
    for (u32 i = 0; i < function->parameter_count; i++) {
        const struct traced_parameter *p = &function->parameters[i];

        if (p->is.type != TYPE_BLOCK && p->is.direction == DIRECTION_OUT)
            take_out_parameter(arguments, p, names, cursor);
    }
}
