/* SPDX-License-Identifier: GPL-2.0-only */
/* Collecting the index of definitions: name, kind and file, one a line, sorted by name. */
#ifndef SETUP_INDEX_H
#define SETUP_INDEX_H

#include <stdbool.h>

#include "base/definitions.h"

struct index;

struct index *index_new(void);
/* Adds what the file at `path` (relative to Linux's root) defines, if it belongs in the index. */
void index_add_file(struct index *index, const char *path, const char *text, size_t size);
/* Whether a file's content is needed at all. */
bool index_wants(const char *path);
/* Writes "NAME\tKIND\tPATH\n" lines, sorted by bytes, a name once. Returns 0, or -1 with errno. */
int index_write(struct index *index, const char *path);

#endif
