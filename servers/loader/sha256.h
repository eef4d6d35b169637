/* SPDX-License-Identifier: GPL-2.0-only */
/* SHA-256 (FIPS 180-4), by which the loader says what it loaded. */
#ifndef LOADER_SHA256_H
#define LOADER_SHA256_H

#include "types.h"

#define SHA256_SIZE 32

/* Stores the digest of `size` bytes. */
void sha256(const void *bytes, u32 size, u8 digest[static SHA256_SIZE]);

#endif
