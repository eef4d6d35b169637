/* SPDX-License-Identifier: GPL-2.0-only */
/* The history of a conversion: a git repository of its own, whose first commit is Linux's
 * source and in which every patch that changed anything is one commit. It tells who
 * changed a line, and a person can read it:
 *
 *     git --git-dir=build/convert/NAME/history log -p
 */
#ifndef SLIPWAY_CONVERT_HISTORY_H
#define SLIPWAY_CONVERT_HISTORY_H

#include <stdbool.h>
#include <stddef.h>

#include "base/text.h"

/* The name of the first commit. */
#define HISTORY_IMPORT "import"

/* Makes git deaf to the user's configuration; call before using git. */
void history_isolate(void);
/* Begins a history in `folder`/history of the tree `folder`/converted. Each function reports
 * what failed and returns false. */
bool history_begin(const char *folder);
/* Records the tree as the work of `patch`. */
bool history_record(const char *folder, const char *patch);
/* For each line of a file, the name of the patch that changed it last, or HISTORY_IMPORT.
 * A change of white space only counts if nothing else changed the line. */
bool history_blame(const char *folder, const char *file, struct names *patches);

#endif
