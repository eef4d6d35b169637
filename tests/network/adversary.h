/* SPDX-License-Identifier: GPL-2.0-only */
/* Another domain that has the packets' memory mapped: it acts between any two instructions that
 * touch that memory, which a second processor, or an unlucky timer interrupt, would do sometimes.
 */
#ifndef TESTS_ADVERSARY_H
#define TESTS_ADVERSARY_H

#include "types.h"

/* Called after each instruction that read (`writes` 0) or wrote the packet memory at `at`. It may
 * change what is within 2 KiB, in the same block, or call adversary_set(). */
typedef void (*adversary_function)(u8 *at, int writes);

/* Lets `act` act from now on; null: nobody. It works by taking the right to touch the memory away,
 * and by single steps, so it is slow; kernel calls must not be given addresses there meanwhile. */
void adversary_set(adversary_function act);

#endif
