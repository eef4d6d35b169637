/* SPDX-License-Identifier: GPL-2.0-only */
/* Calls a server to its end, and goes on with the one that replaces it; for
 * tests/servers/qemu-restart.t. The constructor leaves the calls to a thread, because the system has to
 * be up before servers are loaded again. */
#include "dependent.server.h"
#include "runtime.h"

#define PRIORITY    4
#define PATIENCE    20000               /* milliseconds; a hang detector */

static struct dependent { u32 unused; } self_dependent;
static struct caller { u32 rounds, patience; } self_caller;

static Semaphore replaced;
static char own_name[16];

static void say(const char *format, ...) __attribute__((format(printf, 1, 2)));

static void say(const char *format, ...)
{
    char text[120];
    va_list arguments;
    u32 length = snprintf(text, sizeof text, "%s: ", own_name);

    va_start(arguments, format);
    vsnprintf(text + length, sizeof text - length, format, arguments);
    va_end(arguments);
    Log_write(log, text, strlen(text));
}

/* Exchanges one of the required references. */
static status exchange(Runnable *own, Any reference)
{
    Runnable made = (Runnable)Any_duplicate(reference);

    if (!made)
        return E_NOMEM;
    Runnable_release(*own);
    *own = made;
    return OK;
}

status dependent_replace(struct dependent *self, const void *name, u32 length, Any reference)
{
    status result = Component_checkRequired(component, name, length, reference);

    (void)self;
    if (result < 0)
        return result;
    result = E_NOENT;
    if (length == 8 && !memcmp(name, "supplier", 8))
        result = exchange(&supplier, reference);
    else if (length == 4 && !memcmp(name, "part", 4))
        result = exchange(&part, reference);
    if (result >= 0) {
        say("has a new %.*s\n", (int)length, (const char *)name);
        Semaphore_signal(replaced);
    }
    return result;
}

static status call(Runnable runnable)
{
    status result;

    Runnable_run_checked(runnable, &result);
    return result;
}

void caller_run(struct caller *self)
{
    for (u32 i = 0; i < self->rounds; i++) {
        say("its call returned %d\n", call(supplier));
        for (u32 awaited = part ? 2 : 1; awaited; awaited--)
            if (Semaphore_wait(replaced, self->patience) < 0) {
                say("was not told of another, and a call returns %d\n", call(supplier));
                return;
            }
        if (part)
            say("the new part answers %d\n", call(part));
    }
    say("done\n");
}

void caller_destroy(struct caller *self)
{
    (void)self;                         /* it is static */
}

static u32 read_number(const char *name, u32 otherwise)
{
    char text[8];
    i32 length = Settings_get(settings, name, strlen(name), 0, text, sizeof text);
    u32 number = 0;

    for (i32 i = 0; i < length; i++)
        number = number * 10 + text[i] - '0';
    return length < 0 ? otherwise : number;
}

status construct(struct dependent_roots *roots)
{
    Runnable runnable = caller_create(&self_caller);
    Thread thread = 0;
    status result = Threads_createSemaphore(threads, 0, &replaced);

    roots->dependent = &self_dependent;
    Settings_get(settings, "name", 4, 0, own_name, sizeof own_name - 1);
    self_caller.rounds = read_number("rounds", 0);
    self_caller.patience = read_number("wait", PATIENCE);
    if (result >= 0)
        result = Threads_create(threads, runnable, PRIORITY, "caller", 6, &thread);
    Thread_release(thread);
    Runnable_release(runnable);
    return result;
}

void destruct(void)
{
}
