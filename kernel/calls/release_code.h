/* SPDX-License-Identifier: GPL-2.0-only */
/* Giving up the last hold of a reference, in a trap. */
#ifndef KERNEL_CALLS_RELEASE_CODE_H
#define KERNEL_CALLS_RELEASE_CODE_H

#include "calls/reference_code.h"

/* Emits code for user mode's handle in eax, which is owned by the server in esi and held once: gives
 * it up, and returns to user mode. What takes more jumps to `slow`, with nothing done, and with ebx,
 * ecx, edx, esi and ebp as trap.asm left them. */
void release_emit_last(struct emitter *e, struct emit_marks *slow);

#endif
