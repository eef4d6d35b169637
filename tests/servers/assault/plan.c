/* SPDX-License-Identifier: GPL-2.0-only */
/* What is tried, in order. tests/servers/qemu-protection.t knows how each must end. */
#include "assault.h"
#include "kernel/machine/machine.h"

#define STUB_LOOP       (USER_STUB_CODE + 276 * USER_STUB_SIZE + 1)     /* eb fe: a jump to itself */

#define ONE(name, way, argument) { name, way, argument, 1, 0 }
#define COUNT(name) + 1
#define KNOWN_PORT_COUNT (sizeof (u16[]){ KNOWN_PORTS } / sizeof(u16))

static u32 own_data = 0x600d;

static void own_code(void)
{
}

const struct attack_plan plan[] = {
    ONE("read null", WAY_READ, 0),
    ONE("read nothing", WAY_READ, USER_END - 0x2000),
    ONE("read the first page", WAY_READ, 0xffc),
    ONE("read above the user half", WAY_READ, USER_END),
    ONE("read behind the user area", WAY_READ, 0x80000000),
    ONE("read the kernel", WAY_READ, KERNEL_START),
    ONE("read physical memory", WAY_READ, DIRECT_MAP),
    ONE("read the window", WAY_READ, WINDOW + 0x1000),
    ONE("read the task segment", WAY_READ, TASK_SEGMENT_AT),
    ONE("read the port bitmap", WAY_READ, PORT_BITMAP),
    ONE("read the last word", WAY_READ, 0xfffffffc),
    ONE("read a server of the kernel's domain", WAY_READ, (u32)&own_data),
    ONE("write null", WAY_WRITE, 0),
    ONE("write the kernel", WAY_WRITE, KERNEL_START),
    ONE("write the slots", WAY_WRITE, KERNEL_START + 0x20000),
    ONE("write the window", WAY_WRITE, WINDOW + 0x1000),
    ONE("write the handles", WAY_WRITE, USER_HANDLES + 0x1230),
    ONE("write its own handle", WAY_WRITE_HANDLES, 0),
    ONE("write the stubs", WAY_WRITE, USER_STUBS),
    ONE("write a stub's code", WAY_WRITE, USER_STUB_CODE + 16),
    ONE("write the task segment", WAY_WRITE, TASK_SEGMENT_AT),
    ONE("write the port bitmap", WAY_WRITE, PORT_BITMAP + 12),
    ONE("write its own code", WAY_WRITE_TEXT, 0),
    ONE("write a server of the kernel's domain", WAY_WRITE, (u32)&own_data),
    ONE("jump to null", WAY_JUMP, 0),
    ONE("jump to nothing", WAY_JUMP, USER_END - 0x2000),
    ONE("jump into the kernel", WAY_JUMP, KERNEL_START),
    ONE("jump into the window", WAY_JUMP, WINDOW + 0x1000),
    ONE("jump into a server of the kernel's domain", WAY_JUMP, (u32)own_code),
    ONE("jump to the last byte", WAY_JUMP, 0xffffffff),
    ONE("jump into the table of stubs", WAY_JUMP, USER_STUBS + 2),
    ONE("jump between two stubs", WAY_JUMP, USER_STUB_CODE + 15),
    { "jump into the stubs", WAY_JUMP, USER_STUB_CODE + 16, 32, 1 },
    { "jump to the ways back", WAY_JUMP, USER_CALL_RETURN, 32, 1 },
    ONE("overrun the stack", WAY_OVERRUN, 0),

    { "instructions", WAY_INSTRUCTION, 0, 0 INSTRUCTIONS(COUNT), 1 },
    { "interrupts", WAY_INTERRUPT, 0, 64, 1 },
    { "interrupts beyond", WAY_INTERRUPT, 64, 12, 16 },
    /* Each port by an instruction is for the machine's own tests (tests/kernel/machine_user.c): a refused one
     * would take a life here. So it is the bitmap for all, and lives for some. */
    ONE("the bitmap of ports", WAY_PORT_BITMAP, 0),
    { "known ports", WAY_KNOWN_PORT, 0, KNOWN_PORT_COUNT, 1 },
    { "known ports written", WAY_KNOWN_PORT_WRITE, 0, KNOWN_PORT_COUNT, 1 },
    { "ports of the PC", WAY_PORT, 0, 128, 8 },
    { "ports beyond", WAY_PORT, 1024, 126, 512 },
    { "the last ports", WAY_PORT, 0xfffc, 4, 1 },
    { "ports written", WAY_PORT_WRITE, 0, 64, 1023 },

    ONE("flags", WAY_FLAGS, 0),
    ONE("segments", WAY_SEGMENTS, 0),
    ONE("forged references", WAY_FORGED, 0),
    ONE("forged references passed", WAY_FORGED_ARGUMENTS, 0),
    ONE("stale references", WAY_STALE, 0),
    { "foreign references", WAY_FOREIGN, 0, FOREIGN_PARTS, 1 },
    ONE("function numbers", WAY_FUNCTIONS, 0),
    ONE("device registers", WAY_REGISTERS, 0),
    ONE("component", WAY_COMPONENT, 0),
    ONE("sizes", WAY_SIZES, 0),
    ONE("blocks", WAY_BLOCKS, 0),
    ONE("places", WAY_PLACES, 0),

    ONE("stack in the kernel", WAY_STACK, KERNEL_START),
    ONE("stack in the window", WAY_STACK, WINDOW + 0x1ff0),
    ONE("stack in the task segment", WAY_STACK, TASK_SEGMENT_AT),
    ONE("stack nowhere", WAY_STACK, USER_END - 0x2000),
    ONE("stack in the user area", WAY_STACK, USER_AREA + 0x100),
    ONE("stack at the end of the user half", WAY_STACK, USER_END - 4),
    ONE("stack that wraps", WAY_STACK, 0xfffffffc),
    ONE("stack in the first page", WAY_STACK, 8),
    ONE("stack that is odd", WAY_STACK, KERNEL_START + 1),

    { "garbage in registers", WAY_GARBAGE, 400, 16, 0 },
    { "garbage in all registers", WAY_GARBAGE_ALL, 0, 300, 0 },
    { "returns with garbage", WAY_RETURN, 0, 50, 0 },
    ONE("a return out of a destruction", WAY_RETURN_EARLY, 0),

    ONE("recursion", WAY_RECURSE, 0),
    ONE("all references", WAY_REFERENCES, 0),
    ONE("all mappings", WAY_MAPPINGS, 0),
    ONE("all memory", WAY_MEMORY, 0),
    ONE("all threads", WAY_THREADS, 0),
    ONE("all semaphores", WAY_SEMAPHORES, 0),
    ONE("a loop", WAY_LOOP, 0),
    ONE("loops at the highest priority", WAY_LOOP_THREADS, 0),
    ONE("a loop in a stub", WAY_JUMP, STUB_LOOP),
    ONE("loops in a stub at the highest priority", WAY_LOOP_THREADS, STUB_LOOP),
    ONE("a sleep for ever", WAY_SLEEP, 0),
    ONE("giving up", WAY_ABORT, 0),
    ONE("a destruction that faults", WAY_DESTROY, 0),
};

const u32 plan_count = sizeof plan / sizeof *plan;
