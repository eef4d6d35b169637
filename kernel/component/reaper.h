/* SPDX-License-Identifier: GPL-2.0-only */
/* The reaper: the kernel's thread that releases what the servers of dead domains held, in the
 * right order, and tells who wanted to know.
 *
 *   1. what others have of the servers answers E_GONE
 *   2. what they were given when they were loaded is released: a device among that is switched
 *      off by its own server before anything that it may still write into is used again
 *   3. so is everything else but the kernel's Memory objects
 *   4. the last thread leaves: each finds its code gone, and unwinds
 *   5. memory, images, stacks and the space are freed
 *   6. the end handlers run (Server.setEndHandler)
 */
#ifndef KERNEL_COMPONENT_REAPER_H
#define KERNEL_COMPONENT_REAPER_H

#include "types.h"

#define REAPER_PRIORITY 6

struct domain;

/* The function of the reaper's thread, which start.c makes. */
void reaper_run(void *unused);

/* Gives it a domain that has just died, with a hold on the domain and on each of its servers.
 * Interrupts are off. Needs no memory. */
void reaper_add(struct domain *domain);

/* Something has gone from a dead domain: the reaper looks whether it was the last. */
void reaper_wake(void);

/* All steps for the domain that died first; where threads are still inside it waits. Returns 0 if
 * there is none. For the reaper's own thread, and for tests that play it. */
u32 reaper_step(void);

#endif
