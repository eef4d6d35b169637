/* SPDX-License-Identifier: GPL-2.0-only */
/* What the parser builds from an interface or component file, and everything else reads.
 *
 * All of it, strings included, lives in one arena until the program ends. Lists are
 * linked in the order of the file. Types, directions and flags are those of the server
 * file format (interfaces/signature.h), so that no translation can go wrong.
 */
#ifndef INTERFACE_COMPILER_MODEL_H
#define INTERFACE_COMPILER_MODEL_H

#include <stdbool.h>
#include <stddef.h>

#include "signature.h"

/* Each element of a list in turn. */
#define FOR_EACH(element, list) for (__typeof__(&*(list)) element = (list); element; element = element->next)

struct source {
    const char *path;               /* as given by the user: it opens each message */
    char *text;                     /* zero-terminated */
    size_t size;
};

struct location {
    const struct source *source;
    unsigned line, column;          /* from 1; a column is a character, not a byte */
};

struct name {
    const char *text;               /* NULL: there is none */
    struct location location;
};

/* The modifiers of a parameter as written, before check_interface() makes sense of them. */
enum modifier { MODIFIER_IN, MODIFIER_OUT, MODIFIER_INOUT, MODIFIER_OPTIONAL, MODIFIER_MOVE, MODIFIER_KINDS };

struct modifiers {
    struct location at[MODIFIER_KINDS];     /* source NULL: not written */
};

struct parameter {
    struct parameter *next;
    struct name name;
    struct name size;               /* block: name of the size parameter; none if constant */
    enum signature_type type;
    enum signature_direction direction;
    unsigned flags;                 /* PARAMETER_MOVE, ... */
    struct name interface;          /* reference: its interface; none for `any` */
    struct modifiers modifiers;
    struct name bound;              /* block: the number as written; none if missing */
    unsigned bound_value;
};

struct function {
    struct function *next;
    struct name name;
    const char *documentation;      /* without comment marks; "" if there is none */
    enum signature_type result;
    struct name result_interface;   /* as parameter.interface */
    struct parameter *parameters;
    unsigned parameter_count;
};

struct interface {
    struct interface *next;         /* in the library */
    struct name name;
    const char *documentation;
    struct function *functions;
    unsigned function_count;
    int index;                      /* in the signature being made; -1: not in it */
};

enum clause_kind { CLAUSE_ROOT, CLAUSE_OBJECT, CLAUSE_REQUIRES, CLAUSE_USES, CLAUSE_THREAD_SAFE };

struct clause {
    struct clause *next;
    enum clause_kind kind;
    struct location location;
    struct name interface;          /* none for CLAUSE_THREAD_SAFE */
    struct name name;               /* none for CLAUSE_USES and CLAUSE_THREAD_SAFE */
    bool optional;
    struct interface *definition;   /* of `interface`, once it is resolved */
};

struct server {
    struct name name;
    const char *documentation;
    struct clause *clauses;
    bool thread_safe;
};

/* Zeroed memory that lasts until arena_release(). Ends the program when memory is short. */
void *arena_allocate(size_t size);
char *arena_copy(const char *text, size_t length);
char *arena_format(const char *format, ...) __attribute__((format(printf, 1, 2)));
void arena_release(void);

/* The text at a location, up to the end of the file. */
const char *location_text(struct location location);

/* Reads a file. Ends the program with code 1 if it cannot be read. */
struct source *source_read(const char *path);
/* The file name of `path` without its folder and, if it ends so, without `suffix`. */
const char *path_stem(const char *path, const char *suffix);
/* The folder of `path`, "." if it has none. */
const char *path_folder(const char *path);

/* Parses one file. NULL after a syntax error, which was reported. */
struct interface *parse_interface(const struct source *source);
struct server *parse_server(const struct source *source);

#endif
