/* SPDX-License-Identifier: GPL-2.0-only */
/* Where a call across domains keeps what belongs to its parameters.
 *
 * The callee's copies of blocks, and the cells in which it leaves other results, lie in an area
 * that ends where its stack begins: each at a fixed distance from the end, as if every block had
 * its full size. Functions whose blocks would then not fit spread them when they are called, by
 * their actual sizes, below a cursor.
 *
 * On the kernel's stack are kept the references to be passed, the places where results go, and
 * the sizes that the caller gave for blocks: a callee could change what is on its own stack, and
 * a caller what is on its. References to be moved come first. The first one to be lent stays in a
 * register.
 */
#ifndef KERNEL_CALLS_CROSSING_LAYOUT_H
#define KERNEL_CALLS_CROSSING_LAYOUT_H

#include "model/interface.h"

/* Of one parameter; `kept`, `size` and `block` count kept words from the lowest. */
struct crossing_place {
    i32 cell;                   /* of block or result, in bytes from the area's end; not of a spread block */
    u8 kept;                    /* the reference to be passed, or where the result goes */
    u8 size;                    /* of an out block, unless it is constant */
    u8 block;                   /* where a spread out block lies, for the kernel */
};

struct crossing_layout {
    u32 moved;                  /* kept words that are references to be moved */
    const struct parameter_type *lent;  /* the first reference to be lent, or null */
    u32 kept;                   /* all kept words */
    u32 cells;                  /* bytes of the area without spread blocks */
    u32 area;                   /* its bytes; 0 if there is none */
    u32 spread;                 /* 1: its blocks are spread... */
    u8 cursor;                  /* ...and this kept word says where the last one lies */
    struct crossing_place places[SIGNATURE_WORDS_MAX];  /* by parameter */
};

void crossing_lay_out(const struct function_type *function, struct crossing_layout *layout);

/* Kinds of parameters. */
static inline int is_block(const struct parameter_type *p)
{
    return p->type == TYPE_BLOCK;
}

static inline int is_reference(const struct parameter_type *p)
{
    return p->type == TYPE_REFERENCE;
}

static inline int is_result(const struct parameter_type *p)
{
    return p->direction & DIRECTION_OUT;
}

static inline int is_moved(const struct parameter_type *p)
{
    return is_reference(p) && !is_result(p) && p->flags & PARAMETER_MOVE;
}

static inline int is_lent(const struct parameter_type *p)
{
    return is_reference(p) && !is_result(p) && !(p->flags & PARAMETER_MOVE);
}

static inline int has_size_word(const struct parameter_type *p)
{
    return is_block(p) && !(p->flags & PARAMETER_SIZE_CONSTANT);
}

#endif
