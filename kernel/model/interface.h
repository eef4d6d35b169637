/* SPDX-License-Identifier: GPL-2.0-only */
/* Interface types: what a signature says about an interface, interned.
 *
 * Two signatures that say the same about an interface, and about every interface that
 * it mentions, share one struct interface_type: equality is a comparison of pointers.
 * Types are never freed; there are as many as different interfaces were ever loaded.
 */
#ifndef KERNEL_MODEL_INTERFACE_H
#define KERNEL_MODEL_INTERFACE_H

#include "signature.h"

struct signature;
struct interface_type;

struct parameter_type {
    const char *name;
    u8 type;                    /* enum signature_type */
    u8 direction;               /* enum signature_direction */
    u8 flags;                   /* PARAMETER_* */
    u8 word;                    /* its place among the stack words that follow the reference, from 0 */
    u32 bound;                  /* TYPE_BLOCK: in bytes */
    const struct interface_type *interface;     /* TYPE_REFERENCE: null for any */
};

struct function_type {
    const char *name;
    u8 result;                  /* enum signature_type */
    u8 parameter_count;
    u8 words;                   /* stack words of a call, without the reference */
    u8 references;              /* parameters that are references */
    u8 results;                 /* those of them that are results, and the result if it is one */
    u8 saved;                   /* those for which something is to be done when a call returns */
    const struct interface_type *result_interface;      /* TYPE_REFERENCE: null for any */
    struct parameter_type *parameters;
};

/* The permanent code of a function that needs no server (stub.c). */
struct function_stubs {
    u32 restart;                /* begins the call again, from the caller's slot */
    u32 fail;                   /* fails the call with the status in edx */
    u32 trap;                   /* trap code: makes the call for user mode (crossing_into_kernel.c) */
};

struct interface_type {
    struct interface_type *next;        /* of all types */
    const char *name;
    u32 function_count;
    struct function_type *functions;
    struct function_stubs *stubs;
    /* Tables of entry points (entry_table.h) that answer */
    const u32 *released;        /* E_REFERENCE: for released slots */
    const u32 *gone;            /* E_GONE: the server was unloaded */
};

/* Finds or makes the type of each interface of `signature`, in `types`. All or nothing;
 * E_NOMEM. */
status interface_intern(const struct signature *signature, const struct interface_type **types);

/* Whether a parameter is a reference that is lent, or a result: something is to be done with it
 * when the call returns. */
static inline u32 reference_is_saved(const struct parameter_type *p)
{
    return p->type == TYPE_REFERENCE && (p->direction == DIRECTION_OUT || !(p->flags & PARAMETER_MOVE));
}

/* Whether a call of the function answers with a status in eax. */
static inline u32 function_has_status(const struct function_type *function)
{
    return function->result == TYPE_STATUS || function->result == TYPE_COUNT;
}

/* Describes the first difference between what two servers say about an interface, in the
 * error text: "interface Clock, function delay, parameter microseconds: server `a` says
 * u32, server `b` says u16". Types that are the same leave it unchanged. */
void interface_explain(const struct interface_type *a, const char *server_a,
                       const struct interface_type *b, const char *server_b);

#endif
