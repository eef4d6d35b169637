/* SPDX-License-Identifier: GPL-2.0-only */
/* Syntax errors in words. */
#ifndef INTERFACE_COMPILER_SYNTAX_ERROR_H
#define INTERFACE_COMPILER_SYNTAX_ERROR_H

#include "model.h"

/* Reports that `found` (a token's name in the grammar) stands where only the tokens
 * `expected` can. The text of the found token is read from the source. */
void syntax_error(struct location location, const char *found, const char *const expected[], int count);

#endif
