/* SPDX-License-Identifier: GPL-2.0-only */
/* Registers of devices, and other memory that is not the kernel's to give: asked of everything that
 * this server holds and that gives memory. */
#include "hostile.h"

#define FUNCTIONS   8u          /* more than PhysicalMemory has */

/* The local APIC, the I/O APIC, the screen, the BIOS, the cards, and the last page. */
static const u32 addresses[] = { 0xfee00000, 0xfec00000, 0xa0000, 0xb8000, 0xf0000, 0xe0000000, 0xfe000000,
                                 0xfebd1000, 0xfffff000 };

/* Whether something was given that begins at that address. */
static u32 is_given(u32 reference, u32 address)
{
    u32 physical = 0;
    status result = reference ? Memory_getPhysicalAddress((Memory)reference, 0, &physical) : E_REFERENCE;

    return result >= 0 && physical == address;
}

void attack_registers(struct outcome *outcome)
{
    for (u32 i = 0; i < sizeof addresses / sizeof *addresses; i++)
        for (u32 function = 0; function < FUNCTIONS; function++) {
            u32 given = 0, mapped = 0;
            const u32 arguments[] = { addresses[i], 4096, (u32)&given, (u32)&given };
            status call;

            call_raw((u32)memory, function, arguments, 4, &call);
            expect(outcome, is_given(given, addresses[i]), 0, "registers by a function of PhysicalMemory");
            Memory_release((Memory)given);
            expect(outcome, Component_map(component, (Any)addresses[i], &mapped) < 0, 1, "an address, mapped");
        }
}
