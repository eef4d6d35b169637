/* SPDX-License-Identifier: GPL-2.0-only */
/* The clock server. Time since start is the kernel's; the calendar is read from its chip.
 *
 * It is thread-safe, so that a delay or a question for the time holds nobody up. Only the
 * chip needs a lock: its registers are reached through an index register.
 *
 * delay() counts time, not instructions: being preempted makes it longer, never shorter.
 */
#include "clock.server.h"
#include "calendar.h"
#include "port_io.h"

#define INDEX_PORT 0x70
#define DATA_PORT  0x71

/* An update takes 2 ms; a chip that claims one for longer is broken, or not there. */
#define UPDATE_MICROSECONDS 5000

#define DELAY_MICROSECONDS_MAX 10000    /* Clock.interface */

struct clock {
    Semaphore chip;             /* held while the index register is in use */
};

static struct clock state;

status construct(struct clock_roots *roots)
{
    status result = Component_enablePorts(component, ports);

    if (result >= 0)
        result = Threads_createSemaphore(threads, 1, &state.chip);
    roots->clock = &state;
    return result;
}

void destruct(void)
{
    Semaphore_release(state.chip);
}

u32 clock_getMilliseconds(struct clock *self)
{
    (void)self;
    return Time_getMilliseconds(time);
}

u32 clock_getMicroseconds(struct clock *self)
{
    (void)self;
    return Time_getMicroseconds(time);
}

static u8 read_register(u8 number)
{
    port_write8(INDEX_PORT, number);
    return port_read8(DATA_PORT);
}

/* Returns 0 if the chip stays busy. */
static u32 await_update(void)
{
    u32 start = Time_getMicroseconds(time);

    while (read_register(CALENDAR_STATUS_A) & CALENDAR_A_UPDATING)
        if (Time_getMicroseconds(time) - start > UPDATE_MICROSECONDS)
            return 0;
    return 1;
}

static void read_calendar(struct calendar *calendar)
{
    calendar->seconds = read_register(CALENDAR_SECONDS);
    calendar->minutes = read_register(CALENDAR_MINUTES);
    calendar->hours = read_register(CALENDAR_HOURS);
    calendar->day = read_register(CALENDAR_DAY);
    calendar->month = read_register(CALENDAR_MONTH);
    calendar->year = read_register(CALENDAR_YEAR);
    calendar->century = read_register(CALENDAR_CENTURY);
    calendar->status_b = read_register(CALENDAR_STATUS_B);
}

/* Two equal readings: no update came in between. They differ at most once a second. */
u32 clock_getCalendarTime(struct clock *self)
{
    struct calendar calendar;
    u32 seconds, again = 0;

    Semaphore_wait(self->chip, FOREVER);
    do {
        seconds = again;
        if (!await_update())
            break;
        read_calendar(&calendar);
        again = calendar_seconds(&calendar);
    } while (again != seconds);
    Semaphore_signal(self->chip);
    return again;
}

/* A budget ends who waits here for too long only when it comes back: so that is bounded. */
status clock_delay(struct clock *self, u32 microseconds)
{
    u32 start = Time_getMicroseconds(time);

    (void)self;
    if (microseconds > DELAY_MICROSECONDS_MAX)
        return E_RANGE;
    while (Time_getMicroseconds(time) - start < microseconds)
        __asm__ volatile("pause");
    return OK;
}
