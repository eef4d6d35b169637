/* SPDX-License-Identifier: GPL-2.0-only */
/* Checks on component files. */
#include "check.h"

#include <string.h>

#include "diagnostic.h"

/* A server pci is declared in pci/pci.component: the build finds it by that rule. */
static void check_place(const struct server *server)
{
    const char *path = server->name.location.source->path;
    const char *folder = path_stem(path_folder(path), "");
    const char *stem = path_stem(path, ".component");
    const char *name = server->name.text;

    if (!strcmp(stem, name) && (!strchr(path, '/') || !strcmp(folder, name)))
        return;
    report_error(server->name.location, "found the server `%s` in %s, expected it in %s/%s.component",
                 name, path, name, name);
}

/* Names that the generated header gives a meaning of its own. */
static bool is_reserved(const char *name)
{
    static const char *const reserved[] = { "component", "construct", "destruct", "roots", "self" };

    for (size_t index = 0; index < sizeof reserved / sizeof *reserved; index++) {
        if (!strcmp(name, reserved[index]))
            return true;
    }
    return false;
}

/* Objects have generated functions of these names, behind their own. */
static bool is_generated(const char *name)
{
    static const char *const generated[] = { "create", "of", "destroy", "keep", "reuse", "kept" };

    for (size_t index = 0; index < sizeof generated / sizeof *generated; index++) {
        if (!strcmp(name, generated[index]))
            return true;
    }
    return false;
}

/* An object's functions stand beside the generated ones. */
static void check_object_functions(const struct clause *clause)
{
    FOR_EACH(function, clause->definition->functions) {
        const char *name = function->name.text;

        if (!is_generated(name))
            continue;
        report_error(clause->interface.location, "found objects of `%s`, which has a function `%s`, "
                     "expected none of that name: `%s_%s` is generated for objects", clause->interface.text,
                     name, clause->name.text, name);
        report_note(function->name.location, "the function is here");
    }
}

static bool same_text(struct name left, struct name right)
{
    return left.text && right.text && !strcmp(left.text, right.text);
}

/* Names are unique in a server; so is the interface of a root, by which loaders ask for it. */
static void check_unique(const struct server *server, const struct clause *clause)
{
    for (const struct clause *earlier = server->clauses; earlier != clause; earlier = earlier->next) {
        bool both_roots = clause->kind == CLAUSE_ROOT && earlier->kind == CLAUSE_ROOT;

        if (same_text(earlier->name, clause->name)) {
            report_error(clause->name.location, "found a second `%s`, expected another name",
                         clause->name.text);
            report_note(earlier->name.location, "the first one is here");
            return;
        }
        if (both_roots && same_text(earlier->interface, clause->interface)) {
            report_error(clause->interface.location, "found a second root that implements `%s`, expected one",
                         clause->interface.text);
            report_note(earlier->interface.location, "the first one is here");
            report_help("a root is asked for by its interface");
            return;
        }
        if (clause->kind == CLAUSE_THREAD_SAFE && earlier->kind == CLAUSE_THREAD_SAFE) {
            report_error(clause->location, "found `thread_safe` twice, expected it once");
            return;
        }
    }
}

static void check_clause(struct server *server, struct clause *clause, struct library *library)
{
    check_unique(server, clause);
    if (clause->kind == CLAUSE_THREAD_SAFE) {
        server->thread_safe = true;
        return;
    }
    clause->definition = library_find(library, clause->interface);
    if (clause->name.text) {
        check_name(clause->name, "it");
        if (is_reserved(clause->name.text))
            report_error(clause->name.location, "found the name `%s`, expected another: "
                         "generated code has one of that name", clause->name.text);
    }
    if (clause->kind == CLAUSE_OBJECT && clause->definition)
        check_object_functions(clause);
}

static void check_limits(const struct server *server)
{
    unsigned implemented = 0, required = 0;

    FOR_EACH(clause, server->clauses) {
        implemented += clause->kind == CLAUSE_ROOT || clause->kind == CLAUSE_OBJECT;
        required += clause->kind == CLAUSE_REQUIRES;
    }
    if (implemented > SIGNATURE_IMPLEMENTED_MAX)
        report_error(server->name.location, "found %u `implements` and `object` lines, expected %d at most",
                     implemented, SIGNATURE_IMPLEMENTED_MAX);
    if (required > SIGNATURE_REQUIRED_MAX)
        report_error(server->name.location, "found %u `requires` lines, expected %d at most",
                     required, SIGNATURE_REQUIRED_MAX);
}

bool check_server(struct server *server, struct library *library)
{
    unsigned before = error_count();

    check_name(server->name, "the server");
    check_place(server);
    FOR_EACH(clause, server->clauses)
        check_clause(server, clause, library);
    check_limits(server);
    return error_count() == before;
}
