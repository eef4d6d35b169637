/* SPDX-License-Identifier: GPL-2.0-only */
/* Writes the manual page of all interfaces, in Markdown. */
#include "emit.h"

#include <ctype.h>

static const char *type_text(enum signature_type type, struct name interface)
{
    if (type == TYPE_REFERENCE)
        return arena_format("ref %s", interface.text ? interface.text : "any");
    return type == TYPE_COUNT ? "count" : c_type(type, interface);
}

/* A parameter as it is written in the interface language. */
static const char *parameter_text(const struct parameter *parameter)
{
    static const char *const directions[] = {
        [DIRECTION_IN] = "", [DIRECTION_OUT] = "out ", [DIRECTION_INOUT] = "inout ",
    };
    const char *modifier = parameter->flags & PARAMETER_MOVE ? "move "
                         : parameter->flags & PARAMETER_OPTIONAL ? "optional " : "";

    if (parameter->type == TYPE_BLOCK)
        return arena_format("%smem %s[%s%s%u]", parameter->direction == DIRECTION_IN ? "in "
                            : directions[parameter->direction], parameter->name.text,
                            parameter->size.text ? parameter->size.text : "",
                            parameter->size.text ? " <= " : "",
                            parameter->bound_value);
    return arena_format("%s%s%s %s", directions[parameter->direction], modifier,
                        type_text(parameter->type, parameter->interface), parameter->name.text);
}

static void emit_function(FILE *out, const struct function *function)
{
    const char *parameters = "";

    FOR_EACH(parameter, function->parameters)
        parameters = arena_format("%s%s%s", parameters, *parameters ? ", " : "", parameter_text(parameter));
    fprintf(out, "\n#### `%s %s(%s)`\n", type_text(function->result, function->result_interface),
            function->name.text, parameters);
    if (*function->documentation)
        fprintf(out, "\n%s\n", function->documentation);
}

/* Hosts of Markdown spell the anchor of a heading in small letters. */
static void emit_link(FILE *out, const char *name)
{
    fprintf(out, "- [%s](#", name);
    for (; *name; name++)
        fputc(tolower((unsigned char)*name), out);
    fputs(")\n", out);
}

void emit_document(FILE *out, struct interface *const interfaces[], unsigned count)
{
    fputs("<!-- SPDX-License-Identifier: GPL-2.0-only -->\n"
          "<!-- Made by interface-compiler; change the interface files, then run `make docs`. -->\n"
          "# Interfaces\n\nThe language is described in [architecture.md](architecture.md).\n\n", out);
    for (unsigned index = 0; index < count; index++)
        emit_link(out, interfaces[index]->name.text);
    for (unsigned index = 0; index < count; index++) {
        const struct interface *interface = interfaces[index];

        fprintf(out, "\n## %s\n", interface->name.text);
        if (*interface->documentation)
            fprintf(out, "\n%s\n", interface->documentation);
        FOR_EACH(function, interface->functions)
            emit_function(out, function);
    }
}
