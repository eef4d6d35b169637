/* SPDX-License-Identifier: GPL-2.0-only */
/* The processor and the PC as far as C code names them: the address space's layout,
 * segment selectors, port access, and the way to stop the machine. */
#ifndef KERNEL_MACHINE_MACHINE_H
#define KERNEL_MACHINE_MACHINE_H

#include "types.h"

#define PAGE_SIZE       4096u
#define PAGE_MASK       (PAGE_SIZE - 1)

/* The user half of a domain's address space; the kernel's own directory has nothing there
 * but the user area, so that a null reference faults.
 *   0           never mapped, as far as USER_START: more than virtual 8086 mode can address
 *   USER_START  images, stacks and memory of the domain (space.h), as far as USER_END
 *   USER_AREA   what all domains share, read-only (user_area.h)
 * The kernel has the last GiB of each address space:
 *   DIRECT_MAP  physical memory from 0 on, in 4 MiB global pages, as far as RAM goes
 *   WINDOW      single pages: thread stacks with guard pages, device registers
 *   SPACE_AREA  what the processor reads: the task segment, and the ports of the space
 *               that is loaded (space_area.h) */
#define USER_START      0x00110000u
#define USER_END        0x70000000u
#define USER_AREA       0x7fc00000u
#define DIRECT_MAP      0xc0000000u
#define KERNEL_START    (DIRECT_MAP + 0x100000u)        /* where kernel.ld puts the kernel */
#define DIRECT_MAP_SIZE 0x30000000u
#define WINDOW          0xf0000000u
#define WINDOW_SIZE     0x08000000u
#define SPACE_AREA      0xffc00000u

/* The user area (user_area.c). A handle of user mode is USER_HANDLES + 16 * the slot's index;
 * the word there is the address of the table of stubs. */
#define USER_HANDLES        USER_AREA
#define USER_HANDLES_SIZE   0x00200000u
#define USER_HANDLE_SIZE    16u
#define USER_STUBS          (USER_AREA + 0x00200000u)   /* u32[USER_STUB_COUNT], then the stubs */
#define USER_STUB_COUNT     1024u
#define USER_STUB_SIZE      16u
#define USER_STUB_CODE      (USER_STUBS + 4 * USER_STUB_COUNT)
#define USER_CALL_RETURN    (USER_STUB_CODE + USER_STUB_COUNT * USER_STUB_SIZE) /* a `ret` */
#define USER_RETURN         (USER_CALL_RETURN + USER_STUB_SIZE)     /* xor ecx, ecx; sysenter */

/* The task segment ends where its page does, and the port bitmap begins in the next one. */
#define TASK_SEGMENT_SIZE   104u
#define TASK_SEGMENT_AT     (SPACE_AREA + PAGE_SIZE - TASK_SEGMENT_SIZE)
#define PORT_BITMAP         (SPACE_AREA + PAGE_SIZE)
#define PORT_BITMAP_SIZE    8192u
/* Address of the word that says where the kernel stack of the running thread stands: an
 * interrupt from user mode begins there, and sysenter finds it (IA32_SYSENTER_ESP). */
#define TSS_ESP0            (TASK_SEGMENT_AT + 4)

#define EFLAGS_NONE     2u              /* the bit of eflags that is always set */

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

/* Loads the kernel's own segments, task segment and interrupt table (descriptors.c), and
 * where sysenter goes.
 * Called once, with interrupts off. */
void descriptors_initialise(void);

/* Stops the machine: reports `code` to QEMU's isa-debug-exit device at port 0xf4, if
 * there is one (QEMU then exits with 2 * code + 1), else halts with interrupts off. */
void machine_stop(u32 code) __attribute__((noreturn));

/* The port of that device. */
#define DEBUG_EXIT_PORT 0xf4

#define STOP_FAILED     0       /* the system could not start: QEMU exits with 1 */
#define STOP_PANIC      1       /* the kernel found itself broken: 3 */

#endif
