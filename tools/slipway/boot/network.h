/* SPDX-License-Identifier: GPL-2.0-only */
/* How the host reaches a booted guest. */
#ifndef SLIPWAY_BOOT_NETWORK_H
#define SLIPWAY_BOOT_NETWORK_H

#include <stdbool.h>
#include <stddef.h>

#include "boot/traffic.h"

#define GUEST_ADDRESS "10.0.2.15"
#define HOST_ADDRESS  "10.0.2.2"

struct network {
    bool tap;                   /* else QEMU's user-mode network, with forwarded ports */
    int tap_descriptor;         /* open as long as QEMU runs; -1 without */
    char netdev[512];           /* QEMU's -netdev argument, id `net` */
    struct guest_address guest;
};

/* Moves this process, and what it starts from here on, into a network namespace of its own
 * with one tap. Returns false, with the reason, where that is not allowed. */
bool network_open_tap(struct network *network, char *error, size_t error_size);

/* Free loopback ports, forwarded to the guest's by QEMU. */
bool network_open_user(struct network *network, char *error, size_t error_size);

/* What -netdev would be, and where iperf would go, without opening anything (for --dry-run). A
 * forwarded port is 0, since it is found only when it is opened. */
void network_describe(struct network *network, bool tap);

void network_close(struct network *network);

#endif
