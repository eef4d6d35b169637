/* SPDX-License-Identifier: GPL-2.0-only */
/* Where the project is, and where the user stands. */
#ifndef SLIPWAY_BASE_PROJECT_H
#define SLIPWAY_BASE_PROJECT_H

#include <stdbool.h>

/* Makes the project's root the working directory: the folder above this program's. Returns whether it is one. */
bool project_enter(void);

/* Folders, relative to the project's root, where every verb runs. */
#define SOURCES "build/sources"
#define CONVERT "build/convert"

/* A path of the command line, which is relative to where the user stands, in new memory: the
 * verbs have moved to the project's root meanwhile. */
char *user_path(const char *path);

#endif
