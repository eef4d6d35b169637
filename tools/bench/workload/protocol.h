/* SPDX-License-Identifier: GPL-2.0-only */
/* What guest and peer say to each other. All numbers are 32-bit words, big-endian.
 *
 * For each workload the guest opens a TCP connection to the peer's port, the control connection, then
 *
 *     MARK_BEGIN; ticks; sends the request: six words { MAGIC, kind, count, payload, rate, tag }
 *     (plan.h; `tag`, 0 to 255, is the guest's number for it, which its datagrams bear);
 *     the data goes; MARK_END; ticks; then the peer closes the connection, and the guest too.
 *
 *  tcp_in    The peer sends `count` bytes of the pattern (pattern.h, from position 0). The interval ends when
 *            the guest has compared the last; then it sends its verdict.
 *  tcp_out   The guest sends `count` bytes of the pattern behind the request; the peer answers with its
 *            verdict when it has the last. The interval ends when the guest has read that.
 *  rr        Round trip i: the guest sends the pattern's byte i, the peer sends it back, the guest
 *            compares. The interval ends behind the last; then the guest sends its verdict.
 *
 * UDP goes between a free port of the guest and the peer's port. A datagram of data begins with one
 * word, tag << 24 | number, and its other bytes are the pattern from position number * payload on.
 * Others are ignored. Numbers run from 0 to count - 1; none is sent twice.
 *
 *  udp_in    The guest grants: a datagram { GRANT | tag, total } lets the peer send datagrams with
 *            numbers below `total`. It begins with a number that it is given, and grants as many more, up to
 *            `count`, whenever no more than half of that are still to come. After a POLL without anything it
 *            does, too, for those that were lost (if nothing came yet, or all are granted, it says
 *            the same again). The peer,
 *            when all are sent, sends the word END on the control connection. The interval ends with the
 *            last datagram, or with a POLL without any after END; then the guest sends its verdict.
 *  udp_loss  The guest sends a datagram { GRANT | tag, count }, and again each POLL until something
 *            comes; the peer sends `rate` a second, then END. End of the interval, and verdict, as in
 *            udp_in. If nothing comes for STUCK_POLLS, and no END, the interval ends too: a card that was
 *            flooded may have stopped receiving. The guest then tells so, and its list ends there.
 *  udp_out   The guest sends its datagrams as fast as its network takes them, then the word END on
 *            the control connection. The peer sends its verdict when it has them all, or after END and
 *            QUIET_MILLISECONDS without any. The interval ends when the guest has read that.
 *
 * A verdict is three words { VERDICT, verified (1: every byte was as expected, else 0), count (received
 * bytes of tcp_*, datagrams, round trips) }. Who meets what must not be closes the connection, and the
 * workload fails; so does one in which nothing moves for STALL_SECONDS.
 *
 * The guest tells on its console what of itself matters to a comparison, and of each workload in the order of
 * the list (report.h):
 *
 *     workload: fact NAME: TEXT
 *     workload: ITEM instructions-interval=ORDINAL bytes=N operations=N ticks=N lost=N verified=yes|no
 *     workload: ITEM: the card has stopped receiving
 *     workload: failed: REASON
 *     workload: done */
#ifndef WORKLOAD_PROTOCOL_H
#define WORKLOAD_PROTOCOL_H

#include <stdint.h>

enum {
    PROTOCOL_MAGIC = 0x534c4950,        /* "SLIP" */
    PROTOCOL_VERDICT = 0x534c5645,      /* "SLVE" */
    PROTOCOL_END = 0x534c454e,          /* "SLEN" */
    PROTOCOL_GRANT = 0x534c4700,        /* "SLG", and the tag in the low byte */
    PROTOCOL_REQUEST_SIZE = 6 * 4,
    PROTOCOL_VERDICT_SIZE = 3 * 4,
    PROTOCOL_GRANT_SIZE = 2 * 4,
    PROTOCOL_POLL_MILLISECONDS = 500,
    PROTOCOL_STUCK_POLLS = 8,
    PROTOCOL_QUIET_MILLISECONDS = 200,
    PROTOCOL_STALL_SECONDS = 30
};

static inline void protocol_put(uint8_t *at, uint32_t value)
{
    at[0] = (uint8_t)(value >> 24);
    at[1] = (uint8_t)(value >> 16);
    at[2] = (uint8_t)(value >> 8);
    at[3] = (uint8_t)value;
}

static inline uint32_t protocol_get(const uint8_t *at)
{
    return (uint32_t)at[0] << 24 | (uint32_t)at[1] << 16 | (uint32_t)at[2] << 8 | at[3];
}

#endif
