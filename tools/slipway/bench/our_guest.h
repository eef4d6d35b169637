/* SPDX-License-Identifier: GPL-2.0-only */
/* Our system as a guest that runs workloads: a network card with the server of a port, the stack, and
 * the workload server (tools/bench/servers/workload), made of the template tools/bench/network.system. */
#ifndef SLIPWAY_BENCH_OUR_GUEST_H
#define SLIPWAY_BENCH_OUR_GUEST_H

#include "base/options.h"
#include "boot/image.h"
#include "boot/qemu.h"
#include "convert/manifest.h"

#define NETWORK_TEMPLATE "tools/bench/network.system"

struct our_guest {
    char *path;                 /* of the system description that is made */
    char *description;          /* its text */
    struct image image;
};

/* Plans the system for a port that has a "native" key, to run a list of workloads (workload/plan.h)
 * with the peer at `port` of the host, in a placement of the template (null: all in the kernel's domain).
 * `map` makes the loader tell where each server lies:
 *     system: map NAME file=SERVER address=0x... size=0x... domain=D
 * Reports what is missing, as image_plan() does: USAGE for a port, placement or list that is wrong,
 * UNPREPARED if something is not built. The caller frees it in any case. */
enum outcome our_guest_plan(struct our_guest *guest, const struct manifest *manifest, const char *placement,
                            unsigned port, const char *list, bool map);

/* Writes the files that were planned, before QEMU is started. */
enum outcome our_guest_write(const struct our_guest *guest);

/* The whole command that boots it in `machine`; the caller frees it. */
void our_guest_command(const struct our_guest *guest, const struct qemu_machine *machine, struct command *command);

/* Prints, for --dry-run, what our_guest_write() would do. */
void our_guest_describe(const struct our_guest *guest);

void our_guest_free(struct our_guest *guest);

#endif
