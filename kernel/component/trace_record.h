/* SPDX-License-Identifier: GPL-2.0-only */
/* The inside of tracing (trace.h): what traced code calls. The newest frame is the one of the
 * call; interrupts are on or off. */
#ifndef KERNEL_COMPONENT_TRACE_RECORD_H
#define KERNEL_COMPONENT_TRACE_RECORD_H

#include "trace.h"

/* `words`: the parameters, behind the reference. */
void trace_call(const u32 *words) __asm__("trace_call");
void trace_return(u32 result, status call) __asm__("trace_return");
void trace_failure(status call) __asm__("trace_failure");

#endif
