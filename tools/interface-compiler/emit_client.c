/* SPDX-License-Identifier: GPL-2.0-only */
/* Writes client headers. They define nothing but the interface's own names and the types
 * of the references that it mentions, so that they go together with Linux's headers. */
#include "emit.h"

#include <string.h>

static void emit_reference_type(FILE *out, struct name interface)
{
    if (interface.text)
        fprintf(out, "typedef const struct %s_entries *const *%s;\n", interface.text, interface.text);
    else
        fputs("typedef const void *const *Any;\n", out);
}

static bool same_interface(struct name left, struct name right)
{
    return left.text && right.text ? !strcmp(left.text, right.text) : left.text == right.text;
}

/* Each type once: names[0..*count) are those written already. */
static void emit_reference_once(FILE *out, struct name names[], unsigned *count, struct name interface)
{
    for (unsigned index = 0; index < *count; index++) {
        if (same_interface(names[index], interface))
            return;
    }
    names[(*count)++] = interface;
    emit_reference_type(out, interface);
}

static void emit_reference_types(FILE *out, const struct interface *interface)
{
    unsigned count = 0, mentions = 1;

    FOR_EACH(function, interface->functions)
        mentions += 1 + function->parameter_count;
    struct name *names = arena_allocate(mentions * sizeof *names);

    emit_reference_once(out, names, &count, interface->name);
    FOR_EACH(function, interface->functions) {
        if (function->result == TYPE_REFERENCE)
            emit_reference_once(out, names, &count, function->result_interface);
        FOR_EACH(parameter, function->parameters) {
            if (parameter->type == TYPE_REFERENCE)
                emit_reference_once(out, names, &count, parameter->interface);
        }
    }
}

static void emit_entries(FILE *out, const struct interface *interface)
{
    fprintf(out, "\nstruct %s_entries {\n", interface->name.text);
    FOR_EACH(function, interface->functions)
        fprintf(out, "    %s (*%s)(%s self%s);\n", c_type(function->result, function->result_interface),
                function->name.text, interface->name.text, c_parameters(function));
    fputs("};\n", out);
}

static void emit_call(FILE *out, const char *interface, const struct function *function)
{
    const char *result = c_type(function->result, function->result_interface);

    fputc('\n', out);
    fprintf(out, "static inline %s %s_%s(%s self%s)\n{\n    %s(*self)->%s(self%s);\n}\n", result, interface,
            function->name.text, interface, c_parameters(function),
            function->result == TYPE_VOID ? "" : "return ", function->name.text, c_arguments(function));
}

/* An entry leaves its result in eax and the call status in edx: to C, a u64. In edx may be anything
 * that is not negative if the call was carried out. The type goes by way of a function without
 * parameters, which is how gcc is told that it is meant. */
static void emit_checked_call(FILE *out, const char *interface, const struct function *function)
{
    const char *result = c_type(function->result, function->result_interface);
    const char *parameters = c_parameters(function);

    fprintf(out, "\nstatic inline %s %s_%s_checked(%s self%s, status *call)\n{\n", result, interface,
            function->name.text, interface, parameters);
    fprintf(out, "    u64 both = ((u64 (*)(%s self%s))(void (*)(void))\n"
                 "                (*self)->%s)(self%s);\n\n"
                 "    *call = (status)(both >> 32) < 0 ? (status)(both >> 32) : OK;\n", interface, parameters, function->name.text,
            c_arguments(function));
    if (function->result == TYPE_REFERENCE)
        fprintf(out, "    return (%s)(__UINTPTR_TYPE__)(u32)both;\n", result);
    else if (function->result != TYPE_VOID)
        fprintf(out, "    return (%s)both;\n", result);
    fputs("}\n", out);
}

void emit_client_header(FILE *out, const struct interface *interface)
{
    const char *name = interface->name.text;

    emit_banner(out, interface->name.location.source->path, "for those who call it, without\n * comments, so that one that changes compiles nothing anew.");
    fprintf(out, "#ifndef %s_INTERFACE_H\n#define %s_INTERFACE_H\n\n#include \"types.h\"\n\n", name, name);
    emit_reference_types(out, interface);
    emit_entries(out, interface);
    FOR_EACH(function, interface->functions) {
        emit_call(out, name, function);
        if (function->result != TYPE_STATUS && function->result != TYPE_COUNT)
            emit_checked_call(out, name, function);
    }
    fputs("\n#endif\n", out);
}
