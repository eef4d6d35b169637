/* SPDX-License-Identifier: GPL-2.0-only */
/* Segments, task segments and the interrupt table. (Intel SDM volume 3, chapters 3, 6
 * and 7.) Segments are flat, for the kernel and for user mode. A double fault switches
 * to a task of its own, because it happens when the kernel's stack is no more.
 * ds and es hold the selectors of user mode, also in the kernel: going to user mode clears
 * others. fs and gs hold none. */
#include "machine/callbacks.h"
#include "machine/descriptors.h"
#include "machine/interrupts.h"
#include "machine/machine.h"
#include "machine/pages.h"
#include "machine/paging.h"

#define DOUBLE_FAULT_STACK  8192

#define DESCRIPTOR_CODE     0x00cf9b000000ffffull   /* 0 to 4 GiB, execute, read, level 0 */
#define DESCRIPTOR_DATA     0x00cf93000000ffffull
#define DESCRIPTOR_USER     0x0000600000000000ull   /* added: level 3 */
#define TASK_PRESENT        0x0000890000000000ull   /* 32-bit task segment, available */
#define SYSENTER_CS         0x174                   /* Intel SDM volume 4, table 2-2 */
#define SYSENTER_ESP        0x175
#define SYSENTER_EIP        0x176
#define GATE_INTERRUPT      0x8e00                  /* level 0, interrupts off */
#define GATE_TASK           0x8500

struct gate {
    u16 offset_low;
    u16 selector;
    u16 type;
    u16 offset_high;
};

struct table_register {
    u16 limit;
    u32 address;
} __attribute__((packed));

static struct task_segment double_fault_segment;
static char double_fault_stack[DOUBLE_FAULT_STACK] __attribute__((aligned(16)));

static u64 segments[] = {
    0,
    DESCRIPTOR_CODE,
    DESCRIPTOR_DATA,
    DESCRIPTOR_CODE | DESCRIPTOR_USER,
    DESCRIPTOR_DATA | DESCRIPTOR_USER,
    0,                              /* TASK_SEGMENT, below */
    0                               /* DOUBLE_FAULT_SEGMENT, below */
};
static struct gate gates[VECTORS];

extern const u32 interrupt_entries[VECTORS];        /* interrupt_entry.asm */

/* `limit`: the offset of the last byte. */
static u64 task_descriptor(const struct task_segment *segment, u32 limit)
{
    u32 base = (u32)segment;
    return TASK_PRESENT | limit | (u64)(base & 0xffffff) << 16 | (u64)(base >> 24) << 56;
}

static void initialise_task_segments(void)
{
    task_segment()->ss0 = KERNEL_DATA;
    task_segment()->io_map = TASK_SEGMENT_SIZE;
    double_fault_segment = (struct task_segment){
        .cr3 = physical_address(page_directory),
        .eip = (u32)double_fault,
        .esp = (u32)(double_fault_stack + DOUBLE_FAULT_STACK),
        .eflags = 2,                                /* the bit that is always set */
        .cs = KERNEL_CODE,
        .ds = KERNEL_DATA, .es = KERNEL_DATA, .fs = KERNEL_DATA, .gs = KERNEL_DATA, .ss = KERNEL_DATA,
        .io_map = TASK_SEGMENT_SIZE
    };
    segments[TASK_SEGMENT / 8] = task_descriptor(task_segment(), TASK_SEGMENT_SIZE + PORT_BITMAP_SIZE);
    segments[DOUBLE_FAULT_SEGMENT / 8] = task_descriptor(&double_fault_segment, TASK_SEGMENT_SIZE - 1);
}

static void initialise_gates(void)
{
    for (u32 i = 0; i < VECTORS; i++)
        gates[i] = (struct gate){
            interrupt_entries[i] & 0xffff, KERNEL_CODE, GATE_INTERRUPT, (u16)(interrupt_entries[i] >> 16)
        };
    gates[VECTOR_DOUBLE_FAULT] = (struct gate){ 0, DOUBLE_FAULT_SEGMENT, GATE_TASK, 0 };
}

static void write_model_register(u32 number, u32 value)
{
    __asm__ volatile("wrmsr" : : "c"(number), "a"(value), "d"(0));
}

void descriptors_initialise(void)
{
    initialise_task_segments();
    initialise_gates();
    struct table_register segment_table = { sizeof segments - 1, (u32)segments };
    struct table_register gate_table = { sizeof gates - 1, (u32)gates };
    __asm__ volatile("lgdt %0\n\t"
                     "lidt %1\n\t"
                     "ljmp %2, $1f\n"
                     "1:\n\t"
                     "movw %3, %%ax\n\t"
                     "movw %%ax, %%ss\n\t"
                     "movw %4, %%ax\n\t"
                     "movw %%ax, %%ds\n\t"
                     "movw %%ax, %%es\n\t"
                     "xorl %%eax, %%eax\n\t"
                     "movw %%ax, %%fs\n\t"
                     "movw %%ax, %%gs\n\t"
                     "lldt %%ax\n\t"
                     "movw %5, %%ax\n\t"
                     "ltr %%ax"
                     : : "m"(segment_table), "m"(gate_table), "i"(KERNEL_CODE), "i"(KERNEL_DATA),
                       "i"(USER_DATA), "i"(TASK_SEGMENT)
                     : "eax", "memory");
    write_model_register(SYSENTER_CS, KERNEL_CODE);
    write_model_register(SYSENTER_ESP, TSS_ESP0);
    write_model_register(SYSENTER_EIP, (u32)trap_entry);
}
