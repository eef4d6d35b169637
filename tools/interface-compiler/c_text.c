/* SPDX-License-Identifier: GPL-2.0-only */
/* How types and parameters of the interface language are spelt in C. */
#include "emit.h"

const char *c_type(enum signature_type type, struct name interface)
{
    static const char *const names[] = {
        [TYPE_VOID] = "void", [TYPE_U8] = "u8", [TYPE_U16] = "u16", [TYPE_U32] = "u32", [TYPE_I8] = "i8",
        [TYPE_I16] = "i16", [TYPE_I32] = "i32", [TYPE_STATUS] = "status", [TYPE_COUNT] = "i32",
    };

    if (type == TYPE_REFERENCE)
        return interface.text ? interface.text : "Any";
    return names[type];
}

static const char *c_parameter(const struct parameter *parameter)
{
    if (parameter->type == TYPE_BLOCK) {
        const char *block = arena_format("%svoid *%s", parameter->direction == DIRECTION_IN ? "const " : "",
                                         parameter->name.text);

        return parameter->size.text ? arena_format("%s, u32 %s", block, parameter->size.text) : block;
    }
    return arena_format("%s %s%s", c_type(parameter->type, parameter->interface),
                        parameter->direction == DIRECTION_OUT ? "*" : "", parameter->name.text);
}

const char *c_parameters(const struct function *function)
{
    const char *text = "";

    FOR_EACH(parameter, function->parameters)
        text = arena_format("%s, %s", text, c_parameter(parameter));
    return text;
}

const char *c_arguments(const struct function *function)
{
    const char *text = "";

    FOR_EACH(parameter, function->parameters) {
        text = arena_format("%s, %s", text, parameter->name.text);
        if (parameter->size.text)
            text = arena_format("%s, %s", text, parameter->size.text);
    }
    return text;
}

void emit_banner(FILE *out, const char *source, const char *what)
{
    fprintf(out, "/* SPDX-License-Identifier: GPL-2.0-only */\n"
                 "/* Made by interface-compiler from %s: %s */\n", source, what);
}
