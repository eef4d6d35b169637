/* SPDX-License-Identifier: GPL-2.0-only */
/* A server's heap, for tests on the host: the host's own, so that AddressSanitizer watches each
 * block. */
#include <stdlib.h>

#include "runtime.h"

void heap_use(PhysicalMemory source)
{
    (void)source;
}

void *allocate(u32 size)
{
    return malloc(size);
}

void deallocate(void *block)
{
    free(block);
}
