/* SPDX-License-Identifier: GPL-2.0-only */
/* The interfaces that a server's header and signature speak of. */
#include "closure.h"

#include <string.h>

#include "diagnostic.h"

static void closure_add(struct closure *closure, struct interface *interface)
{
    if (!interface || interface->index >= 0)
        return;
    if (closure->count == SIGNATURE_INTERFACES_MAX) {
        report_error(interface->name.location, "found one interface more than the %d that a server may "
                     "mention", SIGNATURE_INTERFACES_MAX);
        interface->index = 0;
        return;
    }
    interface->index = (int)closure->count;
    closure->interfaces[closure->count++] = interface;
}

static void add_mentioned(struct closure *closure, const struct interface *interface, struct library *library)
{
    FOR_EACH(function, interface->functions) {
        if (function->result_interface.text)
            closure_add(closure, library_find(library, function->result_interface));
        FOR_EACH(parameter, function->parameters) {
            if (parameter->interface.text)
                closure_add(closure, library_find(library, parameter->interface));
        }
    }
}

bool closure_make(struct closure *closure, const struct server *server, struct library *library)
{
    struct name component = { "Component", server->name.location };
    unsigned before = error_count();

    closure->interfaces = arena_allocate(SIGNATURE_INTERFACES_MAX * sizeof *closure->interfaces);
    closure->count = 0;
    closure_add(closure, library_find(library, component));
    FOR_EACH(clause, server->clauses)
        closure_add(closure, clause->definition);
    for (unsigned index = 0; index < closure->count; index++)
        add_mentioned(closure, closure->interfaces[index], library);
    return error_count() == before;
}

unsigned closure_index(const struct closure *closure, struct name interface)
{
    for (unsigned index = 0; interface.text && index < closure->count; index++) {
        if (!strcmp(closure->interfaces[index]->name.text, interface.text))
            return index;
    }
    return SIGNATURE_ANY;
}
