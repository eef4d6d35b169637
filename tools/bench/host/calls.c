/* SPDX-License-Identifier: GPL-2.0-only */
/* Cycles of calls within one domain: the kernel's entry code, generated from the signature of a
 * real server file, runs in this process, which is the kernel's server and calls as that.
 *
 * An operation is called from SITES places, each in a function of its own that is two calls
 * deep, as real callers are: a loop with one place hides what return prediction costs. Batches
 * of all operations take turns, so that each has its share of whatever else the host does. Those
 * count in which the call through a function pointer took least, because only then was the
 * processor ours alone: which batches are chosen does not depend on what the kernel's code took
 * in them. Of these the median is told. What the two calls around an operation take is in all
 * figures, also in that of the call through a function pointer, unless they are called "alone". A
 * line tells an operation, its cycles, by how much they exceed those of the function pointer, and
 * the same alone:
 *
 *      OPERATION CYCLES RATIO ALONE
 */
#include <stdio.h>
#include <stdlib.h>

#include "Target.h"
#include "clock.h"
#include "host.h"
#include "kernel.server.h"

#define ROUNDS      64          /* a batch is so many times all sites */
#define SITES       16
#define BATCHES     12000
#define COUNTED     (BATCHES / 8)

#define ALL_SITES(X, ...)                                                                       \
    X(0, __VA_ARGS__) X(1, __VA_ARGS__) X(2, __VA_ARGS__) X(3, __VA_ARGS__)                     \
    X(4, __VA_ARGS__) X(5, __VA_ARGS__) X(6, __VA_ARGS__) X(7, __VA_ARGS__)                     \
    X(8, __VA_ARGS__) X(9, __VA_ARGS__) X(10, __VA_ARGS__) X(11, __VA_ARGS__)                   \
    X(12, __VA_ARGS__) X(13, __VA_ARGS__) X(14, __VA_ARGS__) X(15, __VA_ARGS__)

/* The barriers behind the calls keep them calls; `site` tells the places apart. */
#define SITE(number, name, ...)                                                                 \
    static void __attribute__((noinline)) name##_inner_##number(void)                           \
    {                                                                                           \
        enum { site = number };                                                                 \
        (void)site;                                                                             \
        __VA_ARGS__;                                                                            \
        __asm__ volatile("" : : : "memory");                                                    \
    }                                                                                           \
    static void __attribute__((noinline)) name##_outer_##number(void)                           \
    {                                                                                           \
        name##_inner_##number();                                                                \
        __asm__ volatile("" : : : "memory");                                                    \
    }
#define CALL_SITE(number, name) name##_outer_##number();

/* A function that runs a batch. */
#define OPERATION(name, ...)                                                                    \
    ALL_SITES(SITE, name, __VA_ARGS__)                                                          \
    static void name(void)                                                                      \
    {                                                                                           \
        for (u32 round = 0; round < ROUNDS; round++) {                                          \
            ALL_SITES(CALL_SITE, name)                                                          \
        }                                                                                       \
    }

static Target target, serialised, targets[SITES];
static const u8 block[1024];

static void __attribute__((noinline)) do_nothing(void *self)
{
    __asm__ volatile("" : : "r"(self));
}

static void (*volatile pointer)(void *) = do_nothing;

static void reference_and_back(void)
{
    Component_release(component, Component_duplicate(component, (u32)target));
}

OPERATION(sites, )
OPERATION(function_pointer_call, pointer((void *)block))
OPERATION(call_one_domain, Target_nothing(target))
OPERATION(call_one_domain_serialised, Target_nothing(serialised))
OPERATION(call_one_domain_own_callees, Target_nothing(targets[site]))
OPERATION(reference, reference_and_back())
OPERATION(call_one_domain_2s1r, Target_lend(target, 1, 2, serialised))
OPERATION(call_one_domain_1k_in, Target_take(target, block, sizeof block))

enum { NO_CALL, POINTER, FIRST };
static const struct operation {
    const char *name;
    void (*batch)(void);
} operations[] = {
    [NO_CALL] = { "call_sites", sites },
    [POINTER] = { "function_pointer_call", function_pointer_call },
    [FIRST] = { "call_one_domain", call_one_domain },
    { "call_one_domain_serialised", call_one_domain_serialised },
    { "call_one_domain_own_callees", call_one_domain_own_callees },
    { "reference", reference },
    { "call_one_domain_2s1r", call_one_domain_2s1r },
    { "call_one_domain_1k_in", call_one_domain_1k_in },
};

#define OPERATIONS (sizeof operations / sizeof *operations)

static double samples[BATCHES][OPERATIONS];     /* cycles of a call */

static int compare(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;

    return (x > y) - (x < y);
}

static int compare_undisturbed(const void *a, const void *b)
{
    return compare((const double *)a + POINTER, (const double *)b + POINTER);
}

static double median(double *values)
{
    qsort(values, COUNTED, sizeof *values, compare);
    return values[COUNTED / 2];
}

static double run_batch(const struct operation *operation)
{
    u64 start = clock_read();

    operation->batch();
    return (double)(clock_read() - start);
}

static void measure(u32 batch)
{
    double tick = CLOCK_CHAIN_CYCLES / (double)clock_chain();

    for (u32 i = 0; i < OPERATIONS; i++)
        samples[batch][i] = run_batch(&operations[i]) * tick / (SITES * ROUNDS);
}

/* Of the batches that count, which are the first. */
static void print_operation(u32 operation)
{
    static double cycles[COUNTED], ratios[COUNTED], alone[COUNTED];

    for (u32 i = 0; i < COUNTED; i++) {
        const double *sample = samples[i];

        cycles[i] = sample[operation];
        ratios[i] = sample[operation] / sample[POINTER];
        alone[i] = (sample[operation] - sample[NO_CALL]) / (sample[POINTER] - sample[NO_CALL]);
    }
    printf("%s %.2f %.3f %.3f\n", operations[operation].name, median(cycles), median(ratios), median(alone));
}

/* The server's root, or the kernel's own text says what is wrong with it. */
static Target load(const char *name)
{
    struct server *server = host_load(name);

    host_run(server);
    return host_root(server, "Target");
}

int main(void)
{
    u32 i;

    if (!clock_pin())
        fputs("calls-on-host: cannot stay on one processor\n", stderr);
    host_servers = "build/tools/bench";
    host_start();
    target = load("target");
    serialised = load("target_serialised");
    for (i = 0; i < SITES; i++)
        targets[i] = load("target");
    for (i = 0; i < 1000; i++)
        measure(i);                     /* warms up, and is measured over */
    for (i = 0; i < BATCHES; i++)
        measure(i);
    qsort(samples, BATCHES, sizeof *samples, compare_undisturbed);
    for (i = 0; i < OPERATIONS; i++)
        print_operation(i);
    return 0;
}
