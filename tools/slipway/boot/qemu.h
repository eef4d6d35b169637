/* SPDX-License-Identifier: GPL-2.0-only */
/* QEMU's command line. All guests run in the same machine, but for what is said here. */
#ifndef SLIPWAY_BOOT_QEMU_H
#define SLIPWAY_BOOT_QEMU_H

#include <stdbool.h>

#include "base/command.h"

#define COUNT_PLUGIN "build/tools/count/count.so"

/* The card that a system gets where nothing says another one. */
#define DEFAULT_CARD "rtl8139"

enum {
    GUEST_ICOUNT_SHIFT = 3      /* of a paced machine: an instruction takes 1 << 3 ns of virtual time */
};

struct qemu_machine {
    unsigned memory;            /* MiB; 0: 128 */
    const char *serial;         /* QEMU's -serial; null: our standard input and output */
    const char *card;           /* QEMU's model of network card; null: there is none */
    const char *card_options;   /* behind it, each with a comma before it; null: none */
    const char *netdev;         /* what the card is connected to, of id `net`; null: user-mode network */
    bool exit_device;           /* the guest can stop the machine, with an exit status */
    bool counts_time;           /* a tick of the time stamp counter is an instruction */
    unsigned pace;              /* microseconds of virtual time from one batch of received frames to
                                   the next, time going with instructions; 0: as fast as it can */
    const char *counts;         /* file for what the counting plugin counts; null: it is left out */
    const char *records;        /* file for the kernel's records of calls; null: it is left out */
    bool waits_for_gdb;         /* stopped, and speaks to gdb by standard input and output */
    unsigned limit;             /* seconds for the whole run; 0: the command's default */
};

/* The command but for what is booted, which one of the next two adds; the caller frees it. */
void qemu_command(const struct qemu_machine *machine, struct command *command);

/* A kernel that QEMU loads, with modules or an initial file system, and arguments or null. */
void qemu_boots_kernel(struct command *command, const char *kernel, const char *initrd, const char *append);

/* A CD image, by GRUB. */
void qemu_boots_image(struct command *command, const char *path);

#endif
