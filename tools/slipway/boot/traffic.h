/* SPDX-License-Identifier: GPL-2.0-only */
/* Traffic to a booted guest, each byte of it verified on this side. */
#ifndef SLIPWAY_BOOT_TRAFFIC_H
#define SLIPWAY_BOOT_TRAFFIC_H

#include <netinet/in.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Ports of the guest's applications (servers/udp_echo, tcp_echo, bulk, iperf). */
enum { PORT_ECHO = 7, PORT_SINK = 9, PORT_SOURCE = 19, PORT_IPERF = 5001 };

/* How the guest is reached: an address of its own, or forwarded loopback ports. */
struct guest_address {
    struct sockaddr_in udp_echo, tcp_echo, sink, source, iperf;
};

struct traffic_count {
    unsigned sent, received;    /* received: and found to be what was sent */
};

struct traffic_transfer {
    uint64_t bytes;             /* carried by the connection, in the direction tested */
    bool verified;              /* every byte, or the checksum of either end, agreed */
    double mbit_s;              /* bytes * 8 / wall time; told, never judged */
};

/* Each returns true if nothing was lost or altered; otherwise `error` says what was. */
bool traffic_udp_echo(const struct sockaddr_in *to, unsigned count, struct traffic_count *result,
                      char *error, size_t error_size);
bool traffic_tcp_echo(const struct sockaddr_in *to, uint64_t bytes, struct traffic_transfer *result,
                      char *error, size_t error_size);
/* Into the guest: it answers with the length and CRC-32 of what it received. */
bool traffic_tcp_in(const struct sockaddr_in *to, uint64_t bytes, struct traffic_transfer *result,
                    char *error, size_t error_size);
/* Out of the guest: a known stream, checked byte by byte, and the guest's CRC-32 after it. */
bool traffic_tcp_out(const struct sockaddr_in *to, uint32_t bytes, struct traffic_transfer *result,
                     char *error, size_t error_size);

/* The test stream: xorshift32 from `seed | 1`, each step four bytes, little-endian.
 * Fills whole steps only: `size` is a multiple of 4. `state` carries on. */
void traffic_stream(uint32_t *state, uint8_t *bytes, size_t size);
uint32_t traffic_stream_start(uint32_t seed);

#endif
