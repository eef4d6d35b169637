/* SPDX-License-Identifier: GPL-2.0-only */
/* The memory and string functions of C11 that kernel and servers use, and that the compiler itself calls. */
#ifndef LIB_BYTES_H
#define LIB_BYTES_H

void *memcpy(void *restrict to, const void *restrict from, __SIZE_TYPE__ size);
void *memmove(void *to, const void *from, __SIZE_TYPE__ size);
void *memset(void *to, int byte, __SIZE_TYPE__ size);
int memcmp(const void *left, const void *right, __SIZE_TYPE__ size);
void *memchr(const void *memory, int byte, __SIZE_TYPE__ size);
__SIZE_TYPE__ strlen(const char *text);
int strcmp(const char *left, const char *right);
int strncmp(const char *left, const char *right, __SIZE_TYPE__ size);

#endif
