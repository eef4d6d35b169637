/* SPDX-License-Identifier: GPL-2.0-only */
/* Writes the signature (interfaces/signature.h) as one C structure, and beside it the
 * server's variables and the generated functions of its local objects. */
#include "emit.h"

#include <string.h>

#include "tables.h"

static void emit_variables(FILE *out, const struct server *server)
{
    fputs("\nComponent component;\n", out);
    FOR_EACH(clause, server->clauses) {
        if (clause->kind == CLAUSE_REQUIRES)
            fprintf(out, "%s %s;\n", clause->interface.text, clause->name.text);
    }
}

/* `line` counts as Component.construct() does. */
static void emit_object_functions(FILE *out, const struct clause *clause, unsigned line)
{
    const char *interface = clause->interface.text, *name = clause->name.text;

    fprintf(out, "\n%s %s_create(struct %s *self)\n{\n"
                 "    return (%s)Component_construct(component, %u, (u32)self);\n}\n",
            interface, name, name, interface, line);
    fprintf(out, "\nstruct %s *%s_of(%s reference)\n{\n"
                 "    return (struct %s *)Component_selfOf(component, %u, (u32)reference);\n}\n",
            name, name, interface, name, line);
    fprintf(out, "\nstatus %s_keep(void)\n{\n    return Component_keepObjects(component, %u);\n}\n", name, line);
    fprintf(out, "\n%s %s_reuse(struct %s **self)\n{\n"
                 "    return (%s)Component_reuseObject(component, %u, (u32 *)self);\n}\n",
            interface, name, name, interface, line);
    fprintf(out, "\nu32 %s_kept(void)\n{\n    return Component_countKept(component, %u);\n}\n", name, line);
}

static void emit_type(FILE *out, const struct server *server, const struct closure *closure,
                      const struct tables *tables)
{
    const struct { const char *type, *name; unsigned count; } members[] = {
        { "struct signature_interface", "interfaces", closure->count },
        { "struct signature_function", "functions", tables->functions },
        { "struct signature_parameter", "parameters", tables->parameters },
        { "struct signature_implemented", "implemented", tables->implemented },
        { "struct signature_required", "required", tables->required },
        { "u32", "addresses", tables->addresses },
        { "char", "strings", tables->strings_size },
    };

    fprintf(out, "\nconst struct %s_signature {\n    struct signature_header header;\n", server->name.text);
    for (size_t index = 0; index < sizeof members / sizeof *members; index++) {
        if (members[index].count)
            fprintf(out, "    %s %s[%u];\n", members[index].type, members[index].name, members[index].count);
    }
    fprintf(out, "} %s_signature __attribute__((section(\".slipway.signature\"), used, aligned(4))) = {\n",
            server->name.text);
}

static void emit_header(FILE *out, const struct server *server, const struct closure *closure,
                        struct tables *tables)
{
    fprintf(out, "    .header = {\n"
                 "        .magic = SIGNATURE_MAGIC,\n"
                 "        .size = sizeof(struct %s_signature),\n"
                 "        .flags = %s,\n"
                 "        .interface_count = %u,\n"
                 "        .function_count = %u,\n"
                 "        .parameter_count = %u,\n"
                 "        .implemented_count = %u,\n"
                 "        .required_count = %u,\n"
                 "        .address_count = %u,\n"
                 "        .name = %u,  /* %s */\n"
                 "        .construct = (u32)&construct,\n"
                 "        .destruct = (u32)&destruct,\n"
                 "        .component = (u32)&component,\n"
                 "        .strings_size = %u,\n"
                 "    },\n",
            server->name.text, server->thread_safe ? "SIGNATURE_THREAD_SAFE" : "0", closure->count,
            tables->functions, tables->parameters, tables->implemented, tables->required, tables->addresses,
            tables_string(tables, server->name), server->name.text, tables->strings_size);
}

static void emit_interfaces(FILE *out, const struct closure *closure, struct tables *tables)
{
    unsigned first = 0;

    fputs("    .interfaces = {   /* name, first function, functions */\n", out);
    for (unsigned index = 0; index < closure->count; index++) {
        const struct interface *interface = closure->interfaces[index];

        fprintf(out, "        { %u, %u, %u, 0 },  /* %u: %s */\n",
                tables_string(tables, interface->name), first, interface->function_count, index,
                interface->name.text);
        first += interface->function_count;
    }
    fputs("    },\n", out);
}

static const char *const type_names[] = {
    [TYPE_VOID] = "TYPE_VOID", [TYPE_U8] = "TYPE_U8", [TYPE_U16] = "TYPE_U16", [TYPE_U32] = "TYPE_U32",
    [TYPE_I8] = "TYPE_I8", [TYPE_I16] = "TYPE_I16", [TYPE_I32] = "TYPE_I32", [TYPE_STATUS] = "TYPE_STATUS",
    [TYPE_COUNT] = "TYPE_COUNT", [TYPE_REFERENCE] = "TYPE_REFERENCE", [TYPE_BLOCK] = "TYPE_BLOCK",
};

/* The field `interface` of what is not a reference is zero. */
static unsigned interface_field(const struct closure *closure, enum signature_type type,
                                struct name interface)
{
    return type == TYPE_REFERENCE ? closure_index(closure, interface) : 0;
}

static void emit_functions(FILE *out, const struct closure *closure, struct tables *tables)
{
    unsigned first = 0;

    if (!tables->functions)
        return;
    fputs("    .functions = {    /* name, first parameter, parameters, result, its interface */\n", out);
    for (unsigned index = 0; index < closure->count; index++) {
        const struct interface *interface = closure->interfaces[index];

        FOR_EACH(function, interface->functions) {
            fprintf(out, "        { %u, %u, %u, %s, %u },  /* %s.%s */\n",
                    tables_string(tables, function->name), first, function->parameter_count,
                    type_names[function->result],
                    interface_field(closure, function->result, function->result_interface),
                    interface->name.text, function->name.text);
            first += function->parameter_count;
        }
    }
    fputs("    },\n", out);
}

static void emit_parameters(FILE *out, const struct closure *closure, struct tables *tables)
{
    static const char *const directions[] = {
        [DIRECTION_IN] = "DIRECTION_IN", [DIRECTION_OUT] = "DIRECTION_OUT",
        [DIRECTION_INOUT] = "DIRECTION_INOUT",
    };

    if (!tables->parameters)
        return;
    fputs("    .parameters = {   /* name, type, direction, flags, interface, bound */\n", out);
    for (unsigned index = 0; index < closure->count; index++) {
        const struct interface *interface = closure->interfaces[index];

        FOR_EACH(function, interface->functions) {
            FOR_EACH(parameter, function->parameters)
                fprintf(out, "        { %u, %s, %s, %u, 0, %u, %u },  /* %s.%s: %s */\n",
                        tables_string(tables, parameter->name), type_names[parameter->type],
                        directions[parameter->direction], parameter->flags,
                        interface_field(closure, parameter->type, parameter->interface),
                        parameter->bound_value, interface->name.text, function->name.text,
                        parameter->name.text);
        }
    }
    fputs("    },\n", out);
}

static void emit_implemented(FILE *out, const struct server *server, const struct tables *tables)
{
    unsigned first = 0;

    if (!tables->implemented)
        return;
    fputs("    .implemented = {  /* interface, first address, root, destroy */\n", out);
    FOR_EACH(clause, server->clauses) {
        if (clause->kind == CLAUSE_ROOT)
            fprintf(out, "        { %d, %u, 1, 0, 0 },  /* %s */\n", clause->definition->index, first,
                    clause->name.text);
        else if (clause->kind == CLAUSE_OBJECT)
            fprintf(out, "        { %d, %u, 0, 0, (u32)&%s_destroy },\n", clause->definition->index, first,
                    clause->name.text);
        if (clause_is_implementation(clause))
            first += clause->definition->function_count;
    }
    fputs("    },\n", out);
}

static void emit_required(FILE *out, const struct server *server, struct tables *tables)
{
    if (!tables->required)
        return;
    fputs("    .required = {     /* interface, name, optional, variable */\n", out);
    FOR_EACH(clause, server->clauses) {
        if (clause->kind == CLAUSE_REQUIRES)
            fprintf(out, "        { %d, %u, %d, 0, (u32)&%s },\n", clause->definition->index,
                    tables_string(tables, clause->name), clause->optional, clause->name.text);
    }
    fputs("    },\n", out);
}

static void emit_addresses(FILE *out, const struct server *server, const struct tables *tables)
{
    if (!tables->addresses)
        return;
    fputs("    .addresses = {\n", out);
    FOR_EACH(clause, server->clauses) {
        if (!clause_is_implementation(clause))
            continue;
        FOR_EACH(function, clause->definition->functions)
            fprintf(out, "        (u32)&%s_%s,\n", clause->name.text, function->name.text);
    }
    fputs("    },\n", out);
}

/* The last zero is the one that C adds; each other string ends in one of its own. */
static void emit_strings(FILE *out, const struct tables *tables)
{
    fputs("    .strings =", out);
    for (unsigned at = 0; at < tables->strings_size; at += (unsigned)strlen(tables->strings + at) + 1) {
        bool last = at + strlen(tables->strings + at) + 1 == tables->strings_size;

        fprintf(out, "\n        \"%s%s\"", tables->strings + at, last ? "" : "\\0");
    }
    fputs(",\n};\n", out);
}

void emit_signature(FILE *out, const struct server *server, const struct closure *closure)
{
    struct tables *tables = tables_make(server, closure);
    const char *name = server->name.text;
    unsigned line = 0;

    emit_banner(out, server->name.location.source->path, "variables, objects, signature.");
    fprintf(out, "#include \"%s.server.h\"\n#include \"signature.h\"\n", name);
    emit_variables(out, server);
    FOR_EACH(clause, server->clauses) {
        if (clause->kind == CLAUSE_OBJECT)
            emit_object_functions(out, clause, line);
        line += clause_is_implementation(clause);
    }
    emit_type(out, server, closure, tables);
    emit_header(out, server, closure, tables);
    emit_interfaces(out, closure, tables);
    emit_functions(out, closure, tables);
    emit_parameters(out, closure, tables);
    emit_implemented(out, server, tables);
    emit_required(out, server, tables);
    emit_addresses(out, server, tables);
    emit_strings(out, tables);
    fprintf(out, "\n_Static_assert(sizeof %s_signature == %zu, \"no gap between the tables\");\n", name,
            tables_size(tables));
}
