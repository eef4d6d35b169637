/* SPDX-License-Identifier: GPL-2.0-only */
/* Reading, writing and removing files. */
#ifndef SLIPWAY_BASE_FILES_H
#define SLIPWAY_BASE_FILES_H

#include <stdbool.h>
#include <stddef.h>

/* The content of a file, with a zero after its last byte; the caller frees it. Stores
 * the size unless `size` is null. Null, with errno, if it cannot be read. */
char *file_read(const char *path, size_t *size);
/* Writes a file whole or not at all (by renaming), making its folders. Returns 0, or -1
 * with errno. */
int file_write(const char *path, const void *content, size_t size);
/* Copies a file's content, likewise. */
int file_copy(const char *from, const char *to);
/* Makes the folders that lead to `path`, but not `path` itself. Returns 0, or -1 with errno. */
int folders_make(const char *path);
/* Removes a file, or a folder with all that is in it; it need not exist. Links are
 * removed, not followed. Returns 0, or -1 with errno. */
int tree_remove(const char *path);
bool file_exists(const char *path);

#endif
