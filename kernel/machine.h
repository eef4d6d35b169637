/* SPDX-License-Identifier: GPL-2.0-only */
/* The processor and the PC as far as C code names them: the address space's layout,
 * segment selectors, port access, and the way to stop the machine. */
#ifndef KERNEL_MACHINE_H
#define KERNEL_MACHINE_H

#include "types.h"

#define PAGE_SIZE       4096u
#define PAGE_MASK       (PAGE_SIZE - 1)

/* The kernel has the last GiB of each address space; below it nothing is mapped by
 * the kernel's domain, so that a null reference faults.
 *   DIRECT_MAP   physical memory from 0 on, in 4 MiB global pages, as far as RAM goes
 *   WINDOW       single pages: thread stacks with guard pages, device registers */
#define DIRECT_MAP      0xc0000000u
#define DIRECT_MAP_SIZE 0x30000000u
#define WINDOW          0xf0000000u
#define WINDOW_SIZE     0x08000000u

/* Segments. The order of the first four is what sysenter and sysexit demand. */
#define KERNEL_CODE     0x08
#define KERNEL_DATA     0x10
#define USER_CODE       (0x18 | 3)
#define USER_DATA       (0x20 | 3)
#define TASK_SEGMENT    0x28
#define DOUBLE_FAULT_SEGMENT 0x30

static inline void port_write8(u16 port, u8 value)
{
    __asm__ volatile("outb %0, %1" : : "a"(value), "Nd"(port));
}

static inline u8 port_read8(u16 port)
{
    u8 value;
    __asm__ volatile("inb %1, %0" : "=a"(value) : "Nd"(port));
    return value;
}

/* The processor's time stamp counter. */
static inline u64 time_stamp(void)
{
    u64 value;
    __asm__ volatile("rdtsc" : "=A"(value));
    return value;
}

/* Drops the translation of one page of the current address space. */
static inline void page_invalidate(u32 address)
{
    __asm__ volatile("invlpg (%0)" : : "r"(address) : "memory");
}

/* Loads the kernel's own segments, task segment and interrupt table (descriptors.c).
 * Called once, with interrupts off. */
void descriptors_initialise(void);

/* Stops the machine: reports `code` to QEMU's isa-debug-exit device at port 0xf4, if
 * there is one (QEMU then exits with 2 * code + 1), else halts with interrupts off. */
void machine_stop(u32 code) __attribute__((noreturn));

#define STOP_FAILED     0       /* the system could not start: QEMU exits with 1 */
#define STOP_PANIC      1       /* the kernel found itself broken: 3 */

#endif
