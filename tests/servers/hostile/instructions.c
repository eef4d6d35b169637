/* SPDX-License-Identifier: GPL-2.0-only */
/* Instructions that user mode may not execute, one an attack. */
#include "hostile.h"

/* Numbers of the kernel's header, in assembly. */
#define QUOTE(text)     #text
#define NUMBER(name)    "$" QUOTE(name)


static u32 words[4];

/* A name for assembly, of the kernel's address. */
__attribute__((used)) static void name_kernel(void)
{
    __asm__ volatile(".set kernel_at, %c0" : : "i"(KERNEL_START));
}

#define ATTACK(name, text) \
    static void name(void) \
    { \
        __asm__ volatile(text : : "a"(0), "c"(0), "d"(0), "b"(words), "S"(words), "D"(words) : "memory"); \
    }

ATTACK(use_cli, "cli")
ATTACK(use_sti, "sti")
ATTACK(use_hlt, "hlt")
ATTACK(use_lgdt, "lgdt (%%ebx)")
ATTACK(use_lidt, "lidt (%%ebx)")
ATTACK(use_lldt, "lldt %%ax")
ATTACK(use_ltr, "movl $0x28, %%eax\n\tltr %%ax")
ATTACK(read_cr0, "movl %%cr0, %%eax")
ATTACK(write_cr0, "movl %%eax, %%cr0")
ATTACK(read_cr3, "movl %%cr3, %%eax")
ATTACK(write_cr3, "movl %%eax, %%cr3")
ATTACK(write_cr4, "movl %%eax, %%cr4")
ATTACK(write_dr7, "movl %%eax, %%dr7")
ATTACK(use_clts, "clts")
ATTACK(use_lmsw, "lmsw %%ax")
ATTACK(use_invd, "invd")
ATTACK(use_wbinvd, "wbinvd")
ATTACK(use_invlpg, "invlpg (%%ebx)")
ATTACK(use_rdmsr, "movl $0x175, %%ecx\n\trdmsr")
ATTACK(use_wrmsr, "movl $0x176, %%ecx\n\twrmsr")
ATTACK(use_sysexit, "sysexit")
ATTACK(use_in8, "inb $0x60, %%al")
ATTACK(use_in16, "movl $0x3f8, %%edx\n\tinw %%dx, %%ax")
ATTACK(use_in32, "movl $0xcfc, %%edx\n\tinl %%dx, %%eax")
ATTACK(use_in_last, "movl $0xffff, %%edx\n\tinl %%dx, %%eax")
ATTACK(use_out8, "outb %%al, $0x20")
ATTACK(use_out16, "movl $0xcf8, %%edx\n\toutw %%ax, %%dx")
ATTACK(use_out32, "movl $0xcf8, %%edx\n\toutl %%eax, %%dx")
ATTACK(use_out_exit, "movl $0xf4, %%edx\n\toutl %%eax, %%dx")
ATTACK(use_insb, "movl $0x60, %%edx\n\tinsb")
ATTACK(use_outsb, "movl $0x3f8, %%edx\n\toutsb")
ATTACK(return_to_kernel, "pushl " NUMBER(KERNEL_DATA) "\n\tpushl %%ebx\n\tpushf\n\tpushl " NUMBER(KERNEL_CODE) "\n\tpushl $kernel_at\n\tiret")
ATTACK(return_far, "pushl " NUMBER(KERNEL_CODE) "\n\tpushl $kernel_at\n\tlret")
ATTACK(jump_far, "ljmp " NUMBER(KERNEL_CODE) ", $kernel_at")
ATTACK(call_task, "lcall $0x30, $0")
ATTACK(jump_to_task, "ljmp $0x28, $0")
ATTACK(nested_return, "pushf\n\torl $0x4000, (%%esp)\n\tpopf\n\tiret")
ATTACK(load_kernel_data, "movl " NUMBER(KERNEL_DATA) ", %%eax\n\tmovl %%eax, %%ds")
ATTACK(load_kernel_stack, "movl " NUMBER(KERNEL_DATA) ", %%eax\n\tmovl %%eax, %%ss")
ATTACK(load_null_stack, "movl %%eax, %%ss")
ATTACK(load_task, "movl $0x2b, %%eax\n\tmovl %%eax, %%es")
ATTACK(load_beyond, "movl $0xfffb, %%eax\n\tmovl %%eax, %%gs")
ATTACK(load_local, "movl $0x7, %%eax\n\tmovl %%eax, %%fs")
ATTACK(use_icebp, ".byte 0xf1")
ATTACK(use_step, "pushf\n\torl $0x100, (%%esp)\n\tpopf\n\tnop\n\tnop")
ATTACK(use_undefined, "ud2")
ATTACK(use_locked, ".byte 0xf0, 0x90")
ATTACK(use_division, "divl %%ecx")
ATTACK(use_overflow, "movl $0x7fffffff, %%eax\n\taddl $1, %%eax\n\tinto")
ATTACK(use_bound, "movl $-1, %%eax\n\tboundl %%eax, (%%ebx)")
ATTACK(use_fpu, "fninit")
ATTACK(use_sse, "xorps %%xmm0, %%xmm0")
ATTACK(use_syscall, ".byte 0x0f, 0x05")
ATTACK(use_rsm, "rsm")
ATTACK(keep_privilege, "pushf\n\torl $0x3000, (%%esp)\n\tpopf\n\tcli")
/* iret with the flag VM, to one selector or the other: a processor ignores the flag. QEMU does not, and
 * then it is a segment of 16 bits. */
#define VIRTUAL_86(selector, flags) \
    "pushl %%ebx\n\tpushl %%ebx\n\tpushl %%ebx\n\tpushl %%ebx\n\tpushl $0x23\n\tpushl %%ebx\n\t" \
    "pushl " flags "\n\tpushl " selector "\n\tpushl $1f\n\tiret\n1:\tpushf\n\tpopl %%eax\n\tcli"
ATTACK(use_virtual_86, VIRTUAL_86("$0x1b", "$0x23202"))
ATTACK(use_virtual_86_as_kernel, VIRTUAL_86("$0x18", "$0x23202"))
ATTACK(use_virtual_86_without_interrupts, VIRTUAL_86("$0x18", "$0x23002"))

#define NAME(name) name,

static void (*const attacks[])(void) = { INSTRUCTIONS(NAME) };

void attack_instruction(u32 which)
{
    if (which < sizeof attacks / sizeof *attacks)
        attacks[which]();
}

/* int `number`, followed by a return: made here, because its operand is part of it. */
void attack_interrupt(u32 number)
{
    static u8 code[3];

    code[0] = 0xcd;
    code[1] = (u8)number;
    code[2] = 0xc3;
    ((void (*)(void))(u32)code)();
}

void attack_known_port(u32 index, u32 write)
{
    static const u16 ports[] = { KNOWN_PORTS };

    if (index < sizeof ports / sizeof *ports)
        attack_port(ports[index], write);
}

/* A server of the kernel's domain, called from here, runs in this server's space: it reads the bitmap
 * that the processor would. */
void attack_port_bitmap(struct outcome *outcome)
{
    u32 refused = 0, allowed = ~0u;

    Bystander_countPorts(near, &refused, &allowed);
    expect(outcome, refused, 65536, "ports that are refused");
    expect(outcome, allowed, 0, "ports that are allowed");
}

void attack_port(u32 port, u32 write)
{
    u8 value = 0;

    if (write)
        __asm__ volatile("outb %0, %w1" : : "a"(value), "d"(port));
    else
        __asm__ volatile("inb %w1, %0" : "=a"(value) : "d"(port));
}
