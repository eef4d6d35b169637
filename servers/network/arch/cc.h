/* SPDX-License-Identifier: GPL-2.0-only */
/* lwIP's port header: types, assertions and random numbers for the network servers. */
#ifndef NETWORK_ARCH_CC_H
#define NETWORK_ARCH_CC_H

#include "types.h"

#define LWIP_NO_CTYPE_H 1       /* <ctype.h> needs a C library */
#define LWIP_NO_UNISTD_H 1
typedef __INTPTR_TYPE__ ssize_t;

/* Network byte order, in one instruction. */
#define lwip_htons(x) __builtin_bswap16(x)
#define lwip_htonl(x) __builtin_bswap32(x)

/* A copy of few bytes, whose number is constant, takes few instructions. */
#define MEMCPY(to, from, size) __builtin_memcpy(to, from, size)
#define SMEMCPY(to, from, size) __builtin_memcpy(to, from, size)

/* Nothing is printed: lwIP's debug output is off. */
#define LWIP_PLATFORM_DIAG(arguments) do { } while (0)

/* A broken invariant of lwIP's stops the server. */
#define LWIP_PLATFORM_ASSERT(text) network_assertion_failed(text)
void network_assertion_failed(const char *text) __attribute__((noreturn));

/* Where the ephemeral ports start. */
#define LWIP_RAND() network_entropy()

/* 32 bits that a peer cannot guess. */
u32 network_entropy(void);

/* Replaces lwIP's own checksum (checksum.h), but not in the reference to test against. */
#ifndef LAYER_ALL
#define LWIP_CHKSUM network_checksum
u16 network_checksum(const void *bytes, int length);
#endif

#endif
