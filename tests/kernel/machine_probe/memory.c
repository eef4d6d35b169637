/* SPDX-License-Identifier: GPL-2.0-only */
/* Physical memory, registers of devices and boot modules. */
#include "probe.h"

#define PAGE    4096u
#define SCREEN  0xb8000u

static void probe_pages(void)
{
    u32 before = PhysicalMemory_getFree(memory), address = 0, physical = 0;
    Memory block = 0;
    check_result(PhysicalMemory_allocate(memory, 5 * PAGE - 100, &block), OK, "allocate five pages");
    check(Memory_getSize(block) == 5 * PAGE, "the size is rounded up");
    check_result(Component_map(component, (Any)block, &address), OK, "map them");
    u32 *words = (u32 *)address, zero = 1;
    for (u32 i = 0; i < 5 * PAGE / sizeof(u32); i++)
        zero &= !words[i];
    check(zero, "they are zeroed");
    words[5 * PAGE / sizeof(u32) - 1] = 0x12345678;
    check_result(Memory_getPhysicalAddress(block, 0, &physical), OK, "they have a physical address");
    check(physical % PAGE == 0 && physical >= 0x100000, "at the start of a page: 0x%x", physical);
    u32 first = physical;
    check_result(Memory_getPhysicalAddress(block, 5 * PAGE - 1, &physical), OK, "so has the last byte");
    check(physical == first + 5 * PAGE - 1, "they are contiguous");
    check_result(Memory_getPhysicalAddress(block, 5 * PAGE, &physical), E_RANGE, "the byte behind has none");
    check_result(Memory_getPhysicalAddress(block, 0xffffffff, &physical), E_RANGE, "nor the last of all");
    Memory_release(block);
    check(words[5 * PAGE / sizeof(u32) - 1] == 0x12345678,
          "the mapping keeps them when the reference is released");
    check_result(Component_unmap(component, address), OK, "unmap them");
    check(PhysicalMemory_getFree(memory) >= before - PAGE, "they are free again");
    check_result(PhysicalMemory_allocate(memory, 0, &block), E_INVAL, "allocate nothing");
    check_result(PhysicalMemory_allocate(memory, 0xffffffff, &block), E_NOMEM, "allocate everything");
    check_result(PhysicalMemory_allocate(memory, 0x30000000, &block), E_NOMEM, "allocate 768 MiB of 128");
}

static void probe_screen(Registers registers)
{
    Memory screen = 0;
    u32 address = 0, again = 0, physical = 0;
    check_result(Registers_getMemory(registers, SCREEN + 2, 3998, &screen), OK, "the screen's memory");
    check(Memory_getSize(screen) == 3998, "has its exact size");
    check_result(Memory_getPhysicalAddress(screen, 2, &physical), OK, "and physical address");
    check(physical == SCREEN + 4, "which is right");
    check_result(Component_map(component, (Any)screen, &address), OK, "map it");
    check(address % PAGE == 2, "at the same offset in a page");
    *(volatile u16 *)address = 0x0741;
    check(*(volatile u16 *)address == 0x0741, "it holds what is written");
    check_result(Component_map(component, (Any)screen, &again), OK, "map it twice");
    check_result(Component_unmap(component, again), OK, "unmap it once");
    check(*(volatile u16 *)address == 0x0741, "it is still mapped");
    check_result(Component_unmap(component, address), OK, "unmap it");
    Memory_release(screen);
}

static void probe_registers(void)
{
    Any object = 0;
    Memory refused = 0;
    check_result(open_name("registers(0xb8000-0xbffff)", &object), OK, "a range of registers");
    Registers registers = (Registers)object;
    check(Registers_getFirst(registers) == SCREEN && Registers_getLast(registers) == 0xbffff,
          "has the first and the last that were asked for");
    probe_screen(registers);
    check_result(Registers_getMemory(registers, SCREEN, 0, &refused), E_INVAL, "no bytes");
    check_result(Registers_getMemory(registers, SCREEN - 1, 2, &refused), E_RANGE, "a byte less");
    check_result(Registers_getMemory(registers, SCREEN, 0x8001, &refused), E_RANGE, "a byte more");
    check_result(Registers_getMemory(registers, 0xc0000, 1, &refused), E_RANGE, "the byte behind");
    check_result(Registers_getMemory(registers, 0xbffff, 0xffffffff, &refused), E_RANGE, "a size that wraps");
    check_result(Registers_getMemory(registers, 0xfee00000, PAGE, &refused), E_RANGE, "another device's");
    check(!refused, "no reference comes with a refusal");
    check_result(Registers_getMemory(registers, 0xbffff, 1, &refused), OK, "the last byte");
    Memory_release(refused);
    Registers_release(registers);
}

static void probe_module(void)
{
    Any module;
    u32 address = 0;
    check_result(open_name("module(loader)", &module), OK, "the boot module that this is");
    check_result(Component_map(component, module, &address), OK, "map it");
    check(!memcmp((const void *)address, "\177ELF", 4), "it is an ELF file");
    check_result(Component_unmap(component, address), OK, "unmap it");
    Any_release(module);
}

void probe_memory(void)
{
    probe_pages();
    probe_registers();
    probe_module();
}
