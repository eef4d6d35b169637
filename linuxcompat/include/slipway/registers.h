/* SPDX-License-Identifier: GPL-2.0-only */
/* What converted code calls to reach registers by bus address, where a driver does not
 * say which region of its device it means. The address has to lie in a region of the
 * server's own device: there is no other way to memory or ports (M4).
 */
#ifndef SLIPWAY_REGISTERS_H
#define SLIPWAY_REGISTERS_H

struct resource;

/* Maps `size` bytes of registers at bus address `start`, uncached. Returns null if they
 * are not inside a memory region of the server's device. Linux: ioremap. */
void *registers_map(unsigned long start, unsigned long size);

/* Undoes registers_map(), or pci_region_map() of memory. Linux: iounmap. */
void registers_unmap(void *address);

/* Enables in and out on `number` ports from `start`. Returns null if they are not inside
 * a port region of the server's device, else that region. Linux: request_region. */
struct resource *ports_acquire(unsigned long start, unsigned long number, const char *name);

/* Gives up ports_acquire(). Linux: release_region. */
void ports_release(unsigned long start, unsigned long number);

#endif
