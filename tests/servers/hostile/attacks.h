/* SPDX-License-Identifier: GPL-2.0-only */
/* The ways in which the hostile server attacks: shared with tests/servers/assault, which knows what
 * to expect. */
#ifndef ATTACKS_H
#define ATTACKS_H

#include "kernel/machine/machine.h"

enum way {
    WAY_READ,                   /* argument: an address */
    WAY_WRITE,
    WAY_JUMP,
    WAY_WRITE_TEXT,             /* its own */
    WAY_WRITE_HANDLES,          /* the user area */
    WAY_OVERRUN,                /* its stack */
    WAY_INSTRUCTION,            /* argument: which (instructions.c) */
    WAY_INTERRUPT,              /* argument: the number */
    WAY_PORT,                   /* argument: the port, read */
    WAY_PORT_WRITE,
    WAY_KNOWN_PORT,             /* argument: index of a port where something is */
    WAY_KNOWN_PORT_WRITE,
    WAY_PORT_BITMAP,            /* every port, as the processor would look it up */
    WAY_FLAGS,                  /* each that user mode can set, before sysenter */
    WAY_SEGMENTS,               /* null and odd ones, before sysenter */
    WAY_FORGED,                 /* every handle there is, and some that are none */
    WAY_FORGED_ARGUMENTS,
    WAY_STALE,
    WAY_FOREIGN,                /* each handle that is another's; argument: which of FOREIGN_PARTS of them */
    WAY_FUNCTIONS,              /* numbers out of range */
    WAY_REGISTERS,              /* device memory, by whatever it holds */
    WAY_COMPONENT,              /* its own Component, with what is not its own */
    WAY_SIZES,                  /* blocks beyond their bounds */
    WAY_BLOCKS,                 /* blocks that are not its own */
    WAY_PLACES,                 /* results to where it may not write */
    WAY_STACK,                  /* argument: the stack pointer that it enters the kernel with */
    WAY_GARBAGE,                /* every register, a valid stack; argument: how many sets */
    WAY_GARBAGE_ALL,            /* every register, the stack pointer too; one set */
    WAY_RETURN,                 /* a return with garbage in the registers */
    WAY_RETURN_EARLY,           /* a return by hand out of what the kernel itself called */
    WAY_RECURSE,                /* calls between two servers */
    WAY_REFERENCES,             /* as many as there are */
    WAY_MAPPINGS,
    WAY_MEMORY,
    WAY_THREADS,
    WAY_SEMAPHORES,
    WAY_LOOP,
    WAY_LOOP_THREADS,           /* at the highest priority; argument: where, or 0: in its own code */
    WAY_SLEEP,                  /* for ever, until it is killed */
    WAY_ABORT,
    WAY_DESTROY,                /* an object whose destruction faults is given away */
    WAYS
};

/* What WAY_INSTRUCTION does, by its argument. */
#define INSTRUCTIONS(ONE) \
    ONE(use_cli) ONE(use_sti) ONE(use_hlt) ONE(use_lgdt) ONE(use_lidt) ONE(use_lldt) ONE(use_ltr) \
    ONE(read_cr0) ONE(write_cr0) ONE(read_cr3) ONE(write_cr3) ONE(write_cr4) ONE(write_dr7) ONE(use_clts) \
    ONE(use_lmsw) ONE(use_invd) ONE(use_wbinvd) ONE(use_invlpg) ONE(use_rdmsr) ONE(use_wrmsr) \
    ONE(use_sysexit) ONE(use_in8) ONE(use_in16) ONE(use_in32) ONE(use_in_last) ONE(use_out8) \
    ONE(use_out16) ONE(use_out32) ONE(use_out_exit) ONE(use_insb) ONE(use_outsb) ONE(return_to_kernel) \
    ONE(return_far) ONE(jump_far) ONE(call_task) ONE(jump_to_task) ONE(nested_return) \
    ONE(load_kernel_data) ONE(load_kernel_stack) ONE(load_null_stack) ONE(load_task) ONE(load_beyond) \
    ONE(load_local) ONE(use_icebp) ONE(use_step) ONE(use_undefined) ONE(use_locked) ONE(use_division) \
    ONE(use_overflow) ONE(use_bound) ONE(use_fpu) ONE(use_sse) ONE(use_syscall) ONE(use_rsm) \
    ONE(keep_privilege) ONE(use_virtual_86) ONE(use_virtual_86_as_kernel) \
    ONE(use_virtual_86_without_interrupts)

#define FOREIGN_PARTS 8u

/* What WAY_KNOWN_PORT tries: DMA, interrupt controllers, timer, keyboard, calendar, POST, fast gate, power,
 * debug console and exit, disks, screen, QEMU's configuration, serial line, PCI, power management, the
 * card's, and the last. */
#define KNOWN_PORTS \
    0x00, 0x0f, 0x20, 0x21, 0x40, 0x41, 0x42, 0x43, 0x60, 0x61, 0x64, 0x70, 0x71, 0x80, 0x92, 0xa0, 0xa1, \
    0xb2, 0xc0, 0xe9, 0xf4, 0x170, 0x177, 0x1f0, 0x1f7, 0x376, 0x3c0, 0x3d4, 0x3d5, 0x3f6, 0x3f8, 0x3f9, \
    0x3fd, 0x3ff, 0x4d0, 0x4d1, 0x510, 0x511, 0x600, 0x604, 0xcf8, 0xcf9, 0xcfc, 0xcff, 0xc000, 0xc037, \
    0xc03e, 0xffff

/* Attack.answer() */
enum answer {
    ANSWER_TOO_LONG, ANSWER_NEGATIVE, ANSWER_FORGED, ANSWER_OF_ANOTHER_TYPE, ANSWER_FAULT, ANSWER_WELL
};                              /* or a handle, which is the answer if it is not its own */

/* machine.h: where user mode's handles are. */
#define HANDLES     USER_HANDLES
#define HANDLE_SIZE USER_HANDLE_SIZE
#define HANDLES_END (USER_HANDLES + USER_HANDLES_SIZE)

#endif
