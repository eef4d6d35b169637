/* SPDX-License-Identifier: GPL-2.0-only */
/* One of the two systems that are measured against each other: our system with a port, or Linux
 * with its own module of the same driver. What follows does not ask which of them it is. */
#ifndef SLIPWAY_BENCH_GUEST_H
#define SLIPWAY_BENCH_GUEST_H

#include "attribution/places.h"
#include "base/options.h"
#include "bench/linux_guest.h"
#include "boot/qemu.h"
#include "convert/manifest.h"

struct guest {
    bool is_linux;
    const char *name;           /* "ours" or "linux" */
    const struct manifest *manifest;
    const char *placement;      /* of ours */
    struct linux_guest linux_guest;     /* of Linux */
};

/* Our system with a port in a placement. The arguments have to stay. Reports what is missing. */
enum outcome guest_ours(struct guest *guest, const struct manifest *manifest,
                            const char *placement);

/* Linux with the native counterpart of a port, likewise. */
enum outcome guest_linux(struct guest *guest, const struct manifest *manifest);

/* The command that boots it in `machine` to run a list of workloads against the peer at `port`, in
 * `command`, which the caller frees; with `write` it also writes the files that this needs, and
 * without it prints what would be written. */
enum outcome guest_command(const struct guest *guest, const struct qemu_machine *machine,
                               unsigned port, const char *list, bool write, struct command *command);

/* What lies where in it, by its console. The caller frees it if it is true. */
bool guest_places(const struct guest *guest, const char *console, struct places *places);

/* What it is, for the report: an object {system, driver, stack, quirks, facts} that the caller owns; `facts`
 * are names of what differs between the two, and texts (guest_differences.c). */
json_t *guest_describe(const struct guest *guest);

/* Adds to `facts` what a guest's console tells of itself: lines `workload: fact NAME: TEXT`. */
void guest_facts_told(json_t *facts, const char *console);

/* "Slipway", and which state of it, in new memory. */
char *guest_slipway(void);

void guest_free(struct guest *guest);

#endif
