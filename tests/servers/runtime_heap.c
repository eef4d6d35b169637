/* SPDX-License-Identifier: GPL-2.0-only */
/* The heap of servers/runtime/, over a stand-in for the kernel's memory that can run out. */
#include <setjmp.h>
#include <stdint.h>
#include <stdlib.h>
#include <sys/mman.h>

#include "runtime.h"
#include "tap.h"

Component component;

/* What the stand-in gave out, and how much it still has. */
static u32 mapped, references, pages_left, fail_map;
static char abort_message[256];
static jmp_buf aborted;

static status fake_allocate(PhysicalMemory self, u32 size, Memory *memory)
{
    (void)self;
    *memory = 0;
    if (size % 4096 || size / 4096 > pages_left)
        return E_NOMEM;
    pages_left -= size / 4096;
    references++;
    *memory = (Memory)(uintptr_t)size;
    return OK;
}

static status fake_map(Component self, Any memory, u32 *address)
{
    (void)self;
    if (fail_map)
        return E_NOMEM;
    void *block = mmap(NULL, (u32)memory, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    *address = (u32)block;
    mapped += (u32)memory;
    return block == MAP_FAILED ? E_NOMEM : OK;
}

static status fake_release(Component self, u32 reference)
{
    (void)self;
    (void)reference;
    references--;
    return OK;
}

static void fake_abort(Component self, const void *message, u32 length)
{
    (void)self;
    memcpy(abort_message, message, length);
    abort_message[length] = 0;
    longjmp(aborted, 1);
}

static const struct Component_entries component_entries = {
    .map = fake_map, .release = fake_release, .abort = fake_abort,
};
static const struct Component_entries *const component_table = &component_entries;
static const struct PhysicalMemory_entries memory_entries = { .allocate = fake_allocate };
static const struct PhysicalMemory_entries *const memory_table = &memory_entries;

/* Whether deallocate() stops the server. */
static int stops(void *memory)
{
    abort_message[0] = 0;
    if (setjmp(aborted))
        return abort_message[0] != 0;
    deallocate(memory);
    return 0;
}

static void test_shortage(void)
{
    ok(!allocate(1), "without memory to use, nothing is allocated");
    heap_use(&memory_table);
    pages_left = 15;
    ok(!allocate(1), "nor when there is too little");
    pages_left = 16;
    fail_map = 1;
    ok(!allocate(1) && !references, "nor when it cannot be mapped; no reference is kept");
    fail_map = 0;
    pages_left = 100;
    ok(!allocate(0), "no memory of size 0");
    ok(!allocate(0xffffffff) && !allocate(0x7fffffff), "no memory of a size that would overflow");
    is_number(pages_left, 100, "and none is taken for them");
}

static void test_joining(void)
{
    void *blocks[4];

    for (int index = 0; index < 4; index++)
        blocks[index] = allocate(8000);
    is_number(mapped, 65536, "small blocks share one region");
    is_number(references, 0, "the mapping alone holds it");
    deallocate(blocks[0]);
    deallocate(blocks[2]);
    deallocate(blocks[1]);
    ok(allocate(24000) == blocks[0], "neighbours on both sides are joined");
    deallocate(blocks[0]);
    deallocate(blocks[3]);
    ok(allocate(65000) == blocks[0] && mapped == 65536, "when all is free it is one block again");
    deallocate(blocks[0]);
    u8 *large = allocate(200000);
    ok(large && mapped >= 265536, "a block larger than a region gets one of its own size");
    memset(large, 1, 200000);
    deallocate(large);
    is_number(references, 0, "no reference is kept");
}

static void test_mistakes(void)
{
    void *first = allocate(100), *second = allocate(100), *guard = allocate(100);
    u32 wild[8] = { 0 };

    deallocate(NULL);
    deallocate(second);
    ok(stops(second), "a second deallocate() stops the server");
    is_text(abort_message, "deallocate: not allocated, or deallocated before", "and says why");
    deallocate(first);
    ok(stops(second), "also when the block was joined to the one before");
    ok(stops(first), "and the one before");
    first = allocate(100);
    second = allocate(100);
    deallocate(first);
    deallocate(second);
    ok(stops(second), "also when it joined the one before as it was freed");
    ok(stops(&wild[4]), "so does a pointer that was never allocated");
    ok(stops((u8 *)guard + 4), "and one into the middle of a block");
    ok(stops((u8 *)guard + 1), "and one that is not aligned");
    deallocate(guard);
}

#define SLOTS 200

/* Random allocations, each filled with a pattern of its own that has to last. */
static void test_random(void)
{
    static struct { u8 *memory; u32 size; u8 pattern; } slots[SLOTS];
    int damaged = 0, misaligned = 0, refused = 0;

    pages_left = 4096;
    srand(1);
    for (int step = 0; step < 40000; step++) {
        int slot = rand() % SLOTS;

        if (!slots[slot].memory) {
            u32 size = rand() % 8 ? 1 + (u32)rand() % 300 : 1 + (u32)rand() % 9000;
            slots[slot].memory = allocate(size);
            slots[slot].size = size;
            slots[slot].pattern = (u8)step;
            refused += !slots[slot].memory;
            misaligned += (u32)slots[slot].memory % 8 != 0;
            memset(slots[slot].memory, (u8)step, size);
            continue;
        }
        for (u32 at = 0; at < slots[slot].size; at++)
            damaged += slots[slot].memory[at] != slots[slot].pattern;
        deallocate(slots[slot].memory);
        slots[slot].memory = NULL;
    }
    for (int slot = 0; slot < SLOTS; slot++)
        deallocate(slots[slot].memory);
    is_number(damaged, 0, "40000 random steps: no block touches another");
    is_number(misaligned, 0, "all are aligned to 8 bytes");
    is_number(refused, 0, "none is refused");
    ok(mapped < 200000 + 65536 * 8, "memory given back is used again (%u bytes mapped)", mapped);
}

int main(void)
{
    component = &component_table;
    test_shortage();
    test_joining();
    test_mistakes();
    test_random();
    return tap_end();
}
