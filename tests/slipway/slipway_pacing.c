/* SPDX-License-Identifier: GPL-2.0-only */
/* Finding the pace: with guests whose throughput follows the interval in ways that real ones have, the one
 * that comes nearest is found, and what cannot be reached is told. */
#include <math.h>
#include <stdlib.h>

#include "base/options.h"
#include "bench/pacing.h"
#include "tap.h"

static double (*model)(unsigned interval);
static unsigned trials, fail_at;

/* In place of a boot: what the model says is moved in a second. */
enum outcome trial_run(const struct guest *guest, const struct boot_task *task, struct trial *trial)
{
    (void)guest;
    *trial = (struct trial){ 0 };
    if (++trials == fail_at)
        return FAILED;
    trial->measured = calloc(1, sizeof *trial->measured);
    trial->count = 1;
    trial->measured[0] = (struct measured){ .bytes = (unsigned long long)(model(task->pace) * 1e6 / 8),
                                            .seconds = 1 };
    return DONE;
}

static double window_only(unsigned interval)
{
    return 28672 * 8.0 / interval;
}

/* Batches are fuller the longer the interval is: half of what the interval would say. */
static double damped(unsigned interval)
{
    return 95 * sqrt(7000.0 / interval);
}

/* Steps, as of a stack that sends a segment more or less in an interval. */
static double stepped(unsigned interval)
{
    return 3 * floor(95 * 4000.0 / interval / 3) + 1;
}

/* Nothing near 95 is there. */
static double split(unsigned interval)
{
    return interval < 5301 ? 99 : 88;
}

static double slow(unsigned interval)
{
    (void)interval;
    return 40;
}

static void check(const char *what, double (*of)(unsigned), const char *list, unsigned mbit, double near,
                  unsigned most)
{
    struct manifest manifest = { .native = { .mbit = mbit, .window = 29200 } };
    struct guest guest = { .name = "ours", .manifest = &manifest };
    unsigned pace = 0;

    model = of;
    trials = fail_at = 0;
    is_number(pacing_find(&guest, list, &pace), DONE, "%s: a pace is found", what);
    double off = fabs(model(pace) - mbit) / mbit;
    ok(off <= near, "%s: it is %.3f off at %u us", what, off, pace);
    ok(trials <= most, "%s: %u boots", what, trials);
}

static void check_failure(void)
{
    struct manifest manifest = { .native = { .mbit = 95, .window = 29200 } };
    struct guest guest = { .name = "ours", .manifest = &manifest };
    unsigned pace;

    model = damped;
    trials = 0;
    fail_at = 2;
    is_number(pacing_find(&guest, "tcp_in,5", &pace), FAILED, "a trial that fails ends the search");
}

int main(void)
{
    struct manifest_native native = { .mbit = 95, .window = 29200 };

    /* The notes that are expected go to a file nobody reads. */
    if (!freopen("/dev/null", "w", stderr))
        return 1;
    is_number(pacing_first(&native, "tcp_in,5"), 2000, "the search begins where Linux's window leads");
    native.mbit = 950;
    native.window = 58400;
    is_number(pacing_first(&native, "tcp_in,5"), 400, "ten times as fast, twice the window");
    is_number(pacing_first(&native, "tcp_out,5"), 520, "out of the guest the window is not its own");
    check("throughput is window / interval", window_only, "tcp_in,5", 95, 0.01, 3);
    check("another rate", window_only, "tcp_in,5", 9, 0.01, 3);
    check("it changes less than the interval", damped, "tcp_out,5", 95, 0.02, 3);
    check("it changes in steps", stepped, "tcp_out,5", 95, 0.02, 4);
    check("it jumps over what is sought", split, "tcp_out,5", 95, 0.05, 6);
    check("it is slower whatever the interval", slow, "tcp_out,5", 95, 0.6, 6);
    check_failure();
    return tap_end();
}
