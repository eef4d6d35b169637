/* SPDX-License-Identifier: GPL-2.0-only */
/* Entering the kernel by hand, with registers of one's own choice. A stub of the user area does
 *
 *      mov eax, ~function; mov edx, [esp + 4]; mov ecx, esp; sysenter
 *
 * and the kernel comes back by a `ret` on the stack that ecx named: whose first word here leads to
 * enter_back, which puts the real stack back. */
#include "hostile.h"

#define STACK_WORDS 32

static u32 stack[STACK_WORDS];
struct registers *enter_registers __asm__("enter_registers") __attribute__((used));
u32 enter_selector __asm__("enter_selector") __attribute__((used)) = USER_DATA;
u32 enter_saved __asm__("enter_saved") __attribute__((used));

void enter_now(void) __asm__("enter_now");
void enter_back(void) __asm__("enter_back");

__asm__(".text\n"
        "enter_now:\n"
        "   pusha\n"
        "   pushf\n"
        "   mov %ds, %eax\n"
        "   push %eax\n"
        "   mov %esp, enter_saved\n"
        "   mov enter_selector, %eax\n"
        "   mov enter_registers, %esp\n"
        "   mov %eax, %ds\n"
        "   mov %eax, %es\n"
        "   pop %eax\n"
        "   pop %ebx\n"
        "   pop %ecx\n"
        "   pop %edx\n"
        "   pop %esi\n"
        "   pop %edi\n"
        "   pop %ebp\n"
        "   popf\n"
        "   sysenter\n"
        "enter_back:\n"
        "   mov %ss:enter_saved, %esp\n"
        "   mov %ss:enter_registers, %ecx\n"
        "   mov %eax, %ss:(%ecx)\n"
        "   mov %edx, %ss:12(%ecx)\n"
        "   pushf\n"
        "   pop %eax\n"
        "   mov %eax, %ss:28(%ecx)\n"
        "   pop %eax\n"
        "   mov %eax, %ds\n"
        "   mov %eax, %es\n"
        "   popf\n"
        "   popa\n"
        "   ret\n");

void enter(struct registers *registers)
{
    enter_registers = registers;
    enter_now();
}

void enter_with_segments(struct registers *registers, u32 selector)
{
    enter_selector = selector;
    enter(registers);
    enter_selector = USER_DATA;
}

u32 enter_stack(u32 reference, const u32 *arguments, u32 count)
{
    u32 *top = &stack[STACK_WORDS / 2];

    top[0] = (u32)enter_back;
    top[1] = reference;
    for (u32 i = 0; i < count; i++)
        top[2 + i] = arguments[i];
    return (u32)top;
}

u32 call_raw(u32 reference, u32 function, const u32 *arguments, u32 count, status *call)
{
    struct registers registers = {
        .eax = ~function, .ecx = enter_stack(reference, arguments, count), .edx = reference, .flags = 0x202
    };

    enter(&registers);
    *call = (i32)registers.edx < 0 ? (status)registers.edx : OK;
    return registers.eax;
}

u32 random_number(u32 *seed)
{
    *seed = *seed * 1664525 + 1013904223;
    return *seed >> 8 ^ *seed << 13;
}
