/* SPDX-License-Identifier: GPL-2.0-only */
/* The list of workloads that a guest runs: items separated by `;`, their arguments by `,`, no blanks.
 *
 *     tcp_in,BYTES            bytes into the guest over one connection
 *     tcp_out,BYTES           out of it
 *     udp_in,FRAME,COUNT      datagrams into the guest, as many as it grants the peer
 *     udp_out,FRAME,COUNT     out of it
 *     udp_loss,FRAME,COUNT,RATE   into it, RATE a second, whether it can take them or not
 *     rr,COUNT                a byte there and back, one after the other, over one connection
 *
 * BYTES and COUNT are 1 or more; FRAME, 64 to 1518, is what is on the wire, with header and check
 * sequence. */
#ifndef WORKLOAD_PLAN_H
#define WORKLOAD_PLAN_H

#include <stdint.h>

enum workload_kind {            /* also what stands in a request */
    WORKLOAD_TCP_IN = 1, WORKLOAD_TCP_OUT, WORKLOAD_UDP_IN, WORKLOAD_UDP_OUT, WORKLOAD_UDP_LOSS, WORKLOAD_RR
};

enum {
    WORKLOAD_FRAME_MIN = 64, WORKLOAD_FRAME_MAX = 1518,
    WORKLOAD_FRAME_OVERHEAD = 46,       /* Ethernet 14, IP 20, UDP 8, check sequence 4 */
    WORKLOAD_DATAGRAMS_MAX = 0xffffff,  /* their number has 24 bits */
    WORKLOAD_RATE_MAX = 1000000,
    WORKLOAD_ITEM_MAX = 63              /* characters of an item */
};

struct workload {
    enum workload_kind kind;
    uint32_t count;             /* bytes of tcp_*, else datagrams or round trips */
    uint32_t payload;           /* bytes of a datagram; 0: not UDP */
    uint32_t rate;              /* datagrams a second of udp_loss, else 0 */
    char text[WORKLOAD_ITEM_MAX + 1];   /* the item as it stood in the list */
};

/* Parses the item at *list and advances *list past it and the `;` behind it. Returns 1; 0 at the
 * list's end; -1 for a faulty item, of which *reason (static text) then tells what was expected. */
int plan_next(const char **list, struct workload *workload, const char **reason);

/* "tcp_in" and so on; null for another number. */
const char *plan_name(uint32_t kind);

#endif
