/* SPDX-License-Identifier: GPL-2.0-only */
/* What the rest of the kernel needs of the component model. */
#ifndef KERNEL_COMPONENT_COMPONENT_H
#define KERNEL_COMPONENT_COMPONENT_H

#include "types.h"

/* Brings up the component model and the first server. Call once, on the first thread,
 * when memory, threads and the log work and after frame_stack_initialise() for that thread.
 *   - Makes the kernel's own server from its signature, which is linked into the kernel
 *     (section .slipway.signature, between the linker script's symbols
 *     signature_start and signature_end; its addresses are absolute), sets its
 *     `component` and calls its construct(), which must fill the roots.
 *   - Loads the boot module `loader`, supplies its required reference of interface
 *     Catalog with the kernel's root of interface Catalog, and runs its
 *     constructor on the calling thread.
 * Returns what that constructor returned, or why it was not reached; then a message
 * stands in the log. */
status component_start(void);

/* Name of the server whose code or data contains `address`, for messages about faults,
 * and through `offset` the place in its file; null if there is none. */
const char *server_name_at(u32 address, u32 *offset);

#endif
