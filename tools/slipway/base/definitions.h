/* SPDX-License-Identifier: GPL-2.0-only */
/* Finding out what a Linux source file defines, for the index of definitions. */
#ifndef SETUP_DEFINITIONS_H
#define SETUP_DEFINITIONS_H

#include <stddef.h>

/* Ways to define a name. If several files have the name, the first kind here is told. */
enum definition_kind {
    DEFINED_EXPORT,         /* EXPORT_SYMBOL in a .c or .S file */
    DEFINED_INLINE,         /* a function body in a header */
    DEFINED_MACRO,
    DEFINED_TYPE,           /* "struct x", "union x", "enum x" with a body, or a typedef */
    DEFINED_CONSTANT,       /* of an enum */
    DEFINED_PROTOTYPE,      /* a declaration of a function or variable in a header */
    DEFINED_KINDS
};

/* As written in the index: "export", "inline", ... */
extern const char *const definition_kind_names[DEFINED_KINDS];

/* Called for each definition; `name` has `length` bytes and is not terminated. */
typedef void definition_found(void *context, enum definition_kind kind, const char *name, size_t length);

/* Reports what a header defines. */
void find_in_header(const char *text, size_t size, definition_found *found, void *context);
/* Reports what a .c or .S file exports. */
void find_exports(const char *text, size_t size, definition_found *found, void *context);

#endif
