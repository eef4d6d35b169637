/* SPDX-License-Identifier: GPL-2.0-only */
/* Counts ticks of the time stamp counter, which are instructions in QEMU with `-icount
 * shift=0`, of calls from SITES places in a row. A batch is CALLS of them; the timer's tick
 * disturbs some of BATCHES batches, so the median counts, and of that the loop itself is
 * subtracted. One line tells one operation:
 *
 *      bench: LABEL OPERATION TICKS CALLS
 */
#include "client.server.h"
#include "runtime.h"

#define SITES       16
#define ROUNDS      64
#define CALLS       (SITES * ROUNDS)
#define BATCHES     101         /* unless the setting `batches` says less */
#define BLOCK       1024

#define TWICE(...)      __VA_ARGS__ __VA_ARGS__
#define SIXTEEN(...)    TWICE(TWICE(TWICE(TWICE(__VA_ARGS__))))

/* A function that runs a batch. Nothing is kept in registers from one call to the next. */
#define OPERATION(name, ...)                                                            \
    static void name(void)                                                              \
    {                                                                                   \
        for (u32 round = 0; round < ROUNDS; round++) {                                  \
            SIXTEEN(__VA_ARGS__; __asm__ volatile("" : : : "memory");)                  \
        }                                                                               \
    }

static u8 block[BLOCK], copied[BLOCK];

static void do_nothing(void *self)
{
    (void)self;
}

static void (*volatile pointer)(void *) = do_nothing;

/* What copying a block takes by itself. */
static inline void copy_block(void)
{
    void *from = block, *to = copied;
    u32 words = BLOCK / 4;

    __asm__ volatile("rep movsl" : "+S"(from), "+D"(to), "+c"(words) : : "memory");
}

OPERATION(empty_loop, )
OPERATION(function_pointer, pointer(block))
OPERATION(null, Target_nothing(target))
OPERATION(null_serialised, Target_nothing(serialised))
OPERATION(reference, Target_release(Target_duplicate(target)))
OPERATION(lend, Target_lend(target, round, 2, serialised))
OPERATION(take, Target_take(target, block, sizeof block))
OPERATION(copy, copy_block())

static const struct operation {
    const char *name;
    void (*batch)(void);
} operations[] = {
    { "empty_loop", empty_loop },               /* the first: it is subtracted from the others */
    { "function_pointer", function_pointer },
    { "null", null },
    { "null_serialised", null_serialised },
    { "reference", reference },
    { "lend", lend },
    { "take_1k", take },
    { "copy_1k", copy },
};

static u32 ticks(void)
{
    u32 low, high;

    __asm__ volatile("rdtsc" : "=a"(low), "=d"(high) : : "memory");
    return low;
}

/* The middle one; puts them in order. */
static u32 median(u32 *values, u32 count)
{
    for (u32 i = 1; i < count; i++)
        for (u32 k = i; k && values[k - 1] > values[k]; k--) {
            u32 value = values[k];
            values[k] = values[k - 1];
            values[k - 1] = value;
        }
    return values[count / 2];
}

/* The first batch is for warming up. */
static u32 measure(void (*batch)(void), u32 batches)
{
    static u32 taken[BATCHES];

    batch();
    for (u32 i = 0; i < batches; i++) {
        u32 start = ticks();
        batch();
        taken[i] = ticks() - start;
    }
    return median(taken, batches);
}

static void tell(const char *label, const char *operation, u32 taken)
{
    char line[160];

    snprintf(line, sizeof line, "bench: %s %s %u %u\n", label, operation, taken, CALLS);
    Log_write(log, line, strlen(line));
}

/* The value of a setting as text, cut to `size`; its length, or negative if it is not set. */
static i32 setting(const char *name, char *value, u32 size)
{
    i32 length = Settings_get(settings, name, strlen(name), 0, value, size - 1);

    value[length < 0 ? 0 : length] = 0;
    return length;
}

static u32 wanted_batches(void)
{
    char text[4];
    u32 batches = 0;

    if (setting("batches", text, sizeof text) < 0)
        return BATCHES;
    for (const char *digit = text; *digit >= '0' && *digit <= '9'; digit++)
        batches = 10 * batches + (u32)(*digit - '0');
    return batches < BATCHES ? batches : BATCHES;
}

status construct(void)
{
    char label[32];
    u32 batches = wanted_batches();

    if (setting("label", label, sizeof label) < 0 || !batches)
        return E_INVAL;
    u32 loop = measure(operations[0].batch, batches);
    for (u32 i = 1; i < sizeof operations / sizeof *operations; i++)
        tell(label, operations[i].name, measure(operations[i].batch, batches) - loop);
    return OK;
}

void destruct(void)
{
}
