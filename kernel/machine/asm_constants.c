/* SPDX-License-Identifier: GPL-2.0-only */
/* The constants that boot.asm and interrupt_entry.asm use (asm_constants.h). */
#include "machine/asm_constants.h"
#include "machine/interrupts.h"
#include "machine/log.h"
#include "machine/machine.h"
#include "machine/paging.h"

void asm_constants(void);

void asm_constants(void)
{
    CONSTANT(DIRECT_MAP, DIRECT_MAP);
    CONSTANT(DIRECT_PAGES, DIRECT_MAP_SIZE / LARGE_PAGE);
    CONSTANT(WINDOW, WINDOW);
    CONSTANT(WINDOW_TABLES, WINDOW_SIZE / LARGE_PAGE);
    CONSTANT(LARGE, ENTRY_PRESENT | ENTRY_WRITABLE | ENTRY_LARGE);
    CONSTANT(LARGE_GLOBAL, ENTRY_PRESENT | ENTRY_WRITABLE | ENTRY_LARGE | ENTRY_GLOBAL);
    CONSTANT(TABLE, ENTRY_PRESENT | ENTRY_WRITABLE);
    CONSTANT(SERIAL, LOG_SERIAL_PORT);
    CONSTANT(DEBUG_EXIT, DEBUG_EXIT_PORT);
    CONSTANT(VECTORS, VECTORS);
    CONSTANT(USER_DATA, USER_DATA);
    CONSTANT(EFLAGS_NONE, EFLAGS_NONE);
}
