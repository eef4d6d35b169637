/* SPDX-License-Identifier: GPL-2.0-only */
/* The kernel's messages: the first serial port, 115200 bit/s, 8N1. */
#ifndef KERNEL_MACHINE_LOG_H
#define KERNEL_MACHINE_LOG_H

#include "types.h"

#define LOG_SERIAL_PORT 0x3f8

/* Sets the port up. Called once, first of all. */
void log_initialise(void);

/* Writes a message of at most 511 bytes, as log_bytes() does. */
void log_printf(const char *format, ...) __attribute__((format(printf, 1, 2)));

/* Writes `length` bytes; a newline becomes carriage return and newline. With interrupts on it waits
 * for the text that another thread is writing, up to a second; with interrupts off it comes
 * between. */
void log_bytes(const char *text, u32 length);

#endif
