/* SPDX-License-Identifier: GPL-2.0-only */
/* The heap: blocks in regions that PhysicalMemory gave.
 *
 * A region is a row of blocks without gaps, ended by a header of size 0 that is in use. Each
 * block begins with a header, which tells its own size and that of the block before, so that
 * a freed block finds both neighbours and joins those that are free: two free blocks never
 * stand side by side. Free blocks are in one list, searched from its beginning (first fit).
 * The header's seal depends on its address and state; it is checked before a block is freed,
 * so that a wild pointer and a second deallocate() are found.
 */
#include "runtime.h"

#define ALIGNMENT 8
#define REGION_MIN 65536        /* bytes; what the heap grows by at least */
#define ALLOCATE_MAX 0x10000000 /* bytes; no sum below overflows */
#define USED 0x75736564         /* "used" */
#define FREE 0x66726565         /* "free" */

struct block {
    u32 size;                   /* with the header; a multiple of ALIGNMENT; 0: end of the region */
    u32 before;                 /* size of the block before; 0: beginning of the region */
    u32 seal;                   /* USED or FREE, exclusive-or the address of the header */
    u32 unused;
};

/* What stands in a free block behind its header. */
struct links {
    struct block *next, *previous;
};

#define BLOCK_MIN (sizeof(struct block) + sizeof(struct links))

extern Component component;

static PhysicalMemory source;
static struct block *free_list;

static struct links *links_of(struct block *block)
{
    return (struct links *)(block + 1);
}

static struct block *block_after(struct block *block)
{
    return (struct block *)((u8 *)block + block->size);
}

static void seal(struct block *block, u32 state)
{
    block->seal = state ^ (u32)block;
}

static int is_sealed(const struct block *block, u32 state)
{
    return block->seal == (state ^ (u32)block);
}

static void list_add(struct block *block)
{
    seal(block, FREE);
    *links_of(block) = (struct links){ free_list, 0 };
    if (free_list)
        links_of(free_list)->previous = block;
    free_list = block;
}

static void list_remove(struct block *block)
{
    struct links *links = links_of(block);

    if (links->previous)
        links_of(links->previous)->next = links->next;
    else
        free_list = links->next;
    if (links->next)
        links_of(links->next)->previous = links->previous;
}

/* Sets a block's size, and lets the block after it know. */
static void set_size(struct block *block, u32 size)
{
    block->size = size;
    block_after(block)->before = size;
}

/* Adds a region with one free block of `size` bytes at least. */
static int grow(u32 size)
{
    u32 bytes = size + sizeof(struct block), address;
    struct block *block;
    Memory memory;
    status result;

    if (bytes < REGION_MIN)
        bytes = REGION_MIN;
    bytes = (bytes + 4095) & ~4095u;
    if (!source || PhysicalMemory_allocate(source, bytes, &memory) < 0)
        return 0;
    result = Component_map(component, (Any)memory, &address);
    Component_release(component, (u32)memory);      /* the mapping holds it */
    if (result < 0)
        return 0;
    block = (struct block *)address;
    block->before = 0;
    set_size(block, bytes - sizeof(struct block));
    block_after(block)->size = 0;
    seal(block_after(block), USED);
    list_add(block);
    return 1;
}

static struct block *find_free(u32 size)
{
    struct block *block = free_list;

    while (block && block->size < size)
        block = links_of(block)->next;
    return block;
}

void heap_use(PhysicalMemory memory)
{
    source = memory;
}

void *allocate(u32 size)
{
    struct block *block;
    u32 rest;

    if (!size || size > ALLOCATE_MAX)
        return 0;
    size = (size + sizeof(struct block) + ALIGNMENT - 1) & ~(ALIGNMENT - 1);
    if (size < BLOCK_MIN)
        size = BLOCK_MIN;
    block = find_free(size);
    if (!block && grow(size))
        block = find_free(size);
    if (!block)
        return 0;
    list_remove(block);
    seal(block, USED);
    rest = block->size - size;
    if (rest >= BLOCK_MIN) {
        set_size(block, size);
        set_size(block_after(block), rest);
        list_add(block_after(block));
    }
    return block + 1;
}

/* A wrong pointer is a mistake of this server alone, and nothing of its heap can be trusted. */
static void check_used(const struct block *block)
{
    static const char message[] = "deallocate: not allocated, or deallocated before";

    if ((u32)block % ALIGNMENT || !is_sealed(block, USED) || !block->size)
        Component_abort(component, message, sizeof message - 1);
}

void deallocate(void *memory)
{
    struct block *block, *neighbour;

    if (!memory)
        return;
    block = (struct block *)memory - 1;
    check_used(block);
    neighbour = block_after(block);
    if (is_sealed(neighbour, FREE)) {
        list_remove(neighbour);
        set_size(block, block->size + neighbour->size);
    }
    neighbour = (struct block *)((u8 *)block - block->before);
    if (block->before && is_sealed(neighbour, FREE)) {
        list_remove(neighbour);
        block->seal = 0;        /* inside a free block now, and no block any more */
        set_size(neighbour, neighbour->size + block->size);
        block = neighbour;
    }
    list_add(block);
}
