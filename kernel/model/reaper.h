/* SPDX-License-Identifier: GPL-2.0-only */
/* Reapers: each domain has a thread of the kernel's that waits for its end. It releases what the
 * servers of a dead domain held, in the right order, and tells who wanted to know.
 *
 *   1. what others have of the servers answers E_GONE
 *   2. what they were given when they were loaded is released: a device among that is switched
 *      off by its own server before anything that it may still write into is used again
 *   3. so is everything else but the kernel's Memory objects
 *   4. the last thread leaves: each finds its code gone, and unwinds
 *   5. memory, images, stacks and the space are freed
 *   6. the end handlers run (Server.setEndHandler)
 *
 * While a domain lives, its reaper destroys the objects of its servers that could not be destroyed
 * where their last reference went (object.c).
 *
 * What is released may be an object of a server that takes its time to destroy it, or for ever; so
 * there is a thread for each user domain. It is made with the domain, because memory may be short
 * when that ends. The thread of the kernel's domain reaps what has none of its own: servers of the
 * kernel's domain that failed (server_failure.h). */
#ifndef KERNEL_MODEL_REAPER_H
#define KERNEL_MODEL_REAPER_H

#include "types.h"

#define REAPER_PRIORITY 4       /* the usual one: it runs other servers' code */

struct domain;

/* Makes the reaper of a user domain, or of the kernel's. E_NOMEM. */
status reaper_create(struct domain *domain);

/* Its function; `domain`: struct domain *, a user domain. Waits until that is dead or nobody holds
 * it. Reaps it in the one case, frees it in the other. */
void reaper_run(void *domain);

/* The same for dead domains without a reaper of their own: releases what all of them held, and finishes
 * the first that no thread is in any more; returns 0 if there is none. For the reaper of the kernel's
 * domain, and for tests that play it. */
u32 reaper_step(void);

/* The domain has died, and is held for the reaper, as is each of its servers. Interrupts are off.
 * Needs no memory. */
void reaper_begin(struct domain *domain);

/* Less is left of a domain, nobody holds it any more, or an object of it waits to be destroyed: the
 * reaper looks at it. */
void reaper_wake(struct domain *domain);

#endif
