/* SPDX-License-Identifier: GPL-2.0-only */
/* The interfaces of a folder, read when they are first mentioned. */
#ifndef INTERFACE_COMPILER_LIBRARY_H
#define INTERFACE_COMPILER_LIBRARY_H

#include "model.h"

struct library {
    const char *folder;
    struct interface *interfaces;   /* those read so far, also those with errors */
};

/* Whether the folder has a file for the interface `name`; if not, reports an unknown interface. */
bool library_has(const struct library *library, struct name name);
/* The checked interface `name`; NULL if it is unknown or wrong, which was reported. */
struct interface *library_find(struct library *library, struct name name);
/* Reads and checks one interface file. NULL if it is wrong, which was reported. */
struct interface *library_read(struct library *library, const char *path);

#endif
