/* SPDX-License-Identifier: GPL-2.0-only */
/* Where boot.asm enters C. */
#ifndef KERNEL_MACHINE_MAIN_H
#define KERNEL_MACHINE_MAIN_H

#include "types.h"

/* `magic` and `information` come from the multiboot boot loader. Runs on the boot
 * stack, which becomes the idle thread's. */
void kernel_main(u32 magic, u32 information) __attribute__((noreturn));

#endif
