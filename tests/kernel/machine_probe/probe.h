/* SPDX-License-Identifier: GPL-2.0-only */
/* The parts of the probe. */
#ifndef MACHINE_PROBE_H
#define MACHINE_PROBE_H

#include "machine_probe.server.h"
#include "runtime.h"

/* The kernel's roots, opened by name. */
extern Threads threads;
extern PhysicalMemory memory;

/* Opens a name in the kernel's catalog; the result is Catalog.open()'s. */
status open_name(const char *name, Any *object);

/* One test. */
void check(u32 condition, const char *format, ...) __attribute__((format(printf, 2, 3)));

/* Checks that a call gave that result. */
void check_result(status got, status expected, const char *what);

void probe_names(void);
void probe_ports(void);
void probe_memory(void);
void probe_threads(void);
void probe_lines(void);

#endif
