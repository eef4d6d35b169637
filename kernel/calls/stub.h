/* SPDX-License-Identifier: GPL-2.0-only */
/* Permanent code of each interface type, made once when the type is: the entry points
 * that refuse a call because there is no object any more, and the ways on which an
 * entry of a server leaves when it refuses a call. */
#ifndef KERNEL_CALLS_STUB_H
#define KERNEL_CALLS_STUB_H

#include "model/interface.h"

struct emitter;

/* Makes `type->stubs`, `type->released` and `type->gone`. E_NOMEM. */
status stubs_make(struct interface_type *type);

/* Frees the two tables of a type that nobody uses; the code stays. */
void stubs_free(struct interface_type *type);

/* Makes the one function of an interface without functions refuse (entry_table.h). */
void stub_fill_empty(u32 *table);

/* Every entry point refuses with E_REFERENCE: for slots that never held a reference. */
const u32 *stubs_unused(void);

/* Code that a call can end with: the object's count, in ecx, goes down, and the call returns with
 * eax and edx as they are. */
u32 stub_leave(void);

/* The rest of that if the count has gone down to 0 already. */
u32 stub_last(void);

/* Makes the code that belongs to no type. Called once. E_NOMEM. */
status stubs_initialise(void);

#endif
