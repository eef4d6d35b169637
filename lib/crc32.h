/* SPDX-License-Identifier: GPL-2.0-only */
/* CRC-32 of IEEE 802.3, reflected: zlib's and Linux's crc32_le() (IEEE 802.3-2018, 3.2.9). */
#ifndef LIB_CRC32_H
#define LIB_CRC32_H

#define CRC32_POLYNOMIAL 0xedb88320u

/* The register after `size` more bytes, bit by bit: for addresses and other short things. Without the complement
 * before and behind that zlib makes. */
unsigned int crc32_register(unsigned int value, const unsigned char *bytes, __SIZE_TYPE__ size);

/* For long things, eight bytes at a time. crc32_start() makes the tables; crc32_add() returns the CRC of some bytes and
 * what was before them, whose CRC is `crc`, 0 at the start. */
void crc32_start(void);
unsigned int crc32_add(unsigned int crc, const unsigned char *bytes, __SIZE_TYPE__ size);

#endif
