/* SPDX-License-Identifier: GPL-2.0-only */
/* Stands before linuxcompat's in tests of a converted driver: its registers are a model's. */
#ifndef TESTS_LINUXCOMPAT_ASM_IO_H
#define TESTS_LINUXCOMPAT_ASM_IO_H

#include <linux/compiler.h>
#include <linux/types.h>

/* By address and width in bytes. */
unsigned int model_read(unsigned long address, unsigned int width);
void model_write(unsigned long address, unsigned int width, unsigned int value);

#define MODEL_REGISTER(letter, port_letter, type) \
static inline type read##letter(const volatile void __iomem *address) \
{ \
    return model_read((unsigned long)address, sizeof(type)); \
} \
static inline void write##letter(type value, volatile void __iomem *address) \
{ \
    model_write((unsigned long)address, sizeof(type), value); \
} \
static inline type in##port_letter(int port) \
{ \
    return model_read(port, sizeof(type)); \
} \
static inline void out##port_letter(type value, int port) \
{ \
    model_write(port, sizeof(type), value); \
}

MODEL_REGISTER(b, b, u8)
MODEL_REGISTER(w, w, u16)
MODEL_REGISTER(l, l, u32)

static inline void memcpy_fromio(void *to, const volatile void __iomem *from, size_t size)
{
    for (size_t i = 0; i < size; i++)
        ((u8 *)to)[i] = model_read((unsigned long)from + i, 1);
}

#endif
