/* SPDX-License-Identifier: GPL-2.0-only */
/* The virtual machine in which workloads run: the same for our system and for Linux, but for the
 * kernel and what is loaded with it. */
#ifndef SLIPWAY_BOOT_MACHINE_H
#define SLIPWAY_BOOT_MACHINE_H

#include "base/run.h"

#define COUNT_PLUGIN "build/tools/count/count.so"

enum {
    GUEST_ICOUNT_SHIFT = 3      /* of a paced machine: an instruction takes 1 << 3 ns of virtual time */
};

struct guest_machine {
    const char *device;         /* QEMU's model of network card */
    const char *counts;         /* file for what the plugin counts; null: it is left out */
    unsigned pace;              /* microseconds of virtual time from one batch of received frames to
                                   the next, time going with instructions; 0: as fast as it can */
    unsigned limit;             /* seconds for the whole run of QEMU */
};

/* The command without -kernel and what follows it; the caller adds that, and frees it. */
void guest_machine_command(const struct guest_machine *machine, struct command *command);

#endif
