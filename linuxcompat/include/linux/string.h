/* SPDX-License-Identifier: GPL-2.0-only */
/* Strings and blocks of memory. (Linux: include/linux/string.h) */
#ifndef SLIPWAY_LINUX_STRING_H
#define SLIPWAY_LINUX_STRING_H

#include <linux/array_size.h>
#include <linux/compiler.h>
#include <linux/types.h>
#include <linux/stddef.h>
#include <linux/errno.h>

void *memcpy(void *to, const void *from, size_t size);
void *memmove(void *to, const void *from, size_t size);
void *memset(void *to, int value, size_t size);
int memcmp(const void *one, const void *other, size_t size);
size_t strlen(const char *text);
size_t strnlen(const char *text, size_t limit);
int strcmp(const char *one, const char *other);
int strncmp(const char *one, const char *other, size_t limit);
char *strchr(const char *text, int character);
char *strrchr(const char *text, int character);
char *strstr(const char *text, const char *part);
char *strncpy(char *to, const char *from, size_t size);
size_t strlcpy(char *to, const char *from, size_t size);
size_t strlcat(char *to, const char *from, size_t size);
/* Copies as much as fits and ends it with a zero. Returns the length, or -E2BIG. */
ssize_t strscpy(char *to, const char *from, size_t size);
/* The same, and the rest is zeroed. */
ssize_t strscpy_pad(char *to, const char *from, size_t size);

#define memzero_explicit(to, size) memset(to, 0, size)

#endif
