/* SPDX-License-Identifier: GPL-2.0-only */
/* Address spaces: ranges, pages, ports, and that nothing is lost. */
#include <stddef.h>

#include "bytes.h"
#include "kernel.server.h"
#include "machine/interrupts.h"
#include "machine/pages.h"
#include "machine/space.h"
#include "machine/thread.h"
#include "machine/user_area.h"
#include "machine_tests.h"
#include "model/memory.h"

#define MANY_RANGES 300
#define FAR_PAGES   (40u * 1024)        /* in so many page tables: 40 */

/* What a word of user memory is when read through the space; interrupts are off. */
static u32 word_at(struct space *space, u32 address)
{
    u32 flags = interrupts_disable(), loaded = current_directory;
    space_load(space->directory);
    u32 word = *(volatile u32 *)address;
    space_load(loaded);
    interrupts_restore(flags);
    return word;
}

static void test_ranges(struct space *space)
{
    u32 a, b, c, d, other;
    check(space_reserve(space, 0, &a) == E_INVAL, "no pages cannot be reserved");
    check(space_reserve(space, USER_END / PAGE_SIZE, &a) == E_NOSPC
          && space_reserve(space, 0xffffffff, &a) == E_NOSPC, "nor more than there are");
    check(space_reserve(space, 3, &a) == OK && a == USER_START, "the first range has the lowest addresses");
    check(space_reserve(space, 1, &b) == OK && b == a + 4 * PAGE_SIZE, "a page stays between two ranges");
    check(space_reserve(space, 5, &c) == OK && c == b + 2 * PAGE_SIZE, "of any size");
    check(space_release(space, b + PAGE_SIZE) == E_INVAL && space_release(space, 0) == E_INVAL
          && space_release(space, a + PAGE_SIZE) == E_INVAL, "only a range's first page releases it");
    check(space_release(space, a) == OK && space_release(space, a) == E_INVAL, "and once");
    check(space_reserve(space, 4, &d) == OK && d == c + 6 * PAGE_SIZE, "a hole that is too small is left");
    check(space_reserve(space, 3, &other) == OK && other == a, "one that fits is used again");
    u32 last = USER_END - (d + 5 * PAGE_SIZE);
    check(space_reserve(space, last / PAGE_SIZE, &other) == E_NOSPC
          && space_reserve(space, last / PAGE_SIZE - 1, &other) == OK,
          "the last range keeps a page free below the end");
    check(space_reserve(space, 1, &b) == E_NOSPC, "a full space refuses");
    check(space_release(space, c) == OK && space_release(space, a) == OK && space_release(space, d) == OK
          && space_release(space, other) == OK, "all can be released");
    check(space_release(space, a + 4 * PAGE_SIZE) == OK && !space->ranges, "and none is left");
}

static void test_spread(void)
{
    struct space *one = space_create(), *two = space_create();
    u32 a = 0, b = 0, c = 0;
    check(one && two, "two spaces");
    space_spread(one);
    space_spread(two);
    check(space_reserve(one, 1, &a) == OK && space_reserve(two, 1, &b) == OK && a != b,
          "that are spread begin at different addresses");
    check(space_reserve(two, (USER_END - b) / PAGE_SIZE - 3, &c) == OK && c == b + 2 * PAGE_SIZE,
          "what fits is put behind");
    check(space_reserve(two, (b - USER_START) / PAGE_SIZE - 1, &c) == OK && c == USER_START,
          "what does not is put before");
    check(space_reserve(two, 1, &c) == E_NOSPC, "nothing is lost");
    space_destroy(one);
    space_destroy(two);
}

static void test_mapping(struct space *space)
{
    u32 address, physical = 0, flags = 0, *pages = pages_allocate(3);
    pages[0] = 0x11111111;
    pages[1024] = 0x22222222;
    pages[2048] = 0x33333333;
    space_reserve(space, 3, &address);
    check(space_lookup(space, address, &physical, &flags) == E_FAULT, "a reserved page is not mapped");
    check(space_map(space, address, physical_address(pages), 3, SPACE_WRITABLE) == OK, "until it is mapped");
    check(space_lookup(space, address + 0x1234, &physical, &flags) == OK
          && physical == physical_address(pages) + 0x1234 && flags == SPACE_WRITABLE,
          "the address behind it is found, and its flags");
    check(word_at(space, address) == 0x11111111 && word_at(space, address + 0x2000) == 0x33333333,
          "so it is for the processor");
    space_protect(space, address + 0x1000, 1, SPACE_UNCACHED);
    check(space_lookup(space, address + 0x1000, &physical, &flags) == OK && flags == SPACE_UNCACHED
          && space_lookup(space, address + 0x2000, &physical, &flags) == OK && flags == SPACE_WRITABLE,
          "the flags of one page can be changed");
    u32 saved = interrupts_disable();
    space_load(space->directory);
    u32 before = *(volatile u32 *)address;
    space_map(space, address, physical_address(pages) + 0x1000, 1, 0);
    u32 after = *(volatile u32 *)address;
    space_load(kernel_directory);
    interrupts_restore(saved);
    check(before == 0x11111111 && after == 0x22222222, "a page is replaced while the space is loaded");
    space_unmap(space, address + 0x1000, 1);
    check(space_lookup(space, address + 0x1000, &physical, &flags) == E_FAULT
          && space_lookup(space, address + 0x2000, &physical, &flags) == OK, "one page can be unmapped");
    space_protect(space, address, 3, SPACE_WRITABLE);
    check(space_lookup(space, address + 0x1000, &physical, &flags) == E_FAULT, "protecting maps nothing");
    check(space_release(space, address) == OK
          && space_lookup(space, address + 0x2000, &physical, &flags) == E_FAULT, "releasing unmaps");
    check(space_lookup(space, USER_HANDLES, &physical, &flags) == E_FAULT
          && space_lookup(space, DIRECT_MAP, &physical, &flags) == E_FAULT
          && space_lookup(space, 0, &physical, &flags) == E_FAULT, "what is not the space's is not found");
    pages_free(pages, 3);
}

static void test_memory(struct space *space)
{
    u32 one, two, physical, flags;
    struct memory *device = memory_new(MEMORY_DEVICE, 0xfebc0010, 0x1000);
    struct memory *ram = memory_new(MEMORY_PAGES, physical_address(pages_allocate(2)), 2 * PAGE_SIZE);
    struct memory *huge = memory_new(MEMORY_DEVICE, 0x10, 0xffffffef);
    check(memory_map_space(device, space, &one) == OK && (one & PAGE_MASK) == 0x10
          && space_lookup(space, one + 0xfff, &physical, &flags) == OK && physical == 0xfebc100f
          && flags == (SPACE_UNCACHED | SPACE_WRITABLE),
          "a device's registers are mapped uncached, wherever they begin");
    check(memory_map_space(ram, space, &two) == OK && space_lookup(space, two, &physical, &flags) == OK
          && physical == ram->physical && flags == SPACE_WRITABLE, "memory is mapped cached");
    memory_unmap_space(device, space, one);
    check(space_lookup(space, one, &physical, &flags) == E_FAULT
          && space_lookup(space, two, &physical, &flags) == OK, "unmapping one leaves the other");
    memory_unmap_space(ram, space, two);
    check(!space->ranges, "no range is left");
    check(memory_map_space(huge, space, &one) == E_NOSPC, "what is larger than the user half is refused");
    memory_destroy(device);
    memory_destroy(ram);
    memory_destroy(huge);
}

/* The port's bit in the bitmap that the processor reads when the space is loaded. */
static u32 port_is_denied(struct space *space, u32 port)
{
    return word_at(space, PORT_BITMAP + port / 32 * 4) >> port % 32 & 1;
}

static u32 denied_ports(struct space *space)
{
    u32 count = 0;
    for (u32 port = 0; port < 0x10000; port += 32)
        count += (u32)__builtin_popcount(word_at(space, PORT_BITMAP + port / 8));
    return count;
}

/* Ports given and taken while the processor has the bitmap's translation. */
static void test_loaded_ports(struct space *space)
{
    volatile u32 *word = (volatile u32 *)(PORT_BITMAP + 0x60 / 8);
    u32 flags = interrupts_disable(), before, allowed, cleared;
    space_load(space->directory);
    before = *word;
    space_allow_ports(space, 0x60, 1);
    allowed = *word;
    space_clear(space);
    cleared = *word;
    space_load(kernel_directory);
    interrupts_restore(flags);
    check(before == ~0u && allowed == ~1u && cleared == ~0u, "ports change in the space that is loaded");
}

static void test_ports(struct space *space)
{
    struct space *other = space_create();
    check(denied_ports(space) == 0x10000, "a new space has no port");
    check(space_allow_ports(space, 0, 0) == E_RANGE && space_allow_ports(space, 0xffff, 2) == E_RANGE
          && space_allow_ports(space, 0x10000, 1) == E_RANGE && space_allow_ports(space, 1, 0xffffffff) == E_RANGE
          && space_deny_ports(space, 0xffff, 2) == E_RANGE, "ports that do not exist are refused");
    check(space_allow_ports(space, 0x3f8, 8) == OK && space_allow_ports(space, 0xffff, 1) == OK,
          "ports can be allowed");
    check(denied_ports(space) == 0x10000 - 9 && !port_is_denied(space, 0x3f8) && !port_is_denied(space, 0x3ff)
          && !port_is_denied(space, 0xffff), "exactly these");
    check(denied_ports(other) == 0x10000, "in no other space");
    check((word_at(space, PORT_BITMAP + PORT_BITMAP_SIZE) & 0xff) == 0xff, "the byte behind the bitmap is ones");
    check(space_deny_ports(space, 0x3f8, 4) == OK && denied_ports(space) == 0x10000 - 5
          && port_is_denied(space, 0x3fb), "they can be taken away again");
    space_clear(space);
    check(denied_ports(space) == 0x10000, "a cleared space has none");
    check(space_allow_ports(space, 0x3f8, 8) == E_GONE, "and gets none");
    test_loaded_ports(other);
    space_destroy(other);
}

/* Fills a space with ranges, tables and ports, and takes it down; `loaded`: while it is the
 * current one. */
static u32 build_up_and_tear_down(u32 loaded)
{
    struct space *space = space_create();
    u32 address, failed = 0, flags;
    for (u32 i = 0; i < MANY_RANGES; i++) {
        failed |= space_reserve(space, 1 + random_number() % 9, &address) < 0;
        failed |= space_map(space, address, 0x100000, 1, 0) < 0;
    }
    failed |= space_reserve(space, FAR_PAGES, &address) < 0;
    failed |= space_map(space, address, 0, FAR_PAGES, SPACE_WRITABLE) < 0;
    failed |= space_allow_ports(space, 0, 0x10000) < 0;
    failed |= space->pages < 2 + 40 + 2;
    flags = interrupts_disable();
    if (loaded)
        space_load(space->directory);
    space_destroy(space);
    failed |= current_directory != kernel_directory;
    interrupts_restore(flags);
    return !failed;
}

static void test_clear(struct space *space)
{
    u32 address, physical, flags, before;
    check(space->cleared && space->pages == 2, "a cleared space keeps its directory and its area");
    check(space_reserve(space, 1, &address) == E_GONE
          && space_map(space, USER_START, 0, 1, 0) == E_GONE
          && space_release(space, USER_START) == E_GONE, "nothing can be added to it");
    check(space_lookup(space, USER_START, &physical, &flags) == E_FAULT, "nothing is found in it");
    before = pages_free_count();
    space_clear(space);
    check(pages_free_count() == before, "clearing twice does nothing");
}

/* With one page after the other refused, mapping fails and leaves nothing behind. */
static void test_shortage(void)
{
    u32 address = 0, refusals = 0, before = pages_free_count(), **all = NULL, **page;
    struct space *space = space_create();
    space_reserve(space, 3 * 1024, &address);
    while ((page = pages_allocate(1))) {
        *page = (u32 *)all;
        all = page;
    }
    check(!space_create(), "without memory there is no new space");
    check(space_allow_ports(space, 0, 1) == E_NOMEM, "nor are there ports");
    while (space_map(space, address, 0, 3 * 1024, 0) == E_NOMEM && all) {
        u32 **next = (u32 **)*all;
        pages_free(all, 1);
        all = next;
        refusals++;
    }
    check(refusals == 4, "mapping is refused until each page table has a page: %u", refusals);
    space_reserve(space, 3 * 1024, &address);
    check(space_map(space, address, 0, 3 * 1024, SPACE_SPARE) == E_NOMEM && !pages_allocate_spare(1),
          "at the wish of user mode it is refused as long as the kernel has too little");
    while (all) {
        page = (u32 **)*all;
        pages_free(all, 1);
        all = page;
    }
    check(space_map(space, address, 0, 3 * 1024, SPACE_SPARE) == OK, "and done when there is more");
    space_destroy(space);
    check(pages_free_count() == before, "and all pages are free again");
}

static void sleep_in(void *space)
{
    u32 flags = interrupts_disable();
    space_load(((struct space *)space)->directory);
    thread_sleep(5);
    check(current_directory == kernel_directory, "it goes on in the kernel's directory");
    interrupts_restore(flags);
}

/* A thread sleeps in the space when it goes. */
static void test_sleeper(void)
{
    struct space *space = space_create();
    struct thread *thread = thread_create(sleep_in, space, 5, "sleeper");
    u32 was_there = thread->directory == space->directory;
    space_destroy(space);
    check(was_there && thread->directory == kernel_directory, "a thread's directory is saved, and forgotten");
    thread_join(thread, FOREVER);
    thread_release(thread);
}

static void test_user_area(struct space *space)
{
    u32 right = 1;
    for (u32 at = USER_HANDLES; at < USER_STUBS; at += 0x7f0)
        right &= word_at(space, at & ~15u) == USER_STUBS;
    check(right, "each handle's word is the address of the stub table");
    for (u32 k = 0; k < USER_STUB_COUNT; k++) {
        u32 stub = word_at(space, USER_STUBS + 4 * k);
        right &= stub >= USER_STUB_CODE && stub < USER_CALL_RETURN && (word_at(space, stub) & 0xff) == 0xb8
            && word_at(space, stub + 1) == ~k && word_at(space, stub + 5) == 0x0424548b;
    }
    check(right, "each stub loads its number and the reference");
    check((word_at(space, USER_CALL_RETURN) & 0xff) == 0xc3, "a call comes back to a ret");
    check(word_at(space, USER_RETURN) == 0x340fc931, "a called function returns to a sysenter with ecx = 0");
}

void test_spaces(void)
{
    test_spread();
    struct space *space = space_create();
    test_ranges(space);
    test_mapping(space);
    test_memory(space);
    test_user_area(space);
    test_ports(space);
    test_clear(space);
    space_destroy(space);
    check(build_up_and_tear_down(0), "a large space can be made and destroyed");
    u32 before = pages_free_count();
    check(build_up_and_tear_down(0) && build_up_and_tear_down(1), "again, and while it is loaded");
    check(pages_free_count() == before, "no page is lost");
    test_shortage();
    test_sleeper();
}
