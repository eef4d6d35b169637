/* SPDX-License-Identifier: GPL-2.0-only */
/* The table that a boot with traffic prints, from the same object as its JSON. */
#ifndef SLIPWAY_BOOT_REPORT_H
#define SLIPWAY_BOOT_REPORT_H

#include <jansson.h>
#include <stdio.h>

/* Prints what `results` has; a part that is missing is left out. */
void table_print(FILE *stream, const json_t *results);

#endif
