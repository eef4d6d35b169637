/* SPDX-License-Identifier: GPL-2.0-only */
/* The Internet checksum. */
#ifndef NETWORK_CHECKSUM_H
#define NETWORK_CHECKSUM_H

#include "types.h"

/* The one's complement sum (RFC 1071), not yet complemented, of the 16-bit words at
 * `bytes`, as they stand in memory; an odd last byte counts as a word with a zero. Any
 * alignment is right. lwIP calls it through LWIP_CHKSUM. */
u16 network_checksum(const void *bytes, int length);

#endif
