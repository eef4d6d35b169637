/* SPDX-License-Identifier: GPL-2.0-only */
/* The small C library of servers. It calls nothing but the interfaces it is given, and only
 * those of its functions that a server uses are linked into it. */
#ifndef RUNTIME_H
#define RUNTIME_H

#include <stdarg.h>

#include "Component.h"
#include "PhysicalMemory.h"
#include "bytes.h"

/* As in C11; lib/format.h says which conversions are understood. */
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
