/* SPDX-License-Identifier: GPL-2.0-only */
/* How constants of C reach assembly. A file asm_constants.c is compiled to assembly, of which make keeps the lines that
 * begin with `->`: its folder's constants.inc, for NASM. So assembly has no numbers of its own that C has too. */
#ifndef KERNEL_MACHINE_ASM_CONSTANTS_H
#define KERNEL_MACHINE_ASM_CONSTANTS_H

#include "types.h"

#define CONSTANT(name, value) __asm__ volatile("\n-> " #name " equ %c0" : : "i"((unsigned long long)(u32)(value)))

#endif
