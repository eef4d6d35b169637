/* SPDX-License-Identifier: GPL-2.0-only */
/* The console server: its Log root writes to the kernel's log and to the screen. */
#include "console.h"

#define SCREEN_ADDRESS 0xb8000
#define SCREEN_SIZE    4000

struct console {
    u32 screen;                 /* where the screen's memory is mapped */
};

static struct console state;

static status map_screen(void)
{
    Memory screen;
    status result = Registers_getMemory(registers, SCREEN_ADDRESS, SCREEN_SIZE, &screen);

    if (result < 0)
        return result;
    result = Component_map(component, (Any)screen, &state.screen);
    Memory_release(screen);
    return result;
}

status construct(struct console_roots *roots)
{
    status result = Component_enablePorts(component, screenPorts);

    if (result >= 0)
        result = map_screen();
    if (result < 0)
        return result;
    screen_initialise((u16 *)state.screen, IoPorts_getFirst(screenPorts));
    roots->console = &state;
    return OK;
}

void destruct(void)
{
    Component_unmap(component, state.screen);
}

void console_write(struct console *self, const void *text, u32 length)
{
    (void)self;
    Log_write(log, text, length);
    screen_write(text, length);
}
