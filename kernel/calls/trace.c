/* SPDX-License-Identifier: GPL-2.0-only */
/* The records of calls (trace.h).
 *
 * Each function here runs with interrupts off from its first reading of the clock to its last.
 * What lies in between is not counted, and neither is the way here and back, which is always
 * as long.
 *
 * A callee may write over its parameters, so the addresses of out parameters are kept from the
 * call to its return, in a table that is searched by the call's frame. */
#include <stddef.h>

#include "calls/trace_record.h"

#include "bytes.h"
#include "machine/interrupts.h"
#include "machine/machine.h"
#include "machine/schedule.h"
#include "model/slots.h"

/* Instructions of the emitted code and of C that are outside the two readings. */
#define AROUND_READINGS 45u

#define CALLS_KEPT      64u     /* calls in progress that have out parameters */
#define PLACES_MAX      4u      /* out parameters of a call; further ones are not told */

/* Out parameters of the call whose frame that is. */
struct kept_call {
    const struct frame *frame;  /* null: free */
    u32 places[PLACES_MAX];
};

static struct kept_call kept_calls[CALLS_KEPT];
static u64 now;                 /* of the record being made */
static u64 not_counted;

static void describe_running(void)
{
    const struct frame *caller = frame_caller(frame_top);

    trace_describe_thread(current_thread);
    trace_describe_server(frame_top->server);
    if (caller)
        trace_describe_server(caller->server);
}

static void record_switch(struct thread *next)
{
    u64 time = time_stamp();

    trace_describe_thread(next);
    record_begin(TRACE_SWITCH);
    record_bytes(&(u64){ time - not_counted }, sizeof time);
    record_word((u32)next);
    record_end();
    not_counted += time_stamp() - time;
}

static void start(void)
{
    if (thread_switched)
        return;
    record_begin(TRACE_START);
    record_word(TRACE_MAGIC);
    record_end();
    thread_switched = record_switch;
    record_switch(current_thread);
}

/* Interrupts are off. */
static void begin(void)
{
    now = time_stamp();
    start();
    describe_running();
}

static void end(void)
{
    not_counted += time_stamp() - now + AROUND_READINGS;
}

static void record_event(enum trace_kind kind)
{
    u64 time = now - not_counted;

    record_begin(kind);
    record_bytes(&time, sizeof time);
    record_word((u32)current_thread);
    record_word((u32)frame_top & PAGE_MASK);
}

static u32 *place_of(const struct kept_call *call, u32 number)
{
    return call && number < PLACES_MAX ? (u32 *)&call->places[number] : NULL;
}

/* Also the one whose frame is null: a free one. */
static struct kept_call *find_kept(const struct frame *frame)
{
    u32 i;

    for (i = 0; i < CALLS_KEPT; i++)
        if (kept_calls[i].frame == frame)
            return &kept_calls[i];
    return NULL;
}

static int is_result(const struct parameter_type *p)
{
    return p->type != TYPE_BLOCK && p->direction == DIRECTION_OUT;
}

/* Where a call that begins keeps its places; null if it has none, or there is no room. A call
 * of the same frame that never returned makes room for it. */
static struct kept_call *keep(const struct function_type *function)
{
    struct kept_call *call;
    u32 i;

    for (i = 0; i < function->parameter_count; i++)
        if (is_result(&function->parameters[i]))
            break;
    if (i == function->parameter_count)
        return NULL;
    call = find_kept(frame_top);
    if (!call)
        call = find_kept(NULL);
    if (call)
        call->frame = frame_top;
    return call;
}

/* The object that a handle denotes, or null. Whose it is does not matter here; the kernel's half
 * is told from the user area by where it is. */
static struct object *object_of(u32 handle)
{
    u32 base = handle - USER_HANDLES < USER_HANDLES_SIZE ? USER_HANDLES : (u32)slots;
    u32 offset = handle - base;

    return offset < sizeof slots && offset % sizeof *slots == 0 ? slots[offset / sizeof *slots].object : NULL;
}

static void record_reference(u32 handle)
{
    const struct object *object = object_of(handle);

    record_word(object ? (u32)object : handle);
    record_word(object ? (u32)object->implementation->server : 0);
}

/* Before the record is begun that has it. */
static void describe_object(u32 handle)
{
    const struct object *object = object_of(handle);

    if (object)
        trace_describe_server(object->implementation->server);
}

static void describe_arguments(const struct function_type *function, const u32 *words)
{
    u32 i;

    for (i = 0; i < function->parameter_count; i++)
        if (function->parameters[i].type == TYPE_REFERENCE && !is_result(&function->parameters[i]))
            describe_object(words[function->parameters[i].word]);
}

static void record_block(const struct parameter_type *p, const u32 *words)
{
    u32 size = p->flags & PARAMETER_SIZE_CONSTANT ? p->bound : words[p->word + 1];
    u32 told = size < TRACE_BLOCK_MAX ? size : TRACE_BLOCK_MAX;
    const void *contents = p->direction & DIRECTION_IN ? trace_reach(words[p->word], told) : NULL;

    record_word(size);
    record_word(contents ? told : 0);
    if (contents)
        record_bytes(contents, told);
    record_align();
}

static void record_arguments(const struct function_type *function, const u32 *words)
{
    struct kept_call *call = keep(function);
    u32 i, number = 0;

    for (i = 0; i < function->parameter_count; i++) {
        const struct parameter_type *p = &function->parameters[i];

        if (p->type == TYPE_BLOCK) {
            record_block(p, words);
        } else if (is_result(p)) {
            if (place_of(call, number))
                *place_of(call, number) = words[p->word];
            number++;
        } else if (p->type == TYPE_REFERENCE) {
            record_reference(words[p->word]);
        } else {
            record_word(words[p->word]);
        }
    }
}

/* Bytes that an out scalar has in memory. */
static u32 scalar_size(u32 type)
{
    if (type == TYPE_U8 || type == TYPE_I8)
        return 1;
    return type == TYPE_U16 || type == TYPE_I16 ? 2 : 4;
}

static void record_result(const struct parameter_type *p, const u32 *place)
{
    u32 size = scalar_size(p->type), value = 0;
    const void *result = place ? trace_reach(*place, size) : NULL;

    if (result)
        memcpy(&value, result, size);
    if (p->type == TYPE_REFERENCE) {
        record_reference(value);
    } else {
        record_word(result != NULL);
        if (result)
            record_word(value);
    }
}

/* Likewise. */
static void describe_results(const struct function_type *function)
{
    const struct kept_call *call = find_kept(frame_top);
    const u32 *place;
    u32 i, number = 0;

    for (i = 0; i < function->parameter_count; i++) {
        if (!is_result(&function->parameters[i]))
            continue;
        place = place_of(call, number++);
        place = place ? trace_reach(*place, sizeof *place) : NULL;
        if (place && function->parameters[i].type == TYPE_REFERENCE)
            describe_object(*place);
    }
}

static void record_results(const struct function_type *function)
{
    struct kept_call *call = find_kept(frame_top);
    u32 i, number = 0;

    for (i = 0; i < function->parameter_count; i++)
        if (is_result(&function->parameters[i]))
            record_result(&function->parameters[i], place_of(call, number++));
    if (call)
        call->frame = NULL;
}

void trace_call(const u32 *words)
{
    u32 flags = interrupts_disable();
    const struct frame *caller;

    begin();
    caller = frame_caller(frame_top);
    describe_arguments(frame_top->entry->function, words);
    record_event(TRACE_CALL);
    record_word((u32)frame_top->entry);
    record_word((u32)caller->server);
    record_word((u32)frame_top->object);
    record_arguments(frame_top->entry->function, words);
    record_end();
    end();
    interrupts_restore(flags);
}

static void record_leaving(enum trace_kind kind, u32 result, status call)
{
    u32 flags = interrupts_disable();

    begin();
    if (call >= 0)
        describe_results(frame_top->entry->function);
    record_event(kind);
    record_word(result);
    record_word((u32)call);
    if (call >= 0)
        record_results(frame_top->entry->function);
    record_end();
    end();
    interrupts_restore(flags);
}

void trace_return(u32 result, status call)
{
    record_leaving(TRACE_RETURN, result, call);
}

void trace_failure(status call)
{
    record_leaving(TRACE_FAILURE, 0, call);
}
