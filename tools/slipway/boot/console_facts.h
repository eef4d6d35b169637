/* SPDX-License-Identifier: GPL-2.0-only */
/* What a booted guest said of itself on its console, for the report. */
#ifndef SLIPWAY_BOOT_CONSOLE_FACTS_H
#define SLIPWAY_BOOT_CONSOLE_FACTS_H

#include <jansson.h>

/* Adds `servers`, how many are up; `loaded`, an array with name, file, domain, bytes and sha256 of
 * each; `quirks`; and `placement`: `kernel` if all servers are there, else `of the description`,
 * unless the report has it already. */
void guest_facts_add(json_t *results, const char *console);

#endif
