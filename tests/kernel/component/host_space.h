/* SPDX-License-Identifier: GPL-2.0-only */
/* What is mapped where in the spaces and in the window of a process that has neither. */
#ifndef TESTS_COMPONENT_HOST_SPACE_H
#define TESTS_COMPONENT_HOST_SPACE_H

#include "machine/space.h"

/* What is mapped at a page's address: the physical address, with flags; 0 if nothing is. `space`
 * null: the window. */
u32 host_mapped(const struct space *space, u32 address);

/* Set, a space is out of page tables: what is to be mapped fails. */
extern u32 host_no_tables;

#endif
