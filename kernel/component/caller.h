/* SPDX-License-Identifier: GPL-2.0-only */
/* Memory that the kernel takes for what its caller wants. If user mode is behind it, directly or
 * through servers of the kernel's domain, PAGES_RESERVED pages stay free (pages.h): else a server
 * there could take them by threads, references or semaphores, of which it may have thousands. */
#ifndef KERNEL_COMPONENT_CALLER_H
#define KERNEL_COMPONENT_CALLER_H

#include "types.h"

/* pages_allocate(), or pages_allocate_spare(); pages_free() gives them back. */
void *caller_pages(u32 count);

/* heap_allocate(), or heap_allocate_spare(); heap_free() gives it back. */
void *caller_memory(u32 size);

#endif
