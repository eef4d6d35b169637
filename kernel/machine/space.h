/* SPDX-License-Identifier: GPL-2.0-only */
/* Address spaces: the user half of a domain, and the ports that it may use. The kernel's half
 * is the same in all. A space does not own what is mapped in it: only its page tables.
 *
 * A page is mapped within a range that was reserved, or stays unmapped there until a pager
 * has something for it. Ranges never touch: at least one page between any two is unmapped.
 * All functions are safe with interrupts on or off, and against each other; space_clear()
 * makes those that add something fail from then on. */
#ifndef KERNEL_MACHINE_SPACE_H
#define KERNEL_MACHINE_SPACE_H

#include "machine/machine.h"

#define SPACE_WRITABLE  0x002u          /* flags of a mapping: the processor's own bits */
#define SPACE_UNCACHED  0x018u
#define SPACE_SPARE     0x200u          /* none of those: user mode asked for it (pages_allocate_spare()) */

struct space_range {                    /* reserved; sorted by address */
    struct space_range *next;
    u32 address;                        /* of its first page */
    u32 pages;
};

struct space {
    u32 directory;                      /* physical address: what CR3 gets */
    u32 *entries;                       /* the page directory, in the direct map */
    u32 *area;                          /* the page table of its SPACE_AREA, likewise */
    u8 *ports;                          /* its port bitmap, likewise; null: it has none */
    struct space_range *ranges;
    u32 start;                          /* where room for ranges is looked for first */
    u32 pages;                          /* that it takes itself: page tables and bitmap */
    u32 cleared;
};

/* The value of CR3: written by space_load(), and by trap code that does the same. */
extern u32 current_directory;

/* The kernel's own directory: nothing below USER_AREA. For threads that never left it. */
extern u32 kernel_directory;

/* Makes kernel_directory what the boot code loaded, with the user area and the task segment's
 * area in it. Called once, before descriptors_initialise(). */
void space_initialise(void);

/* A new space with an empty user half and no ports, or null if memory is short. */
struct space *space_create(void);

/* Has ranges looked for from an address on that is another one in the next spaces: so that an
 * address tells, to people and debuggers, which of the system's spaces it belongs to. Where
 * there is no room the rest is looked at. */
void space_spread(struct space *space);

/* Empties the user half, takes its ports away, and frees the page tables of both. Nothing
 * can be mapped from then on (E_GONE). The directory stays: whoever goes back to user mode
 * there faults. Twice is as good as once. */
void space_clear(struct space *space);

/* Frees the space, cleared or not. No thread will go to user mode in it any more; one that was
 * taken off the processor while it was loaded goes on in the kernel's directory. */
void space_destroy(struct space *space);

/* Reserves `pages` pages of addresses below USER_END, with an unmapped page below and above.
 * Stores the address of the first. E_NOSPC if there is no such room, E_INVAL for no pages,
 * E_NOMEM, E_GONE. */
status space_reserve(struct space *space, u32 pages, u32 *address);

/* Unmaps a range and gives it back, by the address that space_reserve() told. E_INVAL if no
 * range begins there, E_GONE after space_clear(), which did that. */
status space_release(struct space *space, u32 address);

/* Maps `pages` contiguous pages of physical memory from `physical` on, at `address`, for user
 * mode, in place of what was mapped there. Both are page addresses, and the range was
 * reserved. `flags`: SPACE_WRITABLE, SPACE_UNCACHED, SPACE_SPARE. E_NOMEM if a page table is missing (some
 * of the pages may be mapped then), E_GONE. */
status space_map(struct space *space, u32 address, u32 physical, u32 pages, u32 flags);

/* Changes the flags of `pages` pages from `address` on; those that are not mapped stay so. */
void space_protect(struct space *space, u32 address, u32 pages, u32 flags);

/* Unmaps `pages` pages from `address` on. They stay reserved. */
void space_unmap(struct space *space, u32 address, u32 pages);

/* What is mapped at `address`, which need not be a page's: stores the physical address of that
 * byte, and the mapping's flags. E_FAULT if nothing is, or if it is not below USER_END. */
status space_lookup(const struct space *space, u32 address, u32 *physical, u32 *flags);

/* Lets user mode in the space use `count` ports from `first` on. E_RANGE if there are none
 * such, E_NOMEM, E_GONE. */
status space_allow_ports(struct space *space, u32 first, u32 count);

/* Takes ports away again. E_RANGE as above. */
status space_deny_ports(struct space *space, u32 first, u32 count);

/* Makes that the current address space: `directory` is a space's or kernel_directory. Writes
 * CR3 only if it is another one. Interrupts are off. */
static inline void space_load(u32 directory)
{
    if (directory == current_directory)
        return;
    current_directory = directory;
    __asm__ volatile("movl %0, %%cr3" : : "r"(directory) : "memory");
}

#endif
