/* SPDX-License-Identifier: GPL-2.0-only */
/* The small C library of servers. It calls nothing but the interfaces it is given, and only
 * those of its functions that a server uses are linked into it. */
#ifndef RUNTIME_H
#define RUNTIME_H

#include <stdarg.h>

#include "Component.h"
#include "PhysicalMemory.h"

/* As in C11. */
void *memcpy(void *restrict to, const void *restrict from, __SIZE_TYPE__ size);
void *memmove(void *to, const void *from, __SIZE_TYPE__ size);
void *memset(void *to, int byte, __SIZE_TYPE__ size);
int memcmp(const void *left, const void *right, __SIZE_TYPE__ size);
void *memchr(const void *memory, int byte, __SIZE_TYPE__ size);
__SIZE_TYPE__ strlen(const char *text);
int strcmp(const char *left, const char *right);
int strncmp(const char *left, const char *right, __SIZE_TYPE__ size);

/* As in C11, with %d %i %u %x %X %c %s %p %%, the flags `-` and `0`, a width and a precision
 * (each a number or `*`), and the lengths hh, h, l, ll and z. Any other conversion is
 * copied as it stands, and its argument is not taken. The result is zero-terminated unless
 * `size` is 0; the length that it would have had without `size` is returned. */
int snprintf(char *text, __SIZE_TYPE__ size, const char *format, ...) __attribute__((format(printf, 3, 4)));
int vsnprintf(char *text, __SIZE_TYPE__ size, const char *format, va_list arguments)
    __attribute__((format(printf, 3, 0)));

/* The heap. It belongs to the server, which calls heap_use() in construct(), before anything
 * else of it. The heap grows by memory from there, and does not shrink: all of it goes when
 * the server goes. It is not safe against concurrent calls: a thread-safe server takes a
 * lock of its own around them. */

/* Says where memory comes from. `memory` is not duplicated: it has to stay. */
void heap_use(PhysicalMemory memory);
/* Memory for `size` bytes, aligned to 8 and not zeroed; null when memory is short or size is 0. */
void *allocate(u32 size);
/* Gives it back. Null does nothing. A pointer that allocate() did not return, or that was given
 * back before, stops the server (Component.abort). */
void deallocate(void *memory);

#endif
