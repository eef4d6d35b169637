/* SPDX-License-Identifier: GPL-2.0-only */
/* Booting systems that measure in QEMU, where a tick of the time stamp counter is made to be an
 * instruction. */
#ifndef SLIPWAY_BENCH_CALLS_GUEST_H
#define SLIPWAY_BENCH_CALLS_GUEST_H

#include "boot/image.h"

/* The command that boots the image so, for at most that many seconds; the caller frees it. */
void bench_command(const struct image *image, unsigned seconds, struct command *command);

/* Boots the image until all its servers are up. Returns the console, which the caller frees;
 * null, with an error reported, after that many seconds. */
char *bench_boot(const struct image *image, unsigned seconds);

#endif
