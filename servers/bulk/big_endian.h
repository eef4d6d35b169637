/* SPDX-License-Identifier: GPL-2.0-only */
/* 32-bit numbers on the wire. */
#ifndef BULK_BIG_ENDIAN_H
#define BULK_BIG_ENDIAN_H

#include "types.h"

static inline void put_big_endian(u8 at[static 4], u32 value)
{
    at[0] = (u8)(value >> 24);
    at[1] = (u8)(value >> 16);
    at[2] = (u8)(value >> 8);
    at[3] = (u8)value;
}

static inline u32 get_big_endian(const u8 at[static 4])
{
    return (u32)at[0] << 24 | (u32)at[1] << 16 | (u32)at[2] << 8 | at[3];
}

#endif
