/* SPDX-License-Identifier: GPL-2.0-only */
/* Physical memory, device ranges and boot modules. */
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

static void probe_device(void)
{
    Memory screen = 0, refused = 0;
    u32 address = 0, again = 0, physical = 0;
    check_result(PhysicalMemory_getDevice(memory, SCREEN + 2, 3998, &screen), OK, "the screen's memory");
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
    check_result(PhysicalMemory_getDevice(memory, SCREEN, 0, &refused), E_INVAL, "no bytes");
    check_result(PhysicalMemory_getDevice(memory, 0xfffff000, 0x1001, &refused), E_RANGE,
                 "a range that wraps");
    check_result(PhysicalMemory_getDevice(memory, 0x200000, PAGE, &refused), E_ACCESS, "RAM");
    check_result(PhysicalMemory_getDevice(memory, 0, 0xffffffff, &refused), E_ACCESS, "everything");
    check_result(PhysicalMemory_getDevice(memory, 0x9fb00, 0x10000, &refused), E_ACCESS,
                 "a range that begins in RAM");
    check_result(PhysicalMemory_getDevice(memory, 0xf0000, 0x10001, &refused), E_ACCESS,
                 "one that ends in it");
    check(!refused, "no reference comes with a refusal");
    check_result(PhysicalMemory_getDevice(memory, 0xfffff000, 0x1000, &screen), OK, "the last page");
    Memory_release(screen);
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
    probe_device();
    probe_module();
}
