/* SPDX-License-Identifier: GPL-2.0-only */
/* The functions of the interface Component that are entry points themselves. */
#ifndef KERNEL_CALLS_COMPONENT_DIRECT_H
#define KERNEL_CALLS_COMPONENT_DIRECT_H

#include "calls/entry_block.h"

/* For server_make_kernel(). Ends in a zero. */
extern const struct direct_function component_direct[];

#endif
