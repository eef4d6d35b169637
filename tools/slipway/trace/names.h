/* SPDX-License-Identifier: GPL-2.0-only */
/* What a trace says of servers, functions and threads. */
#ifndef SLIPWAY_TRACE_NAMES_H
#define SLIPWAY_TRACE_NAMES_H

#include "trace/cursor.h"
#include "trace_format.h"

struct traced_parameter {
    struct trace_parameter is;
    char *label;                /* type and name, as in an interface file: `in mem name` */
};

struct traced_function {
    u32 id, server;
    char *name;                 /* Interface.function */
    char *result;               /* label of its result, or null */
    u32 result_type;
    u32 parameter_count;
    struct traced_parameter *parameters;
};

struct traced_server {
    u32 id;
    char *name;
};

/* A call in progress. */
struct open_call {
    const struct traced_function *function;
    u32 frame;
    uint64_t began, executed;   /* then: the time, and what its thread had executed */
    struct json_t *arguments;   /* owned */
};

struct traced_thread {
    u32 id;
    unsigned number;            /* from 1, in the order in which they are seen */
    char *name;
    uint64_t executed;          /* instructions, until it was taken off the processor last */
    struct open_call *calls;    /* innermost last */
    size_t depth;
};

struct trace_names {
    struct traced_function **functions;
    size_t function_count;
    struct traced_server *servers;
    size_t server_count;
    struct traced_thread **threads;
    size_t thread_count;
};

/* Adds what a record describes, in place of an earlier one with the same number. */
void names_take_server(struct trace_names *names, struct trace_cursor *cursor);
void names_take_function(struct trace_names *names, struct trace_cursor *cursor);
struct traced_thread *names_take_thread(struct trace_names *names, struct trace_cursor *cursor);

/* Null if nothing was said of it. */
const struct traced_function *names_function(const struct trace_names *names, u32 id);
struct traced_thread *names_thread(const struct trace_names *names, u32 id);

/* "?" if nothing was said of it. */
const char *names_server(const struct trace_names *names, u32 id);

void names_forget(struct trace_names *names);

#endif
