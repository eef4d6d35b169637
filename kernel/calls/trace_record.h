/* SPDX-License-Identifier: GPL-2.0-only */
/* The inside of tracing (trace.h). */
#ifndef KERNEL_CALLS_TRACE_RECORD_H
#define KERNEL_CALLS_TRACE_RECORD_H

#include <stddef.h>

#include "machine/thread.h"
#include "model/frame.h"
#include "model/server.h"
#include "trace_format.h"

/* What traced code calls. The newest frame is the one of the call; interrupts are on or off.
 * `words`: the parameters, behind the reference. */
void trace_call(const u32 *words) __asm__("trace_call");
void trace_return(u32 result, status call) __asm__("trace_return");

/* The same for a call that ends as failed in other code. */
void trace_failure(status call);

/* Records being written; with interrupts off, one at a time. */
void record_begin(enum trace_kind kind);
void record_word(u32 value);
void record_bytes(const void *bytes, u32 size);
void record_text(const char *text);             /* with its zero; null: an empty one */
void record_align(void);                        /* fills it up to words */
void record_end(void);                          /* the same, and writes it */

/* Writes what the records that follow are going to mention, as far as it was not written
 * before. Interrupts are off. */
void trace_describe_thread(struct thread *thread);
void trace_describe_server(struct server *server);

/* The machine's part (trace_machine.c). Writes bytes where the trace goes. */
void trace_output(const u8 *bytes, u32 size);

/* Where the kernel reads what a call names by `address`, or null if it must not, or that is not
 * in memory. The newest frame is the one of the call. */
const void *trace_reach(u32 address, u32 size);

#endif
