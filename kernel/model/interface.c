/* SPDX-License-Identifier: GPL-2.0-only */
/* Interning of interface types.
 *
 * Interfaces mention each other, also in circles (a directory has directories), so the
 * question "is this the type that we know?" is answered by assuming that it is and
 * following what it mentions: if nothing contradicts the assumption, it is true. */
#include <stddef.h>

#include "model/interface.h"

#include "bytes.h"
#include "calls/stub.h"
#include "machine/heap.h"
#include "machine/interrupts.h"
#include "model/server_signature.h"

static struct interface_type *known_types;

/* Which interface of a signature is which type. The queue holds the interfaces in the
 * order in which they were matched. */
struct matching {
    const struct signature *signature;
    const struct interface_type **types;
    u16 queue[SIGNATURE_INTERFACES_MAX];
    u32 queued;
};

static int match_later(struct matching *m, u16 index, const struct interface_type *type)
{
    if (index == SIGNATURE_ANY)
        return !type;
    if (m->types[index] || !type)
        return m->types[index] == type;
    m->types[index] = type;
    m->queue[m->queued++] = index;
    return 1;
}

static int same_name(const struct matching *m, u16 name, const char *known)
{
    return !strcmp(signature_name(m->signature, name), known);
}

static int match_parameter(struct matching *m, const struct signature_parameter *p,
                           const struct parameter_type *known)
{
    return same_name(m, p->name, known->name) && p->type == known->type && p->direction == known->direction
        && p->flags == known->flags && p->bound == known->bound
        && (p->type != TYPE_REFERENCE || match_later(m, p->interface, known->interface));
}

static int match_function(struct matching *m, const struct signature_function *f,
                          const struct function_type *known)
{
    u32 i;

    if (!same_name(m, f->name, known->name) || f->result != known->result
        || f->parameter_count != known->parameter_count)
        return 0;
    if (f->result == TYPE_REFERENCE && !match_later(m, f->result_interface, known->result_interface))
        return 0;
    for (i = 0; i < f->parameter_count; i++)
        if (!match_parameter(m, &m->signature->parameters[f->first_parameter + i], &known->parameters[i]))
            return 0;
    return 1;
}

static int match_interface(struct matching *m, u16 index)
{
    const struct signature_interface *interface = &m->signature->interfaces[index];
    const struct interface_type *known = m->types[index];
    u32 i;

    if (!same_name(m, interface->name, known->name) || interface->function_count != known->function_count)
        return 0;
    for (i = 0; i < interface->function_count; i++)
        if (!match_function(m, &m->signature->functions[interface->first_function + i], &known->functions[i]))
            return 0;
    return 1;
}

/* Whether interface `index` is `type`; if so, it and all that it mentions are matched. */
static int match(struct matching *m, u16 index, const struct interface_type *type)
{
    u32 first = m->queued, next = first;

    match_later(m, index, type);
    while (next < m->queued)
        if (!match_interface(m, m->queue[next++])) {
            while (m->queued > first)
                m->types[m->queue[--m->queued]] = NULL;
            return 0;
        }
    return 1;
}

static void match_known(struct matching *m)
{
    struct interface_type *type;
    u32 i;

    for (i = 0; i < m->signature->header->interface_count; i++)
        for (type = known_types; type && !m->types[i]; type = type->next)
            match(m, (u16)i, type);
}

static u32 parameter_words(const struct signature_parameter *p)
{
    return p->type == TYPE_BLOCK && !(p->flags & PARAMETER_SIZE_CONSTANT) ? 2 : 1;
}

/* How a new type is laid out: one allocation for the type and all that belongs to it. */
struct making {
    const struct signature *signature;
    const struct interface_type **types;
    struct parameter_type *parameters;  /* next free one */
    char *strings;                      /* next free byte */
};

static u32 name_size(const struct signature *s, u16 name)
{
    return strlen(signature_name(s, name)) + 1;
}

static const char *copy_name(struct making *m, u16 name)
{
    u32 size = name_size(m->signature, name);
    char *copy = m->strings;

    memcpy(copy, signature_name(m->signature, name), size);
    m->strings += size;
    return copy;
}

static const struct interface_type *mentioned(const struct making *m, u16 index)
{
    return index == SIGNATURE_ANY ? NULL : m->types[index];
}

static void make_parameter(struct making *m, const struct signature_parameter *from,
                           struct function_type *function)
{
    struct parameter_type *p = m->parameters++;

    p->name = copy_name(m, from->name);
    p->type = from->type;
    p->direction = from->direction;
    p->flags = from->flags;
    p->bound = from->bound;
    p->word = function->words;
    function->words = (u8)(function->words + parameter_words(from));
    if (p->type == TYPE_REFERENCE) {
        p->interface = mentioned(m, from->interface);
        function->references++;
        function->results = (u8)(function->results + (p->direction == DIRECTION_OUT));
        function->saved = (u8)(function->saved + reference_is_saved(p));
    }
}

static void make_function(struct making *m, const struct signature_function *from,
                          struct function_type *function)
{
    u32 i;

    function->name = copy_name(m, from->name);
    function->result = from->result;
    if (from->result == TYPE_REFERENCE) {
        function->result_interface = mentioned(m, from->result_interface);
        function->results++;
    }
    function->parameter_count = from->parameter_count;
    function->parameters = m->parameters;
    for (i = 0; i < from->parameter_count; i++)
        make_parameter(m, &m->signature->parameters[from->first_parameter + i], function);
}

static struct interface_type *allocate_type(const struct signature *s,
                                            const struct signature_interface *interface)
{
    const struct signature_function *f = &s->functions[interface->first_function];
    u32 functions = interface->function_count, parameters = 0, strings = name_size(s, interface->name), i, j;
    struct interface_type *type;
    u8 *at;

    for (i = 0; i < functions; i++) {
        parameters += f[i].parameter_count;
        strings += name_size(s, f[i].name);
        for (j = 0; j < f[i].parameter_count; j++)
            strings += name_size(s, s->parameters[f[i].first_parameter + j].name);
    }
    at = heap_allocate(sizeof *type + functions * (sizeof *type->functions + sizeof *type->stubs)
                       + parameters * sizeof(struct parameter_type) + strings);
    if (!at)
        return NULL;
    type = (struct interface_type *)at;
    type->function_count = functions;
    type->functions = (struct function_type *)(type + 1);
    type->stubs = (struct function_stubs *)(type->functions + functions);
    return type;
}

/* Fills a new type in, once all types of the signature have their addresses. */
static void fill_type(struct making *m, struct interface_type *type,
                      const struct signature_interface *interface)
{
    u32 parameters = 0, i;

    m->parameters = (struct parameter_type *)(type->stubs + type->function_count);
    for (i = 0; i < type->function_count; i++)
        parameters += m->signature->functions[interface->first_function + i].parameter_count;
    m->strings = (char *)(m->parameters + parameters);
    type->name = copy_name(m, interface->name);
    for (i = 0; i < type->function_count; i++)
        make_function(m, &m->signature->functions[interface->first_function + i], &type->functions[i]);
}

/* Makes the types that match() left open. */
static status make_missing(const struct signature *s, const struct interface_type **types)
{
    struct making m = { .signature = s, .types = types };
    struct interface_type *made[SIGNATURE_INTERFACES_MAX] = { NULL };
    u32 count = s->header->interface_count, i;
    status result = OK;

    for (i = 0; i < count && result >= 0; i++)
        if (!types[i]) {
            types[i] = made[i] = allocate_type(s, &s->interfaces[i]);
            if (!made[i])
                result = E_NOMEM;
        }
    for (i = 0; i < count && result >= 0; i++)
        if (made[i])
            fill_type(&m, made[i], &s->interfaces[i]);
    for (i = 0; i < count && result >= 0; i++)
        if (made[i])
            result = stubs_make(made[i]);
    for (i = 0; i < count; i++) {
        if (made[i] && result < 0) {
            stubs_free(made[i]);
            heap_free(made[i]);
        } else if (made[i]) {
            made[i]->next = known_types;
            known_types = made[i];
        }
    }
    return result;
}

status interface_intern(const struct signature *signature, const struct interface_type **types)
{
    struct matching m = { .signature = signature, .types = types };
    u32 flags = interrupts_disable();
    status result;

    memset(types, 0, signature->header->interface_count * sizeof *types);
    match_known(&m);
    result = make_missing(signature, types);
    interrupts_restore(flags);
    return result;
}
