/* SPDX-License-Identifier: GPL-2.0-only */
/* Tracing: code without it is as it was, and what code with it writes. */
#include <stdlib.h>
#include <string.h>

#include "host.h"
#include "host_trace.h"
#include "kernel.server.h"
#include "machine/pages.h"
#include "tap.h"
#include "calls/trace.h"

static struct server *load(const char *name, u32 traced)
{
    struct server *server = NULL;
    char path[256];
    u32 size, pages;
    u8 *file;

    snprintf(path, sizeof path, "%s/%s.server", host_servers, name);
    file = host_read(path, &size, &pages);
    ok(server_load(file, size, name, &kernel_domain, traced, &server) == OK, "%s loads, traced %u", name,
       traced);
    pages_free(file, pages);
    return server;
}

static const struct entry_block *block_of(const struct server *server)
{
    return server->implementations[0].block;
}

/* Calls of `target` in the code of a block. */
static u32 calls_to(const struct entry_block *block, u32 target)
{
    u32 count = 0, i, distance;

    for (i = 0; i + 5 <= block->length; i++) {
        memcpy(&distance, block->code + i + 1, sizeof distance);
        count += block->code[i] == 0xe8 && (u32)block->code + i + 5 + distance == target;
    }
    return count;
}

/* The whole of the difference is the calls of tracing, one at each begin and one at each end. */
static void test_code(const char *name)
{
    const struct entry_block *plain = block_of(load(name, 0)), *traced = block_of(load(name, 1));
    const struct entry_block *again = block_of(load(name, 0));
    u32 functions = plain->type->function_count;

    is_number(again->length, plain->length, "%s: code without tracing is as long, whatever else is traced",
              name);
    is_number(calls_to(plain, (u32)trace_call) + calls_to(plain, (u32)trace_return), 0,
              "%s: and does not call it", name);
    is_number(calls_to(traced, (u32)trace_call), functions, "%s: code with tracing tells each call", name);
    ok(calls_to(traced, (u32)trace_return) >= functions, "%s: and each return", name);
    ok(traced->length > plain->length, "%s: it is longer", name);    /* functions are aligned in it */
}

/* The next record of that kind, from `*at` on, behind its header; null if there is none. */
static const u8 *next_record(u32 *at, u32 kind)
{
    while (*at < host_trace_size) {
        const struct trace_header *header = (const struct trace_header *)(host_trace + *at);

        *at += header->size;
        if (header->kind == kind)
            return (const u8 *)(header + 1);
    }
    return NULL;
}

static u32 count_records(u32 kind)
{
    u32 at = 0, count = 0;

    while (next_record(&at, kind))
        count++;
    return count;
}

static u64 time_of(const u8 *record)
{
    u64 time;

    memcpy(&time, record, sizeof time);
    return time;
}

static void test_descriptions(const struct server *server)
{
    u32 at = 0;
    const u8 *record = next_record(&at, TRACE_START);

    ok(record == host_trace + 4 && *(const u32 *)record == TRACE_MAGIC, "the trace begins as one");
    is_number(count_records(TRACE_START), 1, "once");
    is_number(count_records(TRACE_THREAD), 1, "the thread is described once");
    is_number(count_records(TRACE_SERVER), 2, "callee and caller are");
    is_number(count_records(TRACE_FUNCTION), server->implementations[0].type->function_count,
              "the functions of the traced one are");
}

static void test_calls(void)
{
    struct server *server = load("kinds", 1);
    const struct trace_call *call;
    const struct trace_return *back;
    const u32 *words;
    const u8 *record;
    u32 at = 0, c = 0, sizes;
    i32 d = 0;
    u16 b = 0;
    u8 a = 0, to[8];
    u64 time;
    Kinds kinds;

    host_run(server);
    kinds = host_root(server, "Kinds");
    host_trace_size = 0;
    Kinds_twice(kinds, 21);
    test_descriptions(server);
    record = next_record(&at, TRACE_CALL);
    time = time_of(record);
    call = (const struct trace_call *)(record + 8);
    words = (const u32 *)(call + 1);
    ok(call->thread == (u32)current_thread && call->caller == (u32)&kernel_server
       && call->object == (u32)((struct slot *)kinds)->object, "thread, caller and object of a call");
    is_number(words[0], 21, "its argument");
    record = next_record(&at, TRACE_RETURN);
    back = (const struct trace_return *)(record + 8);
    ok(back->frame == call->frame && back->result == 42 && back->status == OK,
       "its frame, result and status");
    ok(time_of(record) >= time, "time goes on");

    host_trace_size = at = 0;
    Kinds_scalars(kinds, &a, &b, &c, &d);
    words = (const u32 *)(next_record(&at, TRACE_RETURN) + 8 + sizeof *back);
    ok(words[0] == 1 && words[1] == 1 && words[3] == 2 && words[5] == 3 && words[7] == (u32)-4,
       "out parameters");

    host_trace_size = at = 0;
    Kinds_copy(kinds, "abcdef", 6, to, sizeof to);
    words = (const u32 *)(next_record(&at, TRACE_CALL) + 8 + sizeof *call);
    sizes = words[0] == 6 && words[1] == 6 && words[4] == 8 && words[5] == 0;
    ok(sizes && memcmp(&words[2], "abcdef\0\0", 8) == 0,
       "blocks: what goes in is told, what comes out is not");

    host_trace_size = at = 0;
    Kinds_nest(kinds, 3, kinds);
    is_number(count_records(TRACE_CALL), 4, "calls within calls");
    is_number(count_records(TRACE_RETURN), 4, "and their returns");

    host_trace_size = at = 0;
    Kinds_lie(kinds, 100, to, sizeof to);
    back = (const struct trace_return *)(next_record(&at, TRACE_RETURN) + 8);
    is_number(back->status, E_SIZE, "a call that fails when it returns");
    host_trace_size = 0;
    Kinds_copy(kinds, "abcdef", 65, to, sizeof to);
    is_number(host_trace_size, 0, "one that is refused is none");
}

int main(void)
{
    host_start();
    test_code("kinds");
    test_code("kinds_serialised");
    test_code("tokens");
    test_calls();
    return tap_end();
}
