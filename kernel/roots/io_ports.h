/* SPDX-License-Identifier: GPL-2.0-only */
/* Ranges of I/O ports: what a reference to the interface IoPorts denotes. */
#ifndef KERNEL_ROOTS_IO_PORTS_H
#define KERNEL_ROOTS_IO_PORTS_H

#include "IoPorts.h"

struct io_ports {
    u32 first;                  /* first + count <= 65536, count is not 0 */
    u32 count;
};

/* Stores a reference to a new range, which the caller owns. E_RANGE if it is empty or
 * leaves 0 to 65535, E_ACCESS if it touches the kernel's own (interrupt controllers,
 * interval timer), E_NOMEM. */
status io_ports_open(u32 first, u32 count, IoPorts *reference);

#endif
