/* SPDX-License-Identifier: GPL-2.0-only */
/* Cycles of calls within one domain: the kernel's entry code, generated from the signature of a
 * real server file, runs in this process, which is the kernel's server and calls as that.
 *
 * An operation is called from SITES places, each in a function of its own that is two calls
 * deep, as real callers are: a loop with one place hides what return prediction costs. Batches
 * of all operations take turns, so that each has its share of whatever else the host does; the
 * median batch counts. What the two calls around an operation take is in all figures, also in
 * that of the call through a function pointer, unless they are called "alone". A line tells an
 * operation, its cycles, and by how much they exceed those of the function pointer:
 *
 *      OPERATION CYCLES RATIO
 */
#include <stdio.h>
#include <stdlib.h>

#include "Target.h"
#include "clock.h"
#include "host.h"
#include "kernel.server.h"

#define ROUNDS      64          /* a batch is so many times all sites */
#define SITES       16
#define BATCHES     1500

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

static double cycles[OPERATIONS][BATCHES];      /* of a call */
static double ratios[OPERATIONS][BATCHES];      /* to the call through a function pointer */
static double alone[OPERATIONS][BATCHES];       /* the same without what the call sites take */

static int compare(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;

    return (x > y) - (x < y);
}

static double median(double *values)
{
    qsort(values, BATCHES, sizeof *values, compare);
    return values[BATCHES / 2];
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
    u32 i;

    for (i = 0; i < OPERATIONS; i++)
        cycles[i][batch] = run_batch(&operations[i]) * tick / (SITES * ROUNDS);
    for (i = 0; i < OPERATIONS; i++) {
        ratios[i][batch] = cycles[i][batch] / cycles[POINTER][batch];
        alone[i][batch] = (cycles[i][batch] - cycles[NO_CALL][batch])
                          / (cycles[POINTER][batch] - cycles[NO_CALL][batch]);
    }
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
    for (i = 0; i < BATCHES / 10; i++)
        measure(i);                     /* warms up, and is measured over */
    for (i = 0; i < BATCHES; i++)
        measure(i);
    for (i = 0; i < OPERATIONS; i++)
        printf("%s %.2f %.3f %.3f\n", operations[i].name, median(cycles[i]), median(ratios[i]),
               median(alone[i]));
    return 0;
}
