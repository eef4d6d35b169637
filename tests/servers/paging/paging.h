/* SPDX-License-Identifier: GPL-2.0-only */
/* The test of pagers: what its files share. */
#ifndef PAGING_H
#define PAGING_H

#include "paging.server.h"
#include "runtime.h"

#define PAGE_SIZE 4096u

/* Writes "paging: ok NAME" or "paging: not ok NAME" to the log. */
void check(u32 condition, const char *name);

/* As check(), with both numbers in the log if they differ. */
void check_number(u32 got, u32 expected, const char *name);

/* Maps something; null if that fails, which is a check that failed. */
volatile u8 *map(Any memory);
void unmap(volatile u8 *bytes);

/* Checks the faults that a pager has answered so far. */
void check_zero_faults(Pager pager, u32 reads, u32 writes, const char *name);
void check_copy_faults(Pager pager, u32 reads, u32 writes, u32 made, const char *name);

/* How many of `size` bytes are not zero. */
u32 count_set(volatile const u8 *bytes, u32 size);

void test_zeros(void);
void test_copies(void);
void test_blocks(void);

#endif
