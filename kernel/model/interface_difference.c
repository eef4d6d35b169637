/* SPDX-License-Identifier: GPL-2.0-only */
/* What is different about two interface types: the message of a refused bind (M3). */
#include <stddef.h>

#include "model/interface.h"

#include "bytes.h"
#include "format.h"
#include "model/error.h"

#define PLACE_MAX 112
#define SPELLING_MAX 96
#define DEPTH_MAX 4         /* interfaces that mention each other are followed that far, */
#define COMPARISONS_MAX 256 /* and that many of them; each level takes some 400 bytes of STACK_RESERVE */

/* The two sides, and where the comparison has come to. */
struct comparison {
    const char *server_a, *server_b;
    char place[PLACE_MAX];          /* "interface Clock, function delay" */
    u32 depth, comparisons;
};

static int differ(const struct comparison *c, const char *what, const char *a, const char *b)
{
    error_set(E_TYPE, "%s%s: server `%s` says %s, server `%s` says %s", c->place, what, c->server_a, a,
              c->server_b, b);
    return 1;
}

static const char *interface_name(const struct interface_type *type)
{
    return type ? type->name : "any";
}

/* A type as an interface file spells it: "out ref Packet", "in mem[size <= 255]". */
static void spell(char *buffer, u8 type, const struct parameter_type *p,
                  const struct interface_type *interface)
{
    static const char *const names[] = { "void", "u8", "u16", "u32", "i8", "i16", "i32", "status", "count" };
    static const char *const directions[] = { "", "in ", "out ", "inout " };

    if (type == TYPE_BLOCK)
        format_text(buffer, SPELLING_MAX, "%smem[%s%u]", directions[p->direction],
                    p->flags & PARAMETER_SIZE_CONSTANT ? "" : "size <= ", p->bound);
    else
        format_text(buffer, SPELLING_MAX, "%s%s%s%s%s", p && p->direction == DIRECTION_OUT ? "out " : "",
                    p && p->flags & PARAMETER_MOVE ? "move " : "",
                    p && p->flags & PARAMETER_OPTIONAL ? "optional " : "",
                    type == TYPE_REFERENCE ? "ref " : "",
                    type == TYPE_REFERENCE ? interface_name(interface) : names[type]);
}

static int compare(struct comparison *c, const struct interface_type *a, const struct interface_type *b);

/* Follows two references of the same name into the interfaces that they denote. */
static int compare_mentioned(struct comparison *c, const struct interface_type *a,
                             const struct interface_type *b)
{
    char place[PLACE_MAX];
    int found;

    if (a == b || !a || !b || c->depth == DEPTH_MAX || c->comparisons++ == COMPARISONS_MAX)
        return 0;
    memcpy(place, c->place, sizeof place);
    c->depth++;
    found = compare(c, a, b);
    c->depth--;
    memcpy(c->place, place, sizeof place);
    return found;
}

static int compare_spelling(struct comparison *c, const char *what,
                            u8 type_a, const struct parameter_type *a,
                            const struct interface_type *interface_a,
                            u8 type_b, const struct parameter_type *b,
                            const struct interface_type *interface_b)
{
    char spelling_a[SPELLING_MAX], spelling_b[SPELLING_MAX];

    spell(spelling_a, type_a, a, interface_a);
    spell(spelling_b, type_b, b, interface_b);
    return strcmp(spelling_a, spelling_b) && differ(c, what, spelling_a, spelling_b);
}

static int compare_parameters(struct comparison *c, const struct parameter_type *a,
                              const struct parameter_type *b, u32 number)
{
    char what[SPELLING_MAX];

    if (strcmp(a->name, b->name)) {
        format_text(what, sizeof what, ", name of parameter %u", number);
        return differ(c, what, a->name, b->name);
    }
    format_text(what, sizeof what, ", parameter %s", a->name);
    return compare_spelling(c, what, a->type, a, a->interface, b->type, b, b->interface);
}

static int compare_functions(struct comparison *c, const struct function_type *a,
                             const struct function_type *b)
{
    u32 i;

    for (i = 0; i < a->parameter_count && i < b->parameter_count; i++)
        if (compare_parameters(c, &a->parameters[i], &b->parameters[i], i + 1))
            return 1;
    if (a->parameter_count > i)
        return differ(c, ", one more parameter", a->parameters[i].name, "nothing");
    if (b->parameter_count > i)
        return differ(c, ", one more parameter", "nothing", b->parameters[i].name);
    return compare_spelling(c, ", result", a->result, NULL, a->result_interface, b->result, NULL,
                            b->result_interface);
}

static void set_place(struct comparison *c, const struct interface_type *type, const char *function)
{
    format_text(c->place, PLACE_MAX, "interface %s%s%s", type->name, function ? ", function " : "",
                function ? function : "");
}

/* The functions themselves first, whatever they mention later: the message is about
 * the interface asked for if that is where the difference is. */
static int compare_own(struct comparison *c, const struct interface_type *a, const struct interface_type *b)
{
    u32 i;

    for (i = 0; i < a->function_count && i < b->function_count; i++) {
        if (strcmp(a->functions[i].name, b->functions[i].name)) {
            char what[SPELLING_MAX];

            set_place(c, a, NULL);
            format_text(what, sizeof what, ", name of function %u", i + 1);
            return differ(c, what, a->functions[i].name, b->functions[i].name);
        }
        set_place(c, a, a->functions[i].name);
        if (compare_functions(c, &a->functions[i], &b->functions[i]))
            return 1;
    }
    set_place(c, a, NULL);
    if (a->function_count > i)
        return differ(c, ", one more function", a->functions[i].name, "nothing");
    if (b->function_count > i)
        return differ(c, ", one more function", "nothing", b->functions[i].name);
    return 0;
}

static int compare(struct comparison *c, const struct interface_type *a, const struct interface_type *b)
{
    u32 i, j;

    set_place(c, a, NULL);
    if (strcmp(a->name, b->name))
        return differ(c, "", a->name, b->name);
    if (compare_own(c, a, b))
        return 1;
    for (i = 0; i < a->function_count; i++) {
        const struct function_type *f = &a->functions[i], *g = &b->functions[i];

        if (f->result_interface && compare_mentioned(c, f->result_interface, g->result_interface))
            return 1;
        for (j = 0; j < f->parameter_count; j++)
            if (f->parameters[j].interface
                && compare_mentioned(c, f->parameters[j].interface, g->parameters[j].interface))
                return 1;
    }
    return 0;
}

void interface_explain(const struct interface_type *a, const char *server_a,
                       const struct interface_type *b, const char *server_b)
{
    struct comparison c = { .server_a = server_a, .server_b = server_b };

    if (a != b && !compare(&c, a, b))
        error_set(E_TYPE, "interface %s: servers `%s` and `%s` mean different interfaces by what it mentions",
                  a->name, server_a, server_b);
}
