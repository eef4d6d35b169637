/* SPDX-License-Identifier: GPL-2.0-only */
/* Telling how far a long job is: one changing line on a terminal, plain lines elsewhere.
 * Everything goes to standard error, so that standard output stays the result. */
#ifndef SLIPWAY_BASE_PROGRESS_H
#define SLIPWAY_BASE_PROGRESS_H

/* What is being done now ("converting 8139too.c: 20-pci"). Off a terminal each call
 * prints a line, so call it for steps, not for loops. */
void progress_step(const char *step, ...) __attribute__((format(printf, 1, 2)));

/* The same with a share of the whole in percent; off a terminal only each tenth is printed. */
void progress_share(unsigned percent, const char *step, ...) __attribute__((format(printf, 2, 3)));

/* Removes the changing line; call before printing anything else to the terminal. */
void progress_clear(void);

#endif
