/* SPDX-License-Identifier: GPL-2.0-only */
/* One boot of a guest: it runs a list of workloads against the peer, and what became of each is
 * put together of what the guest's console, the peer and the counting plugin tell. */
#ifndef SLIPWAY_BENCH_TRIAL_H
#define SLIPWAY_BENCH_TRIAL_H

#include "attribution/interval.h"
#include "base/options.h"
#include "bench/guest.h"

/* What a boot is to do. */
struct boot_task {
    const char *list;           /* of workloads (tools/bench/workload/plan.h) */
    unsigned pace;              /* microseconds, see qemu.h; 0: as fast as it can */
};

/* What became of one workload. */
struct measured {
    char *name;                 /* "tcp_in", "udp_in_64", "rr"; "tcp_in_paced" if paced */
    bool by_bytes;              /* what it costs is told for each KiB, else for each operation */
    unsigned long long bytes, operations, lost;
    unsigned long long ticks;   /* of the time stamp counter: nanoseconds of virtual time if paced */
    unsigned long long instructions, repeated;
    double seconds;             /* of the peer's clock; if paced, of virtual time */
    bool paced;
    bool stopped;               /* the card had stopped receiving: the rest of the datagrams was lost */
    bool unoffered;             /* it had stopped before: nothing was offered any more, all counts as lost */
    double offered;             /* of udp_loss: datagrams a second that the peer really sent */
    unsigned long long dropped; /* of `lost`: in front of the card, by user-mode networking */
    size_t interval;                /* which of the trial's */
    json_t *shares;             /* of the instructions: an object of server and number */
};

struct trial {
    struct measured *measured;  /* one a workload, in the order of the list */
    size_t count;
    struct intervals intervals;
    char *console;
    bool retried;               /* it failed once and was run again */
};

/* Whether the tools that a trial needs are there; reports what is not. */
bool trial_prepared(void);

/* Runs it. A run that hung or failed is run once more, which is told. Reports why it failed. */
enum outcome trial_run(const struct guest *guest, const struct boot_task *task, struct trial *trial);

/* Prints the commands of a trial, for --dry-run. */
enum outcome trial_print(const struct guest *guest, const struct boot_task *task);

void trial_free(struct trial *trial);

/* Bits of payload that arrived in a second. */
double measured_throughput(const struct measured *measured);
/* Instructions for a KiB of payload, or for an operation. */
double measured_cost(const struct measured *measured);
/* The share of the time, from 0 to 1, that the processor of a paced machine executed instructions. */
double measured_load(const struct measured *measured);
/* The same at exactly `throughput`, bits a second: the pace only comes near it. */
double measured_load_at(const struct measured *measured, double throughput);

#endif
