/* SPDX-License-Identifier: GPL-2.0-only */
/* The list of workloads that `slipway bench` is given, cut into what one boot each can do: those
 * that run as fast as they can together, each paced one by itself, and offered loads together, in their
 * order, because a card that got more than the guest could take may stop receiving. */
#ifndef SLIPWAY_BENCH_BOOT_PLAN_H
#define SLIPWAY_BENCH_BOOT_PLAN_H

#include <stdbool.h>

#include "base/text.h"

struct boot_plan {
    char *saturated;            /* a list for the guest; null: none */
    char *loads;                /* a list of udp_loss; null: none */
    struct names paced;         /* lists of one item each, tcp_* */
};

/* Both transfers, datagrams of all sizes, round trips, offered loads, and both transfers paced. */
extern const char boot_plan_default[];

/* Cuts a list: items of tools/bench/workload/plan.h, and `tcp_in_paced,BYTES` and
 * `tcp_out_paced,BYTES`. Reports the first faulty item, and then stores nothing. */
bool boot_plan_parse(struct boot_plan *boots, const char *list);
void boot_plan_free(struct boot_plan *boots);

#endif
