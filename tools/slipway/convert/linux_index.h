/* SPDX-License-Identifier: GPL-2.0-only */
/* Looking names up in the index of what Linux defines, which `make setup` makes. */
#ifndef SLIPWAY_CONVERT_LINUX_INDEX_H
#define SLIPWAY_CONVERT_LINUX_INDEX_H

#include <stdbool.h>
#include <stddef.h>

struct linux_index {
    const char *text;           /* "NAME\tKIND\tPATH\n" lines, sorted by name as bytes */
    size_t size;
};

/* Maps `path`. Returns false with errno set if it cannot be read. */
bool linux_index_open(struct linux_index *index, const char *path);

/* The file of Linux's that defines `name` ("netif_rx", "struct net_device"); the caller
 * frees it. Null if no file is known to. */
char *linux_index_find(const struct linux_index *index, const char *name);

#endif
