/* SPDX-License-Identifier: GPL-2.0-only */
/* The server file format: what the interface compiler writes and a loader reads.
 *
 * A server file is an ELF32 ET_DYN file for EM_386 with
 *   - one or two PT_LOAD segments: text (R X, holds read-only data too) and data (R W);
 *   - one PT_DYNAMIC segment whose relocations are all R_386_RELATIVE;
 *   - one PT_SIGNATURE segment: the section .slipway.signature, below.
 * It has no undefined symbol, needs no library and has no ELF entry point. It is
 * linked at address 0; each address in the signature is relative to the place at
 * which the file is loaded.
 *
 * The signature (rule M3) is a header, then tables in the order of the header's
 * counts, then the strings. A name is an offset into the strings. Everything is
 * little-endian, and every table starts where the one before ends.
 */
#ifndef INTERFACES_SIGNATURE_H
#define INTERFACES_SIGNATURE_H

#include "types.h"

#define PT_SIGNATURE        0x60574c53  /* "SLW`" */
#define SIGNATURE_MAGIC     0x31574c53  /* "SLW1" */

/* signature_header.flags */
#define SIGNATURE_THREAD_SAFE 1         /* rule M7: calls are not serialised */

/* Upper limits, checked before anything is allocated. */
#define SIGNATURE_INTERFACES_MAX   128
#define SIGNATURE_FUNCTIONS_MAX    1024
#define SIGNATURE_PARAMETERS_MAX   4096
#define SIGNATURE_IMPLEMENTED_MAX  64
#define SIGNATURE_REQUIRED_MAX     64
#define SIGNATURE_NAME_MAX         63
#define SIGNATURE_WORDS_MAX        16   /* stack words of one call, without the reference */
#define SIGNATURE_BLOCK_MAX        (16u << 20)  /* bound of a block, in bytes */

struct signature_header {
    u32 magic;
    u32 size;                   /* of header, tables and strings, in bytes */
    u16 flags;
    u16 interface_count;        /* struct signature_interface */
    u16 function_count;         /* struct signature_function */
    u16 parameter_count;        /* struct signature_parameter */
    u16 implemented_count;      /* struct signature_implemented */
    u16 required_count;         /* struct signature_required */
    u16 address_count;          /* u32: addresses of implementing functions */
    u16 name;                   /* of the server */
    u32 construct;              /* address: status construct(void *roots[]) */
    u32 destruct;               /* address: void destruct(void) */
    u32 component;              /* address of the variable for the Component reference */
    u32 strings_size;           /* bytes; the last one is zero */
};

struct signature_interface {
    u16 name;
    u16 first_function;
    u16 function_count;
    u16 reserved;               /* zero */
};

enum signature_type {           /* signature_function.result, signature_parameter.type */
    TYPE_VOID,                  /* result only */
    TYPE_U8, TYPE_U16, TYPE_U32, TYPE_I8, TYPE_I16, TYPE_I32,
    TYPE_STATUS,                /* result only: i32, negative on failure */
    TYPE_COUNT,                 /* result only: status, or bytes written to the one out block */
    TYPE_REFERENCE,             /* of the interface `interface` */
    TYPE_BLOCK                  /* parameter only: a pointer, and a size unless SIZE_CONSTANT */
};

enum signature_direction { DIRECTION_IN = 1, DIRECTION_OUT = 2, DIRECTION_INOUT = 3 };

/* signature_parameter.flags */
#define PARAMETER_MOVE          1       /* in reference: the callee comes to own it */
#define PARAMETER_OPTIONAL      2       /* in reference: may be null */
#define PARAMETER_SIZE_CONSTANT 4       /* block: `bound` is its size, no size word follows */

#define SIGNATURE_ANY 0xffff            /* signature_*.interface: a reference of any interface */

struct signature_function {
    u16 name;
    u16 first_parameter;
    u8 parameter_count;
    u8 result;                  /* enum signature_type */
    u16 result_interface;       /* index, for TYPE_REFERENCE */
};

struct signature_parameter {
    u16 name;
    u8 type;                    /* enum signature_type; an out scalar is passed by address */
    u8 direction;
    u8 flags;
    u8 reserved;                /* zero */
    u16 interface;              /* index, for TYPE_REFERENCE */
    u32 bound;                  /* largest (or constant) size in bytes, for TYPE_BLOCK */
};

struct signature_implemented {
    u16 interface;              /* index */
    u16 first_address;          /* function_count addresses, in the interface's order */
    u16 root;                   /* 1: a root, `self` comes from construct(); 0: local objects */
    u16 reserved;               /* zero */
    u32 destroy;                /* address: void destroy(void *self); 0 for a root */
};

struct signature_required {
    u16 interface;              /* index */
    u16 name;
    u16 optional;               /* 1: may stay null */
    u16 reserved;               /* zero */
    u32 variable;               /* address of the variable for the reference */
};

#endif
