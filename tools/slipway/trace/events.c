/* SPDX-License-Identifier: GPL-2.0-only */
/* From the kernel's records to the Chrome trace viewer's events.
 *
 * Each call is one complete event ("ph": "X") on its thread's track, written when it returns: its
 * category is the server that was called, its arguments have their types and names as labels. A
 * track of its own, "processor", says which thread ran. One instruction is one nanosecond. */
#include <jansson.h>
#include <stdlib.h>

#include "base/message.h"
#include "base/text.h"
#include "trace/events.h"
#include "trace/names.h"
#include "trace/values.h"

#define PROCESS 1               /* there is one, the system */
#define PROCESSOR_TRACK 0

struct conversion {
    FILE *file;
    struct trace_summary *summary;
    struct trace_names names;
    struct traced_thread *running;
    uint64_t running_since, now;
    bool first_written;
};

static double microseconds(uint64_t instructions)
{
    return (double)instructions / 1000;
}

/* Writes an event, which it takes over. */
static void write_event(struct conversion *c, json_t *event)
{
    fputs(c->first_written ? ",\n" : "", c->file);
    c->first_written = true;
    json_dumpf(event, c->file, JSON_COMPACT | JSON_REAL_PRECISION(15));
    json_decref(event);
}

static void write_name(struct conversion *c, const char *what, unsigned track, const char *name)
{
    write_event(c, json_pack("{s:s, s:s, s:i, s:i, s:{s:s}}", "ph", "M", "name", what, "pid", PROCESS, "tid",
                             (int)track, "args", "name", name));
}

/* A slice of a track, from `began` until now. */
static json_t *slice(const struct conversion *c, const char *name, const char *category, unsigned track,
                     uint64_t began)
{
    return json_pack("{s:s, s:s, s:s, s:i, s:i, s:f, s:f}", "ph", "X", "name", name, "cat", category,
                     "pid", PROCESS, "tid", (int)track, "ts", microseconds(began),
                     "dur", microseconds(c->now - began));
}

/* All that a thread has executed so far. */
static uint64_t executed(const struct conversion *c, const struct traced_thread *thread)
{
    return thread->executed + (thread == c->running ? c->now - c->running_since : 0);
}

static void take_switch(struct conversion *c, struct trace_cursor *cursor)
{
    struct traced_thread *next = names_thread(&c->names, cursor_word(cursor));

    if (c->running) {
        c->running->executed += c->now - c->running_since;
        write_event(c, slice(c, c->running->name, "running", PROCESSOR_TRACK, c->running_since));
    }
    c->running = next;
    c->running_since = c->now;
}

/* Ends the innermost call of a thread. */
static void end_call(struct conversion *c, struct traced_thread *thread)
{
    struct open_call *call = &thread->calls[--thread->depth];

    json_object_set_new(call->arguments, "instructions",
                        json_integer((json_int_t)(executed(c, thread) - call->executed)));
    json_t *event = slice(c, call->function->name, names_server(&c->names, call->function->server),
                          thread->number, call->began);
    json_object_set_new(event, "args", call->arguments);
    write_event(c, event);
}

/* Ends calls whose frames are not below `frame`: they are over, but nothing said so. */
static void end_lost_calls(struct conversion *c, struct traced_thread *thread, u32 frame)
{
    while (thread->depth && thread->calls[thread->depth - 1].frame >= frame) {
        json_object_set_new(thread->calls[thread->depth - 1].arguments, "unfinished", json_true());
        c->summary->unfinished++;
        end_call(c, thread);
    }
}

static void take_call(struct conversion *c, struct trace_cursor *cursor)
{
    struct trace_call is;

    cursor_copy(cursor, &is, sizeof is);
    struct traced_thread *thread = names_thread(&c->names, is.thread);
    const struct traced_function *function = names_function(&c->names, is.function);
    if (!thread || !function) {
        cursor->short_of = true;
        return;
    }
    end_lost_calls(c, thread, is.frame);
    json_t *arguments = json_pack("{s:s, s:o}", "caller", names_server(&c->names, is.caller), "object",
                                  value_object(is.object));
    values_of_call(arguments, function, &c->names, cursor);
    thread->calls = reallocate(thread->calls, (thread->depth + 1) * sizeof *thread->calls);
    thread->calls[thread->depth++] = (struct open_call){
        .function = function, .frame = is.frame, .began = c->now, .executed = executed(c, thread),
        .arguments = arguments
    };
}

static void take_return(struct conversion *c, struct trace_cursor *cursor)
{
    struct trace_return is;

    cursor_copy(cursor, &is, sizeof is);
    struct traced_thread *thread = names_thread(&c->names, is.thread);
    if (!thread) {
        cursor->short_of = true;
        return;
    }
    end_lost_calls(c, thread, is.frame + 1);
    if (!thread->depth || thread->calls[thread->depth - 1].frame != is.frame)
        return;                         /* its call came before the trace did */
    struct open_call *call = &thread->calls[thread->depth - 1];
    values_of_return(call->arguments, call->function, &is, &c->names, cursor);
    c->summary->calls++;
    c->summary->failed += is.status < 0;
    end_call(c, thread);
}

static void take_thread(struct conversion *c, struct trace_cursor *cursor)
{
    struct traced_thread *thread = names_take_thread(&c->names, cursor);

    write_name(c, "thread_name", thread->number, thread->name);
}

static void take_record(struct conversion *c, u32 kind, struct trace_cursor *cursor)
{
    if (kind >= TRACE_SWITCH)
        c->now = cursor_time(cursor);
    switch (kind) {
    case TRACE_THREAD:
        take_thread(c, cursor);
        break;
    case TRACE_SERVER:
        names_take_server(&c->names, cursor);
        break;
    case TRACE_FUNCTION:
        names_take_function(&c->names, cursor);
        break;
    case TRACE_SWITCH:
        take_switch(c, cursor);
        break;
    case TRACE_CALL:
        take_call(c, cursor);
        break;
    case TRACE_RETURN:
    case TRACE_FAILURE:
        take_return(c, cursor);
        break;
    default:
        cursor->short_of = true;
    }
}

/* All records but the first. */
static bool take_records(struct conversion *c, const unsigned char *bytes, size_t size, size_t at)
{
    struct trace_header header;

    for (; size - at >= sizeof header; at += header.size) {
        memcpy(&header, bytes + at, sizeof header);
        if (header.size < sizeof header || header.size % 4) {
            report_error("no record begins here", NULL, "trace, byte %zu", at);
            return false;
        }
        if (header.size > size - at)
            break;
        struct trace_cursor cursor = { bytes + at + sizeof header, bytes + at + header.size, false };
        take_record(c, header.kind, &cursor);
        if (cursor.short_of) {
            report_error("makes no sense", NULL, "trace, byte %zu: record of kind %u", at, header.kind);
            return false;
        }
        c->summary->records++;
    }
    return true;
}

static bool begins_well(const unsigned char *bytes, size_t size)
{
    struct trace_header header;
    u32 magic;

    if (size < sizeof header + sizeof magic)
        return false;
    memcpy(&header, bytes, sizeof header);
    memcpy(&magic, bytes + sizeof header, sizeof magic);
    return header.kind == TRACE_START && header.size == sizeof header + sizeof magic && magic == TRACE_MAGIC;
}

static void finish(struct conversion *c)
{
    take_switch(c, &(struct trace_cursor){ NULL, NULL, false });
    for (size_t i = 0; i < c->names.thread_count; i++)
        end_lost_calls(c, c->names.threads[i], 0);
    c->summary->threads = c->names.thread_count;
    c->summary->servers = c->names.server_count;
}

bool trace_convert(const unsigned char *bytes, size_t size, FILE *file, struct trace_summary *summary)
{
    struct conversion c = { .file = file, .summary = summary };

    *summary = (struct trace_summary){ 0 };
    if (!begins_well(bytes, size)) {
        report_error("does not begin as one", NULL, "trace");
        return false;
    }
    fputs("{\"displayTimeUnit\":\"ns\",\"traceEvents\":[\n", file);
    write_name(&c, "process_name", PROCESSOR_TRACK, "Slipway");
    write_name(&c, "thread_name", PROCESSOR_TRACK, "processor");
    bool good = take_records(&c, bytes, size, sizeof(struct trace_header) + sizeof(u32));
    finish(&c);
    fputs("\n]}\n", file);
    names_forget(&c.names);
    return good && !ferror(file);
}
