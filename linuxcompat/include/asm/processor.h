/* SPDX-License-Identifier: GPL-2.0-only */
/* Waiting in a loop. (Linux: arch/x86/include/asm/processor.h) */
#ifndef SLIPWAY_ASM_PROCESSOR_H
#define SLIPWAY_ASM_PROCESSOR_H

/* Lets others into the server if nothing is held. */
void cond_resched(void);
#define cpu_relax() cond_resched()

#endif
