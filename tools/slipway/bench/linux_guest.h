/* SPDX-License-Identifier: GPL-2.0-only */
/* Native Linux as a guest: Debian's i386 kernel with its own module of a port's driver and our
 * workload program as init, to measure the port against.
 *
 *     build/sources/linux-image-i386/     what `make setup-linux` unpacks of Debian's package
 *     build/tools/bench/linux/init        the init program, tools/bench/linux/
 *     build/linux-i386/initrd-MODULE      what linux_guest_prepare() makes of them */
#ifndef SLIPWAY_BENCH_LINUX_GUEST_H
#define SLIPWAY_BENCH_LINUX_GUEST_H

#include "base/options.h"
#include "base/text.h"
#include "convert/manifest.h"

struct linux_guest {
    const struct manifest_native *native;
    char *version;              /* the kernel's release, "6.1.0-50-686" */
    char *package;              /* Debian's package and its version, "linux-image-6.1.0-50-686 6.1.176-1" */
    char *kernel;               /* path of the kernel, for QEMU's -kernel */
    char *initrd;               /* path of the initial file system, for -initrd */
};

/* Finds the kernel and says where the initial file system will be. `manifest` has to stay.
 * UNPREPARED, with an error reported, if the kernel has not been fetched or the init program is
 * not built; FAILED if the port names no native counterpart. Whatever is returned,
 * linux_guest_free() frees it. */
enum outcome linux_guest_plan(struct linux_guest *guest, const struct manifest *manifest);

/* Makes the initial file system: init, the module and those that it depends on, with the
 * manifest's quirks applied. Reports what is wrong with them. */
enum outcome linux_guest_prepare(const struct linux_guest *guest);

/* Whether received segments may be joined before the stack sees them: the module hands packets to GRO. */
bool linux_guest_coalesces(const struct linux_guest *guest);

/* Prints, for --dry-run, what linux_guest_prepare() would do. */
void linux_guest_describe(const struct linux_guest *guest);

/* The kernel's command line (QEMU's -append) for a boot that runs the workload list against the peer
 * at 10.0.2.2:`port`; the caller frees it. Null, with an error reported, if it would be longer than
 * the kernel takes. The guest powers off after the list, or after a failure: QEMU ends by itself.
 *
 * Its console has, besides the workloads' lines, `workload: module NAME ADDRESS SIZE` for each module, and
 * `workload: ITEM: the card has stopped receiving` behind a udp_in or udp_loss in which that happened: its
 * list ends there. */
char *linux_guest_append(const struct linux_guest *guest, unsigned port, const char *list);

void linux_guest_free(struct linux_guest *guest);

#endif
