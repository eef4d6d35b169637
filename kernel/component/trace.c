/* SPDX-License-Identifier: GPL-2.0-only */
/* Writing the records of calls (trace.h). */
#include "trace_record.h"

void trace_call(const u32 *words)
{
    (void)words;
}

void trace_return(u32 result, status call)
{
    (void)result, (void)call;
}

void trace_failure(status call)
{
    (void)call;
}

void trace_switch(const struct thread *next)
{
    (void)next;
}
