/* SPDX-License-Identifier: GPL-2.0-only */
/* What was measured of one workload, in the units in which it is told. */
#include <stdlib.h>

#include "bench/trial.h"

double measured_throughput(const struct measured *measured)
{
    return measured->seconds > 0 ? 8 * (double)measured->bytes / measured->seconds : 0;
}

double measured_cost(const struct measured *measured)
{
    double amount = measured->by_bytes ? (double)measured->bytes / 1024 : (double)measured->operations;

    return amount > 0 ? (double)measured->instructions / amount : 0;
}

double measured_load(const struct measured *measured)
{
    double time = (double)(measured->instructions << GUEST_ICOUNT_SHIFT);

    return measured->ticks ? time / (double)measured->ticks : 0;
}

double measured_load_at(const struct measured *measured, double throughput)
{
    double reached = measured_throughput(measured);

    return reached > 0 ? measured_load(measured) * throughput / reached : 0;
}

void trial_free(struct trial *trial)
{
    for (size_t i = 0; i < trial->count; i++) {
        free(trial->measured[i].name);
        json_decref(trial->measured[i].shares);
    }
    free(trial->measured);
    intervals_free(&trial->intervals);
    free(trial->console);
    *trial = (struct trial){ 0 };
}
