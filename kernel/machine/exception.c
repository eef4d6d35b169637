/* SPDX-License-Identifier: GPL-2.0-only */
/* Exceptions and panics. In the kernel's domain nothing can be saved after a fault, so
 * it is reported as fully as possible, and the machine stops. */
#include <stdarg.h>
#include <stddef.h>

#include "bytes.h"
#include "format.h"
#include "machine/callbacks.h"
#include "machine/descriptors.h"
#include "machine/log.h"
#include "machine/machine.h"
#include "machine/pages.h"
#include "machine/panic.h"
#include "machine/thread.h"
#include "machine/window.h"

#define EXCERPT_WORDS       32
#define CALLS_MAX           16      /* code addresses printed... */
#define CALLS_WORDS         512     /* ...of those found in so many stack words */

/* Intel SDM volume 3, table 6-1. */
static const char *const names[] = {
    "divide error", "debug", "non-maskable interrupt", "breakpoint", "overflow", "bound range",
    "invalid opcode", "FPU not available", "double fault", "FPU segment overrun", "invalid task segment",
    "segment not present", "stack fault", "general protection", "page fault", "reserved", "FPU error",
    "alignment check", "machine check", "SIMD error"
};

extern char text_start[], text_end[];       /* kernel.ld */

/* A fault while reporting one must not report again. */
static u32 panicking;

void machine_stop(u32 code)
{
    interrupts_disable();
    port_write8(DEBUG_EXIT_PORT, (u8)code);
    for (;;)
        __asm__ volatile("hlt");
}

const char *exception_name(u32 vector)
{
    return vector < sizeof names / sizeof names[0] ? names[vector] : "unknown";
}

static void enter_panic(void)
{
    interrupts_disable();
    if (panicking++)
        machine_stop(STOP_PANIC);
}

/* Where an address is, as text: "kernel" for the kernel's code, or a server's name and
 * the offset in it. Returns 0 if it is no code that is known. */
static u32 describe(u32 address, char *text, u32 size)
{
    u32 offset = 0;
    const char *server = server_name_at(address, &offset);
    if (server)
        format_text(text, size, "server %s + 0x%x", server, offset);
    else if (address >= (u32)text_start && address < (u32)text_end)
        format_text(text, size, "kernel");
    else
        return 0;
    return 1;
}

static void print_address(const char *what, u32 address)
{
    char place[64];
    if (describe(address, place, sizeof place))
        log_printf("  %s 0x%08x  %s\n", what, address, place);
    else
        log_printf("  %s 0x%08x\n", what, address);
}

/* The stack's words as far as they are mapped, then those of them that look like return
 * addresses: the calls that led here, and some that are over. */
static void print_stack(u32 stack_pointer)
{
    if (!address_is_mapped(stack_pointer))      /* it overflowed: start where it does exist */
        stack_pointer = (stack_pointer | PAGE_MASK) + 1;
    const u32 *word = (const u32 *)(stack_pointer & ~3u);
    char place[64];
    u32 calls = 0;
    log_printf("  stack at 0x%08x:", stack_pointer);
    for (u32 i = 0; i < EXCERPT_WORDS && address_is_mapped((u32)(word + i)); i++)
        log_printf("%s%08x", i % 8 ? " " : "\n    ", word[i]);
    log_printf("\n  code addresses on it:\n");
    for (u32 i = 0; i < CALLS_WORDS && calls < CALLS_MAX && address_is_mapped((u32)(word + i)); i++)
        if (describe(word[i], place, sizeof place)) {
            log_printf("    0x%08x  %s\n", word[i], place);
            calls++;
        }
}

static void print_thread(void)
{
    if (current_thread)
        log_printf("  thread %s (priority %u)\n", current_thread->name, current_thread->priority);
}

static void print_registers(const struct interrupt_frame *frame, u32 stack_pointer)
{
    log_printf("  eax %08x ebx %08x ecx %08x edx %08x\n", frame->eax, frame->ebx, frame->ecx, frame->edx);
    log_printf("  esi %08x edi %08x ebp %08x esp %08x\n", frame->esi, frame->edi, frame->ebp, stack_pointer);
    log_printf("  eflags %08x cs %04x error %x\n", frame->eflags, frame->cs, frame->error);
}

/* `fault_address` matters for page faults and double faults only. */
static void report(const struct interrupt_frame *frame, u32 stack_pointer, u32 fault_address)
{
    u32 vector = frame->vector;
    const char *name = exception_name(vector);
    u32 overflow = (vector == VECTOR_PAGE_FAULT || vector == VECTOR_DOUBLE_FAULT)
        && thread_stack_overflowed(fault_address);
    log_printf("\nkernel exception %u: %s\n", vector, name);
    if (overflow)
        log_printf("  kernel stack overflow in thread %s\n", current_thread->name);
    print_address("at", frame->eip);
    if (vector == VECTOR_PAGE_FAULT)
        log_printf("  %s of 0x%08x, which is %s\n", frame->error & PAGE_FAULT_WRITE ? "write" : "read",
                   fault_address, frame->error & PAGE_FAULT_PRESENT ? "protected" : "not mapped");
    print_thread();
    print_registers(frame, stack_pointer);
    print_stack(stack_pointer);
}

void exception_panic(const struct interrupt_frame *frame, u32 fault_address)
{
    enter_panic();
    /* Without a change of level, the interrupted stack starts where the frame's esp is. */
    report(frame, frame->cs & 3 ? frame->esp : (u32)&frame->esp, fault_address);
    machine_stop(STOP_PANIC);
}

void double_fault(void)
{
    u32 fault_address = page_fault_address();
    enter_panic();
    struct task_segment *task = task_segment();
    struct interrupt_frame frame = {
        .edi = task->edi, .esi = task->esi, .ebp = task->ebp, .ebx = task->ebx, .edx = task->edx,
        .ecx = task->ecx, .eax = task->eax, .vector = VECTOR_DOUBLE_FAULT, .eip = task->eip,
        .cs = task->cs, .eflags = task->eflags
    };
    report(&frame, task->esp, fault_address);
    machine_stop(STOP_PANIC);
}

void panic(const char *format, ...)
{
    char text[256];
    va_list arguments;
    enter_panic();
    va_start(arguments, format);
    format_list(text, sizeof text, format, arguments, NULL);
    va_end(arguments);
    log_printf("\nkernel panic: %s\n", text);
    print_thread();
    print_stack((u32)__builtin_frame_address(0));
    machine_stop(STOP_PANIC);
}
