/* SPDX-License-Identifier: GPL-2.0-only */
/* Made by interface-compiler from tests/interface-compiler/samples/interfaces/Everything.interface: for those who call it, without
 * comments, so that one that changes compiles nothing anew. */
#ifndef Everything_INTERFACE_H
#define Everything_INTERFACE_H

#include "types.h"

typedef const struct Everything_entries *const *Everything;
typedef const struct Empty_entries *const *Empty;
typedef const void *const *Any;

struct Everything_entries {
    void (*scalars)(Everything self, u8 a, u16 b, u32 c, i8 d, i16 e, i32 f);
    i8 (*results)(Everything self, u8 *a, u16 *b, i32 *c);
    status (*references)(Everything self, Empty plain, Empty maybe, Empty given, Any some);
    Any (*made)(Everything self, Empty *first, Any *second);
    status (*blocks)(Everything self, const void *a, void *b, void *c, u32 size);
};

static inline void Everything_scalars(Everything self, u8 a, u16 b, u32 c, i8 d, i16 e, i32 f)
{
    (*self)->scalars(self, a, b, c, d, e, f);
}

static inline void Everything_scalars_checked(Everything self, u8 a, u16 b, u32 c, i8 d, i16 e, i32 f, status *call)
{
    u64 both = ((u64 (*)(Everything self, u8 a, u16 b, u32 c, i8 d, i16 e, i32 f))(void (*)(void))
                (*self)->scalars)(self, a, b, c, d, e, f);

    *call = (status)(both >> 32) < 0 ? (status)(both >> 32) : OK;
}

static inline i8 Everything_results(Everything self, u8 *a, u16 *b, i32 *c)
{
    return (*self)->results(self, a, b, c);
}

static inline i8 Everything_results_checked(Everything self, u8 *a, u16 *b, i32 *c, status *call)
{
    u64 both = ((u64 (*)(Everything self, u8 *a, u16 *b, i32 *c))(void (*)(void))
                (*self)->results)(self, a, b, c);

    *call = (status)(both >> 32) < 0 ? (status)(both >> 32) : OK;
    return (i8)both;
}

static inline status Everything_references(Everything self, Empty plain, Empty maybe, Empty given, Any some)
{
    return (*self)->references(self, plain, maybe, given, some);
}

static inline Any Everything_made(Everything self, Empty *first, Any *second)
{
    return (*self)->made(self, first, second);
}

static inline Any Everything_made_checked(Everything self, Empty *first, Any *second, status *call)
{
    u64 both = ((u64 (*)(Everything self, Empty *first, Any *second))(void (*)(void))
                (*self)->made)(self, first, second);

    *call = (status)(both >> 32) < 0 ? (status)(both >> 32) : OK;
    return (Any)(__UINTPTR_TYPE__)(u32)both;
}

static inline status Everything_blocks(Everything self, const void *a, void *b, void *c, u32 size)
{
    return (*self)->blocks(self, a, b, c, size);
}

#endif
