/* SPDX-License-Identifier: GPL-2.0-only */
/* Memory for generated code. It is never given back: a thread may be about to jump there
 * however long ago the code became useless (entry_block.c says how that is kept small). */
#ifndef KERNEL_CALLS_CODE_MEMORY_H
#define KERNEL_CALLS_CODE_MEMORY_H

#include "types.h"

/* What entry points are aligned to: a cache line. Their cost would depend on chance otherwise. */
#define CODE_ALIGNMENT 64u

/* `length` bytes of executable memory, aligned, or null if memory is short. */
u8 *code_allocate(u32 length);

/* Whether `address` lies among such memory; there may be other memory in between. */
u32 code_contains(u32 address);

#endif
