/* SPDX-License-Identifier: GPL-2.0-only */
/* Initial sequence numbers (RFC 6528): ISN = M + F(connection, secret), where M is a clock
 * that ticks every four microseconds, so that a new connection's numbers lie after those
 * of an earlier one between the same ends, and F is a keyed hash, so that nobody learns
 * from their own connection what another's numbers are. The hash is HalfSipHash-2-4
 * (Aumasson and Bernstein), the 32-bit member of SipHash's family.
 */
#include "sequence.h"

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

static u32_t rotate(u32_t value, int by)
{
    return value << by | value >> (32 - by);
}

static void mix(u32_t v[static 4])
{
    v[0] += v[1];
    v[1] = rotate(v[1], 5) ^ v[0];
    v[0] = rotate(v[0], 16);
    v[2] += v[3];
    v[3] = rotate(v[3], 8) ^ v[2];
    v[0] += v[3];
    v[3] = rotate(v[3], 7) ^ v[0];
    v[2] += v[1];
    v[1] = rotate(v[1], 13) ^ v[2];
    v[2] = rotate(v[2], 16);
}

static u32_t hash(const u32_t *words, u32_t count)
{
    u32_t v[4] = {secret[0], secret[1], secret[0] ^ 0x6c796765, secret[1] ^ 0x74656462};
    u32_t length = count * 4 << 24;

    for (u32_t i = 0; i <= count; i++) {
        u32_t word = i < count ? words[i] : length;

        v[3] ^= word;
        mix(v);
        mix(v);
        v[0] ^= word;
    }
    v[2] ^= 0xff;
    for (int i = 0; i < 4; i++)
        mix(v);
    return v[1] ^ v[3];
}

u32_t tcp_initial_sequence(const ip_addr_t *local, u16_t local_port, const ip_addr_t *remote, u16_t remote_port)
{
    u32_t ends[] = {local->addr, remote->addr, (u32_t)local_port << 16 | remote_port};

    return ticks + hash(ends, 3);
}
