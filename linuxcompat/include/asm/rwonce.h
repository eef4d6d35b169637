/* SPDX-License-Identifier: GPL-2.0-only */
/* Reading and writing once: through a volatile pointer. (Linux: include/asm-generic/rwonce.h) */
#ifndef SLIPWAY_ASM_RWONCE_H
#define SLIPWAY_ASM_RWONCE_H

#define __READ_ONCE(value)          (*(const volatile typeof(value) *)&(value))
#define READ_ONCE(value)            __READ_ONCE(value)
#define WRITE_ONCE(variable, value) do { *(volatile typeof(variable) *)&(variable) = (value); } while (0)

#endif
