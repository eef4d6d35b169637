/* SPDX-License-Identifier: GPL-2.0-only */
/* How large the tables of a signature are, and its strings. */
#ifndef INTERFACE_COMPILER_TABLES_H
#define INTERFACE_COMPILER_TABLES_H

#include "closure.h"
#include "model.h"

#define STRINGS_MAX 65536       /* bytes: a name is a u16 */

/* What the header of the signature counts, and the strings as they are collected. */
struct tables {
    unsigned interfaces, functions, parameters, implemented, required, addresses;
    char strings[STRINGS_MAX + 3];   /* each once, zero-terminated, then zeros up to a whole word */
    unsigned strings_size;
};

/* Counts, and collects the strings. Reports an error where a limit of signature.h is exceeded. */
struct tables *tables_make(const struct server *server, const struct closure *closure);
/* Where a name stands in the strings; it is added if it is new. */
unsigned tables_string(struct tables *tables, struct name name);
/* The size of header, tables and strings, in bytes. */
size_t tables_size(const struct tables *tables);

/* Whether it is a line that Component.construct() counts: `implements` or `object`. */
bool clause_is_implementation(const struct clause *clause);

#endif
