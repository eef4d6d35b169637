/* SPDX-License-Identifier: GPL-2.0-only */
/* The trace: what the kernel writes to TRACE_PORT, byte by byte, and `slipway trace` reads.
 *
 * A sequence of records. Each is a header, words, and for some strings; it is as long as its
 * header says, a multiple of 4, and everything is little-endian. Servers, functions, threads
 * and objects are told apart by numbers that mean nothing else. What a record mentions was
 * described by an earlier one; a number may be described anew, and then means that.
 *
 * A time is that of the time stamp counter, as two words, low and high, without what tracing
 * itself took: in QEMU with `-icount shift=0` the count of instructions.
 */
#ifndef INTERFACES_TRACE_FORMAT_H
#define INTERFACES_TRACE_FORMAT_H

#include "types.h"

#define TRACE_PORT          0xe9        /* QEMU's isa-debugcon */
#define TRACE_MAGIC         0x31545053  /* "SPT1" */
#define TRACE_BLOCK_MAX     48u         /* bytes told of a block's contents */

struct trace_header {
    u16 size;                   /* of the whole record, in bytes */
    u16 kind;                   /* enum trace_kind */
};

enum trace_kind {
    TRACE_START = 1,            /* u32 magic; the first record, and the only one of its kind */
    TRACE_THREAD,               /* u32 thread; name */
    TRACE_SERVER,               /* u32 server; name */
    TRACE_FUNCTION,             /* u32 function, server; struct trace_function; names */
    TRACE_SWITCH,               /* time; u32 thread: it runs from now on */
    TRACE_CALL,                 /* time; struct trace_call; arguments */
    TRACE_RETURN,               /* time; struct trace_return; results */
    TRACE_FAILURE               /* time; struct trace_return, whose result is 0 */
};

/* Followed by a struct trace_parameter for each parameter, then by strings, each with its zero:
 * interface, function, interface of the result, then name and interface of each parameter.
 * An interface is empty where there is none, or any. */
struct trace_function {
    u8 result;                  /* enum signature_type (signature.h) */
    u8 parameter_count;
    u16 reserved;
};

struct trace_parameter {
    u8 type;                    /* enum signature_type */
    u8 direction;               /* enum signature_direction */
    u8 flags;                   /* PARAMETER_* */
    u8 reserved;
};

/* The arguments follow, in the order of the parameters: for an in scalar its word, for an in
 * reference the object and its server (0 and 0: null; server 0: no valid reference), for a block
 * its size, how many bytes of its contents follow, and those, filled up to words. Out parameters
 * other than blocks have nothing here. */
struct trace_call {
    u32 thread;
    u32 frame;                  /* place of the call frame: the deeper, the higher */
    u32 function;
    u32 caller;                 /* server */
    u32 object;
};

/* The results follow: for an out scalar how many values follow, 0 or 1, and that; for an out
 * reference the object and its server. */
struct trace_return {
    u32 thread;
    u32 frame;                  /* as that of its call */
    u32 result;
    i32 status;                 /* of the call itself; not negative: it was carried out */
};

#endif
