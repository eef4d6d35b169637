/* SPDX-License-Identifier: GPL-2.0-only */
/* The parts of the program that is Linux's init when a port is measured against Linux. It is an ordinary
 * program of the C library's; all that it needs of the system it sets up itself. */
#ifndef GUEST_H
#define GUEST_H

#include <netinet/in.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "plan.h"
#include "report.h"

enum {
    DATAGRAM_BUFFER = 1 << 20,  /* of UDP: what is lost is lost before the socket */
    CHUNK = 65536               /* bytes of one read or write; not more than PATTERN_SPAN */
};

/* Prints `workload: failed: REASON`, with the error number's text behind it unless it is 0. Returns false. */
bool fail(int error, const char *reason, ...) __attribute__((format(printf, 2, 3)));

/* What the kernel's command line says of how this port is measured (tools/slipway/convert/manifest.h). */
struct settings {
    /* What SO_RCVBUF is set to. Linux doubles it, and offers half of that to the peer, as far as its window
     * scale can tell: so this is the window. */
    int window;
    uint32_t grant;             /* datagrams of udp_in that are under way at once */
};
extern struct settings settings;

/* modules.c: loads the modules that the tool put into /modules, in the order of their names, and tells
 * where each came to lie: `workload: module NAME ADDRESS SIZE`. */
bool load_modules(void);

/* facts.c: tells what of this system matters to a comparison: `workload: fact NAME: TEXT`. */
void tell_facts(void);

/* interface.c: gives the first network interface 10.0.2.15/24 and waits until its link is up. */
bool start_interface(void);

/* One workload under way. */
struct run {
    const struct workload *workload;
    struct sockaddr_in peer;
    uint32_t tag;               /* its number, 0 to 255 */
    int control;                /* the TCP connection to the peer */
    bool stuck;                 /* nothing arrives any more, and nothing will */
    uint32_t count;             /* of what arrived, as a verdict tells it */
    struct report report;
};

/* connection.c: all bytes or a failure, which is printed. PROTOCOL_STALL_SECONDS without a byte are one. */
bool connection_open(struct run *run);
bool connection_send(struct run *run, const void *bytes, size_t size);
bool connection_receive(struct run *run, void *bytes, size_t size);
/* Sends the request; receives and checks the word END; sends our verdict; receives the peer's. */
bool connection_request(struct run *run);
bool connection_end(struct run *run);
bool connection_tell(struct run *run);
bool connection_verdict(struct run *run);
/* Waits until the peer has closed the connection, as it does after a workload, and closes it too. */
bool connection_close(struct run *run);

/* Begin and end of what is counted. */
void span_begin(struct run *run);
void span_end(struct run *run);

/* workload_tcp.c, workload_udp.c: the workloads. The control connection is open. Return false after a
 * failure, which was printed. Wrong bytes are no failure: the report tells them.
 *
 * A card may stop receiving when more comes than Linux can take: QEMU's RTL-8139 does if its ring is
 * filled to the brim, because the driver then waits for the interrupt of a frame for which there is no
 * room. Not even a restart of the interface helps. run_udp_in() then ends with what arrived, and sets
 * `stuck`. */
bool run_tcp_in(struct run *run);
bool run_tcp_out(struct run *run);
bool run_round_trips(struct run *run);
bool run_udp_in(struct run *run);
bool run_udp_out(struct run *run);

#endif
