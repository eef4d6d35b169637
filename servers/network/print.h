/* SPDX-License-Identifier: GPL-2.0-only */
/* Messages on the required reference `log`. */
#ifndef NETWORK_PRINT_H
#define NETWORK_PRINT_H

/* Writes a line of at most 159 characters, as printf does. */
void print(const char *format, ...) __attribute__((format(printf, 1, 2)));

#endif
