/* SPDX-License-Identifier: GPL-2.0-only */
/* Whether the programs that a verb runs are there. */
#ifndef SLIPWAY_BASE_PROGRAMS_H
#define SLIPWAY_BASE_PROGRAMS_H

#include <stdbool.h>

/* Whether each of the programs, which white space separates, is in PATH; a message for each that
 * is not. A verb that lacks one returns UNPREPARED before it begins. */
bool programs_found(const char *programs);

#endif
