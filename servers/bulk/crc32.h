/* SPDX-License-Identifier: GPL-2.0-only */
/* CRC-32 with zlib's polynomial, 0xedb88320 reflected. */
#ifndef BULK_CRC32_H
#define BULK_CRC32_H

#include "types.h"

/* Makes the tables. */
void crc32_start(void);

/* The CRC of some bytes and what was before them, whose CRC is `crc` (0 at the start). */
u32 crc32_add(u32 crc, const u8 *bytes, u32 length);

#endif
