/* SPDX-License-Identifier: GPL-2.0-only */
/* The probe's main part, and what it tries of clock and console. */
#include "probe.h"

#define SCREEN_CELLS 2000

static void say(const char *verdict, const char *name)
{
    char text[120];

    snprintf(text, sizeof text, "probe: %s %s\n", verdict, name);
    Log_write(log, text, strlen(text));
}

u32 check(u32 condition, const char *name)
{
    say(condition ? "ok" : "not ok", name);
    return condition;
}

void check_number(u32 got, u32 expected, const char *name)
{
    char text[100];

    if (check(got == expected, name))
        return;
    snprintf(text, sizeof text, "got %d (0x%x), expected %d", got, got, expected);
    say("note", text);
}

u32 count_references(void)
{
    u32 references, objects;

    Servers_getUsage(servers, &references, &objects);
    return references;
}

/* The setting `calendar`, in seconds since 1970. */
static u32 read_setting(void)
{
    char text[16];
    i32 length = Settings_get(settings, "calendar", 8, 0, text, sizeof text);
    u32 value = 0;

    for (i32 i = 0; i < length; i++)
        value = value * 10 + text[i] - '0';
    return value;
}

void probe_clock(void)
{
    u32 set = read_setting(), now = Clock_getCalendarTime(clock), start = Clock_getMicroseconds(clock), past;

    check(now >= set && now < set + 100, "clock: calendar time");
    Clock_delay(clock, 3000);
    past = Clock_getMicroseconds(clock) - start;
    check(past >= 3000, "clock: a delay takes its time");
    start = Clock_getMicroseconds(clock);
    Clock_delay(clock, 0xffffffff >> 12);
    past = Clock_getMicroseconds(clock) - start;
    check(past < 500000, "clock: one that would take a second is refused");
    start = Clock_getMilliseconds(clock);
    Threads_sleep(threads, 20);
    past = Clock_getMilliseconds(clock) - start;
    check(past >= 19, "clock: milliseconds go on");
}

/* Whether the text stands at the beginning of a row. */
static u32 is_on_screen(const u16 *cells, const char *text)
{
    for (u32 row = 0; row < SCREEN_CELLS; row += 80) {
        u32 i = 0;

        while (text[i] && cells[row + i] == (0x0700 | (u8)text[i]))
            i++;
        if (!text[i])
            return 1;
    }
    return 0;
}

void probe_screen(void)
{
    Memory cells;
    u32 address;

    Registers_getMemory(screen, 0xb8000, 2 * SCREEN_CELLS, &cells);
    Component_map(component, (Any)cells, &address);
    Memory_release(cells);
    check(is_on_screen((const u16 *)address, "probe: hello"), "console: a message is on the screen");
    for (u32 i = 0; i < 25; i++)
        Log_write(log, "probe: scrolling\n", 17);
    check(!is_on_screen((const u16 *)address, "probe: hello"), "console: the screen scrolls");
    Component_unmap(component, address);
}

status construct(void)
{
    u32 references = count_references();

    Log_write(log, "probe: hello\n", 13);
    heap_use(memory);
    probe_screen();
    probe_clock();
    probe_pci();
    probe_packets();
    check_number(count_references(), references, "no reference is lost");
    probe_interrupts();
    probe_unload();
    Log_write(log, "probe: done\n", 12);
    return OK;
}

void destruct(void)
{
}

void stranger_destroy(struct stranger *self)
{
    (void)self;
}

u32 stranger_getOffset(struct stranger *self)
{
    (void)self;
    return 0;
}
