/* SPDX-License-Identifier: GPL-2.0-only */
/* Initial sequence numbers that a stranger cannot guess (RFC 6528). */
#ifndef TCP_SEQUENCE_H
#define TCP_SEQUENCE_H

#include "lwip/ip_addr.h"

/* Draws the secret. Called once, before the first connection. */
void tcp_sequence_start(void);

/* Advances the clock that the numbers grow with; `now` in milliseconds. */
void tcp_sequence_tick(u32_t now);

/* The initial sequence number of a new connection; lwIP calls it (LWIP_HOOK_TCP_ISN). */
u32_t tcp_initial_sequence(const ip_addr_t *local, u16_t local_port, const ip_addr_t *remote,
                           u16_t remote_port);

#endif
