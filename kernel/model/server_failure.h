/* SPDX-License-Identifier: GPL-2.0-only */
/* The end of a server in the kernel's domain whose memory failed (pager_fault.c). Its code cannot be
 * cut short, because nothing tells where in it a thread may be left. So it is cut off instead:
 * no call enters it any more, none that it makes is carried out, what it holds is released, and
 * each call in progress inside it fails when it returns (rule M11). What it wrote into blocks of
 * its caller's stays written: that is the price of one domain. Threads of its own get the lowest
 * priority, for nothing makes them return. */
#ifndef KERNEL_MODEL_SERVER_FAILURE_H
#define KERNEL_MODEL_SERVER_FAILURE_H

#include "types.h"

struct domain;
struct server;

/* Ends a server of the kernel's domain. It is moved to a dead domain of its own, `*grave`, with which
 * the reaper does what it does with any other; the caller made that with server_make_grave(),
 * before memory became short, and has it no more then: null. `reason` is for the log and for
 * Server.getEnd(). Interrupts may be off. Does nothing to a server that is going already. */
void server_fail(struct server *server, struct domain **grave, const char *reason);

/* Memory for that, to be freed with heap_free() if it is not needed; null if memory is short. */
struct domain *server_make_grave(void);

#endif
