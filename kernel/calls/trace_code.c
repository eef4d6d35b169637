/* SPDX-License-Identifier: GPL-2.0-only */
/* The calls that the code of a traced server makes (trace.h). */
#include "calls/trace.h"

#include "calls/trace_record.h"

void trace_emit_call(struct emitter *e, enum cpu_register base, i32 displacement)
{
    emit_push_all(e);
    emit_load_address(e, EAX, base, base == ESP ? displacement + 8 * 4 : displacement);
    emit_push(e, EAX);
    emit_call(e, (u32)trace_call);
    emit_pop(e, ECX);
    emit_pop_all(e);
}

void trace_emit_return(struct emitter *e)
{
    emit_push_all(e);
    emit_push(e, EDX);
    emit_push(e, EAX);
    emit_call(e, (u32)trace_return);
    emit_pop(e, ECX);
    emit_pop(e, ECX);
    emit_pop_all(e);
}
