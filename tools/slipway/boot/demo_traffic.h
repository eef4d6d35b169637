/* SPDX-License-Identifier: GPL-2.0-only */
/* The demo's traffic: what is sent to a booted guest, and what is told of it. */
#ifndef SLIPWAY_BOOT_DEMO_TRAFFIC_H
#define SLIPWAY_BOOT_DEMO_TRAFFIC_H

#include <jansson.h>
#include <stdbool.h>

#include "base/run.h"
#include "boot/network.h"

/* Runs ping, UDP echo, TCP echo, bulk in, bulk out and iperf, in this order, and adds
 * what became of each to `results`: `ping`, `udp_echo` ({sent, received}), `tcp_echo`,
 * `tcp_in`, `tcp_out` ({bytes, verified, mbit_s}), `iperf` ({mbit_s}). Reports what
 * failed and stops there. */
bool demo_traffic_run(struct process *qemu, const struct network *network, json_t *results);

/* The commands that it runs besides its own traffic, for --dry-run. */
void demo_traffic_describe(const struct network *network, struct names *commands);

#endif
