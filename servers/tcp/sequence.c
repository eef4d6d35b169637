/* SPDX-License-Identifier: GPL-2.0-only */
/* Initial sequence numbers (RFC 6528): ISN = M + F(connection, secret), where M is a clock
 * that ticks every four microseconds, so that a new connection's numbers lie after those
 * of an earlier one between the same ends, and F is a keyed hash, so that nobody learns
 * from their own connection what another's numbers are.
 */
#include "sequence.h"

#include "half_sip_hash.h"

static u32_t secret[2];
static u32_t ticks;

void tcp_sequence_start(void)
{
    secret[0] = network_entropy();
    secret[1] = network_entropy();
}

void tcp_sequence_tick(u32_t now)
{
    ticks = now * 250;          /* of 4 us each */
}

u32_t tcp_initial_sequence(const ip_addr_t *local, u16_t local_port, const ip_addr_t *remote,
                           u16_t remote_port)
{
    u32_t ends[] = {local->addr, remote->addr, (u32_t)local_port << 16 | remote_port};

    return ticks + half_sip_hash(secret, ends, 3);
}
