/* SPDX-License-Identifier: GPL-2.0-only */
/* Port and memory-mapped registers. Component.enablePorts and Component.map (slipway/pci.h) make
 * them reachable; after that a register access is one instruction. */
#ifndef SLIPWAY_ASM_IO_H
#define SLIPWAY_ASM_IO_H

#include <linux/compiler.h>
#include <linux/types.h>

#define SLIPWAY_READ(name, type, letter) \
static inline type name(const volatile void __iomem *address) \
{ \
    type value; \
    asm volatile("mov" letter " %1, %0" : "=q" (value) : "m" (*(const volatile type __force *)address) \
                 : "memory"); \
    return value; \
}

#define SLIPWAY_WRITE(name, type, letter) \
static inline void name(type value, volatile void __iomem *address) \
{ \
    asm volatile("mov" letter " %0, %1" : : "qi" (value), "m" (*(volatile type __force *)address) \
                 : "memory"); \
}

SLIPWAY_READ(readb, u8, "b")
SLIPWAY_READ(readw, u16, "w")
SLIPWAY_READ(readl, u32, "l")
SLIPWAY_WRITE(writeb, u8, "b")
SLIPWAY_WRITE(writew, u16, "w")
SLIPWAY_WRITE(writel, u32, "l")

#undef SLIPWAY_READ
#undef SLIPWAY_WRITE

#define readb_relaxed readb
#define readw_relaxed readw
#define readl_relaxed readl
#define writeb_relaxed writeb
#define writew_relaxed writew
#define writel_relaxed writel

/* The registers as bytes in memory, without a change of byte order. */
#define __raw_readb readb
#define __raw_readw readw
#define __raw_readl readl
#define __raw_writeb writeb
#define __raw_writew writew
#define __raw_writel writel

#define SLIPWAY_PORT(type, letter) \
static inline type in##letter(int port) \
{ \
    type value; \
    asm volatile("in" #letter " %w1, %0" : "=a" (value) : "Nd" (port) : "memory"); \
    return value; \
} \
static inline void out##letter(type value, int port) \
{ \
    asm volatile("out" #letter " %0, %w1" : : "a" (value), "Nd" (port) : "memory"); \
} \
static inline void ins##letter(int port, void *buffer, unsigned long count) \
{ \
    asm volatile("rep; ins" #letter : "+D" (buffer), "+c" (count) : "d" (port) : "memory"); \
} \
static inline void outs##letter(int port, const void *buffer, unsigned long count) \
{ \
    asm volatile("rep; outs" #letter : "+S" (buffer), "+c" (count) : "d" (port) : "memory"); \
}

SLIPWAY_PORT(u8, b)
SLIPWAY_PORT(u16, w)
SLIPWAY_PORT(u32, l)

#undef SLIPWAY_PORT

static inline void memcpy_fromio(void *to, const volatile void __iomem *from, size_t size)
{
    __builtin_memcpy(to, (const void __force *)from, size);
}

static inline void memcpy_toio(volatile void __iomem *to, const void *from, size_t size)
{
    __builtin_memcpy((void __force *)to, from, size);
}

static inline void memset_io(volatile void __iomem *to, int value, size_t size)
{
    __builtin_memset((void __force *)to, value, size);
}

#endif
