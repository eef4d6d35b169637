/* SPDX-License-Identifier: GPL-2.0-only */
/* A short keyed hash. */
#ifndef TCP_HALF_SIP_HASH_H
#define TCP_HALF_SIP_HASH_H

#include "types.h"

/* HalfSipHash-2-4 with 32 bits of output (Aumasson and Bernstein), of `count` words that
 * stand for their bytes, little-endian. Who does not know the key learns nothing from
 * some hashes about others. */
u32 half_sip_hash(const u32 key[static 2], const u32 *words, u32 count);

#endif
