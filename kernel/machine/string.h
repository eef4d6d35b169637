/* SPDX-License-Identifier: GPL-2.0-only */
/* The memory and string functions of the C library that the kernel and its compiler
 * use. */
#ifndef KERNEL_MACHINE_STRING_H
#define KERNEL_MACHINE_STRING_H

#include <stddef.h>

void *memcpy(void *to, const void *from, size_t size);
void *memmove(void *to, const void *from, size_t size);
void *memset(void *to, int value, size_t size);
int memcmp(const void *a, const void *b, size_t size);
size_t strlen(const char *text);
int strcmp(const char *a, const char *b);

#endif
