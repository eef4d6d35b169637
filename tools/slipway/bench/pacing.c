/* SPDX-License-Identifier: GPL-2.0-only */
/* Finding the pace: throughput is about window / interval, so a wrong interval tells the right one. Where it
 * does not, because a stack answers to a longer interval with fuller batches, the search goes on between
 * the nearest interval that was too short and the nearest that was too long. */
#include <math.h>

#include "base/message.h"
#include "base/options.h"
#include "base/progress.h"
#include "bench/pacing.h"

/* What Linux moved 95 Mbit/s with: in by a window of 29,200 bytes, out by its send buffer. */
enum { FIRST_IN = 2000, FIRST_OUT = 5200, FIRST_MBIT = 95, FIRST_WINDOW = 29200 };
enum { SHORTEST = 20, LONGEST = 100000, ATTEMPTS = 6 };

#define TOLERANCE 0.02          /* as far as it is sought; more is told with the results */

/* What the search knows. */
struct search {
    unsigned target;            /* Mbit/s */
    unsigned short_interval, long_interval;     /* too much moved, too little moved; 0: not known */
    double short_mbit, long_mbit;
    unsigned bracketed;         /* trials since both were known */
    unsigned last_interval;     /* and the one before the last, 0: none yet */
    double last_mbit;
    unsigned best;
    double best_off, best_mbit;
};

unsigned pacing_first(const struct manifest_native *native, const char *list)
{
    double first = starts_with(list, "tcp_in") ? (double)FIRST_IN * native->window / FIRST_WINDOW : FIRST_OUT;

    first *= (double)FIRST_MBIT / native->mbit;
    return first < SHORTEST ? SHORTEST : first > LONGEST ? LONGEST : (unsigned)(first + 0.5);
}

static enum outcome measure(const struct guest *guest, const char *list, unsigned pace, double *mbit)
{
    struct trial trial;
    enum outcome outcome = trial_run(guest, &(struct boot_task){ list, pace }, &trial);

    if (outcome != DONE)
        return outcome;
    *mbit = measured_throughput(&trial.measured[0]) / 1e6;
    trial_free(&trial);
    return DONE;
}

static void learn(struct search *search, unsigned interval, double mbit)
{
    double off = fabs(mbit - search->target) / search->target;

    if (off < search->best_off) {
        search->best = interval;
        search->best_off = off;
        search->best_mbit = mbit;
    }
    search->bracketed += search->short_interval && search->long_interval;
    if (mbit > search->target && interval > search->short_interval) {
        search->short_interval = interval;
        search->short_mbit = mbit;
    } else if (mbit <= search->target && (!search->long_interval || interval < search->long_interval)) {
        search->long_interval = interval;
        search->long_mbit = mbit;
    }
}

/* Throughput as a power of the interval: -1 for windows alone, nearer to 0 if batches become fuller. */
static double exponent(const struct search *search, unsigned interval, double mbit)
{
    if (!search->last_interval || mbit <= 0 || search->last_mbit <= 0)
        return -1;
    double power = log(mbit / search->last_mbit) / log((double)interval / search->last_interval);
    return power < -0.25 && power > -4 ? power : -1;
}

/* The next interval to try; 0: nothing lies between those that were. */
static unsigned next_interval(const struct search *search, unsigned interval, double mbit)
{
    unsigned low = search->short_interval, high = search->long_interval;
    double next = LONGEST;

    if (low && high && low + 1 >= high)
        return 0;
    if (low && high)
        next = low + (high - low) * (search->short_mbit - search->target)
            / (search->short_mbit - search->long_mbit);
    else if (mbit > 0)
        next = interval * pow(search->target / mbit, 1 / exponent(search, interval, mbit));
    /* Interpolation that stays at one end of a jump would never look at its middle. */
    if (low && high && search->bracketed % 3 == 2)
        next = (low + high) / 2.0;
    unsigned rounded = (unsigned)(next + 0.5);
    if (low && high && rounded <= low)
        rounded = low + 1;
    if (low && high && rounded >= high)
        rounded = high - 1;
    rounded = rounded < SHORTEST ? SHORTEST : rounded > LONGEST ? LONGEST : rounded;
    return rounded == interval ? 0 : rounded;
}

enum outcome pacing_find(const struct guest *guest, const char *list, unsigned *pace)
{
    const struct manifest_native *native = &guest->manifest->native;
    struct search search = { .target = native->mbit, .best_off = INFINITY };
    unsigned interval = pacing_first(native, list);

    for (unsigned i = 0; i < ATTEMPTS && interval && search.best_off > TOLERANCE; i++) {
        double mbit;
        progress_step("%s, %s: looking for the pace of %u Mbit/s, %u us", guest->name, list,
                      search.target,
                      interval);
        enum outcome outcome = measure(guest, list, interval, &mbit);
        if (outcome != DONE)
            return outcome;
        learn(&search, interval, mbit);
        unsigned next = next_interval(&search, interval, mbit);
        search.last_interval = interval;
        search.last_mbit = mbit;
        interval = next;
    }
    *pace = search.best;
    if (search.best_off > TOLERANCE)
        report_note("%s, %s: %.1f Mbit/s is as near to %u as its pace can be brought", guest->name, list,
                    search.best_mbit, search.target);
    return DONE;
}
