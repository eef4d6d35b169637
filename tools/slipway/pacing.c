/* SPDX-License-Identifier: GPL-2.0-only */
/* Finding the pace: throughput is about window / interval, so a wrong interval tells the right one. The
 * search begins with what Linux's windows need. */
#include <math.h>

#include "message.h"
#include "pacing.h"
#include "progress.h"

enum { FIRST_IN = 2000, FIRST_OUT = 5200, SHORTEST = 20, LONGEST = 100000, ATTEMPTS = 6 };

#define TOLERANCE 0.02          /* as far as it is sought */
#define ACCEPTED 0.05           /* beyond that it is told */

unsigned pacing_first(const char *list)
{
    return starts_with(list, "tcp_in") ? FIRST_IN : FIRST_OUT;
}

static enum outcome measure(const struct contender *contender, const char *list, unsigned pace, double *mbit)
{
    struct trial trial;
    enum outcome outcome = trial_run(contender, &(struct course){ list, pace }, &trial);

    if (outcome != DONE)
        return outcome;
    *mbit = measured_throughput(&trial.measured[0]) / 1e6;
    trial_free(&trial);
    return DONE;
}

static unsigned next_pace(unsigned pace, double mbit)
{
    double next = pace * mbit / PACING_MBIT + 0.5;

    return next < SHORTEST ? SHORTEST : next > LONGEST ? LONGEST : (unsigned)next;
}

enum outcome pacing_find(const struct contender *contender, const char *list, unsigned *pace)
{
    unsigned attempt = pacing_first(list);
    double best = INFINITY, reached = 0;

    for (unsigned i = 0; i < ATTEMPTS && best > TOLERANCE; i++) {
        double mbit;
        progress_step("%s, %s: looking for the pace of %d Mbit/s, %u us", contender->name, list, PACING_MBIT,
                      attempt);
        enum outcome outcome = measure(contender, list, attempt, &mbit);
        if (outcome != DONE)
            return outcome;
        double off = fabs(mbit - PACING_MBIT) / PACING_MBIT;
        if (off < best) {
            best = off;
            reached = mbit;
            *pace = attempt;
        }
        attempt = next_pace(attempt, mbit);
    }
    if (best > ACCEPTED)
        report_note("%s, %s: %.1f Mbit/s is as near to %d as its pace can be brought", contender->name, list,
                    reached, PACING_MBIT);
    return DONE;
}
