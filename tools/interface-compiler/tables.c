/* SPDX-License-Identifier: GPL-2.0-only */
/* How large the tables of a signature are, and its strings. */
#include "tables.h"

#include <string.h>

#include "diagnostic.h"

bool clause_is_implementation(const struct clause *clause)
{
    return clause->kind == CLAUSE_ROOT || clause->kind == CLAUSE_OBJECT;
}

unsigned tables_string(struct tables *tables, struct name name)
{
    unsigned length = (unsigned)strlen(name.text) + 1;

    for (unsigned at = 0; at < tables->strings_size; at += (unsigned)strlen(tables->strings + at) + 1) {
        if (!strcmp(tables->strings + at, name.text))
            return at;
    }
    if (tables->strings_size + length > STRINGS_MAX) {
        report_error(name.location, "found more names than fit in the %d bytes of a signature", STRINGS_MAX);
        return 0;
    }
    memcpy(tables->strings + tables->strings_size, name.text, length);
    tables->strings_size += length;
    return tables->strings_size - length;
}

/* A forward pass over all names, so that the sizes are known before the tables are written. */
static void collect(struct tables *tables, const struct server *server, const struct closure *closure)
{
    tables_string(tables, server->name);
    tables->interfaces = closure->count;
    for (unsigned index = 0; index < closure->count; index++) {
        const struct interface *interface = closure->interfaces[index];

        tables_string(tables, interface->name);
        FOR_EACH(function, interface->functions) {
            tables_string(tables, function->name);
            tables->functions++;
            FOR_EACH(parameter, function->parameters) {
                tables_string(tables, parameter->name);
                tables->parameters++;
            }
        }
    }
    FOR_EACH(clause, server->clauses) {
        if (clause->kind == CLAUSE_REQUIRES) {
            tables_string(tables, clause->name);
            tables->required++;
        } else if (clause_is_implementation(clause)) {
            tables->implemented++;
            tables->addresses += clause->definition->function_count;
        }
    }
    while (tables->strings_size % 4)
        tables->strings[tables->strings_size++] = 0;
}

static void check_limits(const struct tables *tables, const struct server *server)
{
    if (tables->functions > SIGNATURE_FUNCTIONS_MAX)
        report_error(server->name.location, "found %u functions in the interfaces that the server mentions, "
                     "expected %d at most", tables->functions, SIGNATURE_FUNCTIONS_MAX);
    if (tables->parameters > SIGNATURE_PARAMETERS_MAX)
        report_error(server->name.location, "found %u parameters in the interfaces that the server mentions, "
                     "expected %d at most", tables->parameters, SIGNATURE_PARAMETERS_MAX);
}

struct tables *tables_make(const struct server *server, const struct closure *closure)
{
    struct tables *tables = arena_allocate(sizeof *tables);

    collect(tables, server, closure);
    check_limits(tables, server);
    return tables;
}

size_t tables_size(const struct tables *tables)
{
    return sizeof(struct signature_header)
        + tables->interfaces * sizeof(struct signature_interface)
        + tables->functions * sizeof(struct signature_function)
        + tables->parameters * sizeof(struct signature_parameter)
        + tables->implemented * sizeof(struct signature_implemented)
        + tables->required * sizeof(struct signature_required)
        + tables->addresses * sizeof(u32) + tables->strings_size;
}
