/* SPDX-License-Identifier: GPL-2.0-only */
/* The probe: what its files share. */
#ifndef PROBE_H
#define PROBE_H

#include "probe.server.h"
#include "runtime.h"

/* Writes "probe: ok NAME" or "probe: not ok NAME" to the log. Returns the condition. */
u32 check(u32 condition, const char *name);

/* As check(), with both numbers in the log if they differ. */
void check_number(u32 got, u32 expected, const char *name);

/* References alive in the whole system. */
u32 count_references(void);

void probe_clock(void);
void probe_screen(void);
void probe_pci(void);
void probe_packets(void);
void probe_interrupts(void);
void probe_unload(void);

/* probe_interrupts.c: a handler, which the caller owns. */
InterruptHandler new_handler(void);

#endif
