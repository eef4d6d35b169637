/* SPDX-License-Identifier: GPL-2.0-only */
/* Semaphores, interrupt lines and the formatter. */
#include "bytes.h"
#include "format.h"
#include "kernel.server.h"
#include "machine/heap.h"
#include "machine/interrupts.h"
#include "machine/machine.h"
#include "machine/pic.h"
#include "machine/thread.h"
#include "machine_tests.h"
#include "roots/interrupt_line.h"
#include "roots/semaphore.h"

#define HANDOVERS       5000
#define CLOCK_LINE      8           /* the calendar chip's (MC146818) periodic interrupt */
#define CLOCK_INDEX     0x70
#define CLOCK_DATA      0x71
#define CLOCK_B         11
#define CLOCK_B_PERIODIC 0x40
#define CLOCK_C         12          /* reading it acknowledges */

static struct semaphore *ping, *pong;
static volatile u32 handed;

static void answer(void *unused)
{
    (void)unused;
    for (u32 i = 0; i < HANDOVERS; i++) {
        semaphore_wait(ping, FOREVER);
        handed++;
        semaphore_signal(pong);
    }
}

static void test_handovers(u32 priority)
{
    u32 in_step = 1;
    handed = 0;
    ping = semaphore_new(0);
    pong = semaphore_new(0);
    struct thread *thread = thread_create(answer, 0, priority, "answer");
    for (u32 i = 0; i < HANDOVERS; i++) {
        semaphore_signal(ping);
        semaphore_wait(pong, FOREVER);
        in_step &= handed == i + 1;
    }
    thread_join(thread, FOREVER);
    thread_release(thread);
    check(in_step, "%u handovers to a thread of priority %u and back", HANDOVERS, priority);
    semaphore_destroy(ping);
    semaphore_destroy(pong);
}

static void take(void *argument)
{
    if (semaphore_wait(ping, (u32)argument) == OK)
        handed++;
}

static void test_counting(void)
{
    ping = semaphore_new(2);
    check(semaphore_wait(ping, 0) == OK && semaphore_wait(ping, FOREVER) == OK,
          "a semaphore of 2 can be taken twice");
    check(semaphore_wait(ping, 0) == E_TIMEDOUT && semaphore_wait(ping, 5) == E_TIMEDOUT,
          "and not three times");
    handed = 0;
    struct thread *short_wait = thread_create(take, (void *)5, 5, "short");
    struct thread *long_wait = thread_create(take, (void *)FOREVER, 5, "long");
    thread_join(short_wait, FOREVER);
    semaphore_signal(ping);
    thread_join(long_wait, FOREVER);
    check(handed == 1 && semaphore_wait(ping, 0) == E_TIMEDOUT, "a waiter that timed out takes nothing");
    thread_release(short_wait);
    thread_release(long_wait);
    ping->count = 0xffffffff;
    semaphore_signal(ping);
    check(ping->count == 0xffffffff, "signals beyond 2^32 - 1 do not wrap");
    semaphore_destroy(ping);
}

void test_semaphores(void)
{
    test_handovers(3);
    test_handovers(4);
    test_handovers(6);
    test_counting();
}

static u8 clock_read(u8 index)
{
    port_write8(CLOCK_INDEX, index);
    return port_read8(CLOCK_DATA);
}

static void clock_write(u8 index, u8 value)
{
    port_write8(CLOCK_INDEX, index);
    port_write8(CLOCK_DATA, value);
}

static void test_refused_lines(void)
{
    struct interrupt_line *line;
    check(interrupt_line_new(0, &line) == E_BUSY && interrupt_line_new(2, &line) == E_BUSY,
          "the kernel's own lines are refused");
    check(interrupt_line_new(16, &line) == E_RANGE && interrupt_line_new(0xffffffff, &line) == E_RANGE,
          "lines that do not exist are refused");
    u32 before = spurious_interrupts;
    __asm__ volatile("int $39");
    __asm__ volatile("int $47");
    check(spurious_interrupts == before + 2, "spurious interrupts of both controllers are noticed");
    check(interrupt_line_new(7, &line) == OK, "and leave line 7 usable");
    interrupt_line_destroy(line);
}

void test_interrupt_lines(void)
{
    struct interrupt_line *line, *second;
    test_refused_lines();
    check(interrupt_line_new(CLOCK_LINE, &line) == OK, "a line can be taken");
    check(interrupt_line_new(CLOCK_LINE, &second) == E_BUSY, "once");
    clock_write(CLOCK_B, clock_read(CLOCK_B) | CLOCK_B_PERIODIC);
    clock_read(CLOCK_C);
    check(interrupt_line_wait(line, 20) == E_TIMEDOUT, "it is masked at first");
    u32 arrived = 0;
    for (u32 i = 0; i < 50; i++) {
        interrupt_line_complete(line);
        arrived += interrupt_line_wait(line, 1000) == OK;
        clock_read(CLOCK_C);
    }
    check(arrived == 50, "50 interrupts arrive");
    check(interrupt_line_wait(line, 20) == E_TIMEDOUT, "it stays masked until complete()");
    interrupt_line_complete(line);
    thread_sleep(20);
    check(line->fired.count == 1 && interrupt_line_wait(line, 0) == OK
          && interrupt_line_wait(line, 0) == E_TIMEDOUT, "one that comes while nobody waits is kept, once");
    interrupt_line_complete(line);
    interrupt_line_mask(line);
    clock_read(CLOCK_C);
    thread_sleep(20);
    interrupt_line_wait(line, 0);
    check(interrupt_line_wait(line, 20) == E_TIMEDOUT, "mask() masks");
    clock_write(CLOCK_B, clock_read(CLOCK_B) & (u8)~CLOCK_B_PERIODIC);
    interrupt_line_destroy(line);
    check(interrupt_line_new(CLOCK_LINE, &line) == OK, "a line that was given back can be taken again");
    interrupt_line_destroy(line);
}

static void check_format(const char *expected, const char *text)
{
    check(!strcmp(expected, text), "formatted: \"%s\"", text);
}

void test_formatter(void)
{
    char text[64];
    format_text(text, sizeof text, "%d %i %u %x %X %c%%", -5, (i32)0x80000000, 0xffffffffu, 0xabcu,
                0xabcu, 'c');
    check_format("-5 -2147483648 4294967295 abc ABC c%", text);
    format_text(text, sizeof text, "[%5d|%-5d|%05d|%08x|%5s|%-5s|%.2s|%.*s]", 42, 42, -42, 0xbeefu,
                "ab", "ab", "abc", 1, "xyz");
    check_format("[   42|42   |-0042|0000beef|   ab|ab   |ab|x]", text);
    check(format_text(text, 4, "%s", "abcdef") == 6 && !strcmp(text, "abc"),
          "a text too long is cut, its length told");
    text[0] = 'x';
    check(format_text(text, 0, "abc") == 3 && text[0] == 'x', "a buffer of no size stays untouched");
}
