/* SPDX-License-Identifier: GPL-2.0-only */
/* Tables of entry points: what a slot points at (reference.h). A table is an array that is
 * also read backwards from its start, so that the code of a trap finds everything with
 * one register:
 *
 *      entries[k]          function k, for callers in the kernel's domain
 *      entries[-1]         -(number of functions)
 *      entries[-2]         const struct interface_type *; null in the table of unused slots
 *      entries[-3 - k]     trap code of function k, for callers in user mode (trap.asm)
 *
 * An interface without functions has a table of one function, which refuses: the check of
 * a function number against the negated count needs one.
 */
#ifndef KERNEL_CALLS_ENTRY_TABLE_H
#define KERNEL_CALLS_ENTRY_TABLE_H

#include "model/interface.h"

#define ENTRIES_COUNT   (-1)
#define ENTRIES_TYPE    (-2)
#define ENTRIES_TRAP(k) (-3 - (i32)(k))

/* How many functions a table for an interface of so many has. */
static inline u32 entry_table_functions(u32 count)
{
    return count ? count : 1;
}

/* The words that such a table takes. */
static inline u32 entry_table_words(u32 count)
{
    return 2 * entry_table_functions(count) + 2;
}

/* The table that stands in `words`, which have room for it, with its count and its type;
 * its functions are to be filled in. */
static inline u32 *entry_table_at(u32 *words, const struct interface_type *type, u32 count)
{
    u32 functions = entry_table_functions(count);
    u32 *table = words + functions + 2;

    table[ENTRIES_COUNT] = -functions;
    table[ENTRIES_TYPE] = (u32)type;
    return table;
}

/* Where the words of a table begin: what was passed to entry_table_at(). */
static inline u32 *entry_table_words_of(const u32 *table)
{
    return (u32 *)table - (2 - (i32)table[ENTRIES_COUNT]);
}

static inline const struct interface_type *entry_table_type(const u32 *table)
{
    return (const struct interface_type *)table[ENTRIES_TYPE];
}

#endif
