/* SPDX-License-Identifier: GPL-2.0-only */
/* Writes the header that a server's own files include: the client headers concerned, the
 * server's variables, and prototypes of the functions that it has to write. */
#include "emit.h"

#include <string.h>

static void emit_reference_functions(FILE *out, const char *type)
{
    fprintf(out, "static inline %s %s_duplicate(%s reference)\n{\n"
                 "    return reference ? (%s)Component_duplicate(component, (u32)reference) : (%s)0;\n}\n",
            type, type, type, type, type);
    fprintf(out, "static inline void %s_release(%s reference)\n{\n"
                 "    if (reference)\n"
                 "        Component_release(component, (u32)reference);\n}\n", type, type);
}

static void emit_roots(FILE *out, const struct server *server)
{
    bool any = false;

    FOR_EACH(clause, server->clauses) {
        if (clause->kind != CLAUSE_ROOT)
            continue;
        if (!any)
            fprintf(out, "\n/* construct() stores here what `self` of each root shall be. */\n"
                    "struct %s_roots {\n", server->name.text);
        any = true;
        fprintf(out, "    struct %s *%s;\n", clause->name.text, clause->name.text);
    }
    if (any)
        fputs("};\n", out);
    fputs("\n/* Called once, when all required references are there. A negative status: not loaded. */\n",
          out);
    if (any)
        fprintf(out, "status construct(struct %s_roots *roots);\n", server->name.text);
    else
        fputs("status construct(void);\n", out);
    fputs("/* Called once, when the server is being unloaded. */\nvoid destruct(void);\n", out);
}

static void emit_implementation(FILE *out, const struct clause *clause)
{
    const char *name = clause->name.text, *interface = clause->interface.text;

    fprintf(out, "\n/* %s `%s`, which implements %s. */\nstruct %s;\n",
            clause->kind == CLAUSE_ROOT ? "The root" : "Local objects", name, interface, name);
    FOR_EACH(function, clause->definition->functions)
        fprintf(out, "%s %s_%s(struct %s *self%s);\n", c_type(function->result, function->result_interface),
                name, function->name.text, name, c_parameters(function));
    if (clause->kind == CLAUSE_ROOT)
        return;
    fprintf(out, "/* Nobody references it any more. */\nvoid %s_destroy(struct %s *self);\n", name, name);
    fprintf(out, "/* Generated: a reference to a new local object, which the caller owns; null when "
                 "memory is short. */\n%s %s_create(struct %s *self);\n", interface, name, name);
    fprintf(out, "/* Generated: `self` of an own object, null if the reference is to another server's. */\n"
                 "struct %s *%s_of(%s reference);\n", name, name, interface);
    fprintf(out, "/* Generated: from now on, objects that nobody references are kept, not destroyed; and a "
                 "reference\n * to the one kept last, with its `self`; null if there is none; and how many there are. */\n"
                 "status %s_keep(void);\n%s %s_reuse(struct %s **self);\nu32 %s_kept(void);\n",
            name, interface, name, name, name);
}

void emit_server_header(FILE *out, const struct server *server, const struct closure *closure)
{
    const char *name = server->name.text;

    emit_banner(out, server->name.location.source->path, "for the server's own files.");
    fprintf(out, "#ifndef %s_SERVER_H\n#define %s_SERVER_H\n\n#include \"types.h\"\n", name, name);
    for (unsigned index = 0; index < closure->count; index++)
        fprintf(out, "#include \"%s.h\"\n", closure->interfaces[index]->name.text);
    fputs("\ntypedef const void *const *Any;\n"
          "\n/* What every server holds, and what it requires (null if optional and not given). */\n"
          "extern Component component;\n", out);
    FOR_EACH(clause, server->clauses) {
        if (clause->kind == CLAUSE_REQUIRES)
            fprintf(out, "extern %s %s;\n", clause->interface.text, clause->name.text);
    }
    emit_roots(out, server);
    FOR_EACH(clause, server->clauses) {
        if (clause->kind == CLAUSE_ROOT || clause->kind == CLAUSE_OBJECT)
            emit_implementation(out, clause);
    }
    fputs("\n/* Another reference to the same object, or null; and giving one up. Null is allowed. */\n",
          out);
    emit_reference_functions(out, "Any");
    for (unsigned index = 0; index < closure->count; index++) {
        /* These names are functions of the interface Component itself. */
        if (strcmp(closure->interfaces[index]->name.text, "Component"))
            emit_reference_functions(out, closure->interfaces[index]->name.text);
    }
    fprintf(out, "\n/* The signature in the file's section .slipway.signature (signature.h). */\n"
                 "extern const struct %s_signature %s_signature;\n\n#endif\n", name, name);
}
