/* SPDX-License-Identifier: GPL-2.0-only */
/* Pages, the heap and the window. */
#include <stddef.h>

#include "bytes.h"
#include "machine/heap.h"
#include "machine/multiboot.h"
#include "machine/pages.h"
#include "machine/window.h"
#include "machine_tests.h"

#define OBJECTS 400

static u32 is_zero(const void *block, u32 size)
{
    const u8 *byte = block;
    while (size && !*byte) {
        byte++;
        size--;
    }
    return !size;
}

/* All free pages, one by one, as a list through their first words. */
static u32 **allocate_all(u32 *count)
{
    u32 **first = NULL, **page;
    for (*count = 0; (page = pages_allocate(1)); ++*count) {
        *page = (u32 *)first;
        first = page;
    }
    return first;
}

static void free_all(u32 **page)
{
    while (page) {
        u32 **next = (u32 **)*page;
        pages_free(page, 1);
        page = next;
    }
}

/* What user mode asks for leaves PAGES_RESERVED pages, to the page. */
static void test_reserve(void)
{
    u32 before = pages_free_count(), **all = NULL, **page;
    void *object, *last = NULL;
    while (pages_free_count() > PAGES_RESERVED + 2 && (page = pages_allocate(1))) {
        *page = (u32 *)all;
        all = page;
    }
    check(!pages_allocate_spare(3), "three pages are not to be spared of two");
    char *pages = pages_allocate_spare(2);
    check(pages && pages_free_count() == PAGES_RESERVED, "two are, and then none");
    check(!pages_allocate_spare(1), "not even one");
    while ((object = heap_allocate_spare(2000)))
        last = object;
    check(pages_free_count() == PAGES_RESERVED, "objects of the heap are not, either");
    object = heap_allocate(2000);
    check(object && pages_free_count() == PAGES_RESERVED - 1, "the kernel itself gets one");
    heap_free(object);
    heap_free(last);
    pages_free(pages, 2);
    free_all(all);
    check(pages_free_count() + 1 >= before, "and all is free again, but for a slab that stays");
}

static void test_exhaustion(void)
{
    u32 before = pages_free_count(), count;
    u32 **all = allocate_all(&count);
    check(before > 1000, "more than 1000 pages are free at start: %u", before);
    check(count == before, "as many single pages can be allocated as are free");
    check(pages_free_count() == 0, "none are free then");
    check(!pages_allocate(1) && !pages_allocate(2), "and none can be allocated");
    u32 **kept = (u32 **)*all;
    u32 **third = (u32 **)*kept;
    pages_free(all, 1);
    pages_free(third, 1);
    check(pages_free_count() == 2 && !pages_allocate(2), "two pages apart are no run of two");
    u32 **rest = (u32 **)*third;
    pages_free(kept, 1);
    char *run = pages_allocate(3);
    check(run && is_zero(run, 3 * PAGE_SIZE), "three adjacent ones are, zeroed");
    check(pages_free(run, 3) == OK, "and can be freed in one");
    free_all(rest);
    check(pages_free_count() == before, "all pages are free again");
}

static void test_refusals(void)
{
    u32 before = pages_free_count();
    char *pages = pages_allocate(4);
    check(pages_free(pages + 100, 1) == E_INVAL, "freeing from inside a page is refused");
    check(pages_free(pages + PAGE_SIZE, 1) == OK, "a part of a run can be freed");
    check(pages_free(pages + PAGE_SIZE, 1) == E_INVAL, "twice is refused");
    check(pages_free(pages, 4) == E_INVAL, "so is a run with a free page in it");
    check(pages_free_count() == before - 3, "a refusal frees nothing");
    check(pages_free(pages, 1) == OK && pages_free(pages + 2 * PAGE_SIZE, 2) == OK, "the rest can be freed");
    check(pages_free((void *)test_refusals, 1) == E_INVAL, "the kernel's own pages cannot be freed");
    check(pages_free(direct_map(0x100000), 1) == E_INVAL, "nor the image's first one");
    check(pages_free((void *)0x1000, 1) == E_INVAL, "nor an address below the direct map");
    check(pages_free(direct_map(0), 0xffffffff) == E_INVAL, "nor a run that wraps");
    check(!pages_allocate(0) && !pages_allocate(0xffffffff), "0 and 2^32 - 1 pages cannot be allocated");
    check(pages_free_count() == before, "all pages are free again");
}

void test_pages(void)
{
    test_exhaustion();
    test_reserve();
    test_refusals();
    u32 outside = 1;
    for (u32 i = 0; i < module_count; i++)
        outside &= pages_free(direct_map(modules[i].address), 1) == E_INVAL;
    check(outside, "boot modules are not the allocator's (%u modules)", module_count);
    char *pages = pages_allocate(2);
    check(physical_address(pages + 5000) == physical_address(pages) + 5000, "a run is contiguous");
    pages_free(pages, 2);
}

static void test_random_objects(void)
{
    static struct { u8 *address; u32 size; } objects[OBJECTS];
    u32 clean = 1, intact = 1, aligned = 1;
    for (u32 round = 0; round < 20000; round++) {
        u32 i = random_number() % OBJECTS;
        if (!objects[i].address) {
            u32 size = random_number() % 16 ? 1 + random_number() % 2100 : 1 + random_number() % 20000;
            u8 *object = heap_allocate(size);
            aligned &= object && (u32)object % 16 == 0;
            clean &= is_zero(object, size);
            memset(object, (int)i, size);
            objects[i].address = object;
            objects[i].size = size;
        } else {
            for (u32 j = 0; j < objects[i].size; j++)
                intact &= objects[i].address[j] == (u8)i;
            heap_free(objects[i].address);
            objects[i].address = NULL;
        }
    }
    for (u32 i = 0; i < OBJECTS; i++) {
        heap_free(objects[i].address);
        objects[i].address = NULL;
    }
    check(clean, "objects come zeroed");
    check(aligned, "and aligned to 16");
    check(intact, "and nobody else writes into them");
}

void test_heap(void)
{
    check(!heap_allocate(0) && !heap_allocate(0xffffffff), "0 and 2^32 - 1 bytes cannot be allocated");
    test_random_objects();
    u32 before = pages_free_count();
    test_random_objects();
    check(pages_free_count() == before, "a second round keeps no page more than the first");
}

void test_window(void)
{
    volatile u16 *screen = device_map(0xb8000, 4000);
    volatile u16 *same = direct_map(0xb8000);
    check(screen != NULL, "the screen can be mapped");
    screen[7] = 0x0741;
    check(same[7] == 0x0741, "and is what it says");
    check(physical_address((void *)(screen + 7)) == 0xb800e, "its physical address is found");
    char *odd = device_map(0xb8ffe, 4);
    odd[0] = 1;
    odd[2] = 3;
    check(*(volatile u8 *)direct_map(0xb8ffe) == 1 && *(volatile u8 *)direct_map(0xb9000) == 3,
          "a range may start anywhere and cross a page");
    check(!address_is_mapped((u32)odd - PAGE_SIZE) && address_is_mapped((u32)odd)
          && address_is_mapped((u32)odd + 3) && !address_is_mapped((u32)odd + 2 * PAGE_SIZE),
          "with an unmapped page on both sides");
    check(device_unmap(odd + PAGE_SIZE) == E_INVAL, "unmapping from the middle is refused");
    check(device_unmap(odd) == OK && !address_is_mapped((u32)odd) && !address_is_mapped((u32)odd + 2),
          "unmapping removes all of it");
    check(device_unmap(odd) == E_INVAL, "twice is refused");
    check(device_unmap((void *)screen) == OK, "the screen can be unmapped");
    check(!device_map(0xb8000, 0) && !device_map(0xfffff000, 0x1001) && !device_map(0, 0xffffffff),
          "empty, wrapping and huge ranges are refused");
    check(device_map(0xfffff000, 0x1000) != NULL, "the last page of the address space can be mapped");
    void *all = device_map(0xd0000000, WINDOW_SIZE / 2);
    check(all && !device_map(0xd0000000, WINDOW_SIZE / 2), "a full window refuses");
    check(device_unmap(all) == OK, "and recovers");
    check(!address_is_mapped(0) && !address_is_mapped(0x1000) && !address_is_mapped(0xbffff000),
          "nothing is mapped below the kernel");
    u32 on_stack = 1;
    *(volatile u32 *)direct_map(physical_address(&on_stack)) = 2;
    check(*(volatile u32 *)&on_stack == 2, "physical_address() finds what is on a thread's stack");
}
