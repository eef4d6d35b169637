/* SPDX-License-Identifier: GPL-2.0-only */
/* Made by interface-compiler from tests/interface-compiler/samples/interfaces/Directory.interface: for those who call it, without
 * comments, so that one that changes compiles nothing anew. */
#ifndef Directory_INTERFACE_H
#define Directory_INTERFACE_H

#include "types.h"

typedef const struct Directory_entries *const *Directory;

struct Directory_entries {
    u32 (*getEntryCount)(Directory self);
    i32 (*getName)(Directory self, u32 index, void *name, u32 size);
    status (*getDirectory)(Directory self, const void *name, u32 length, Directory *directory);
    Directory (*getParent)(Directory self);
};

static inline u32 Directory_getEntryCount(Directory self)
{
    return (*self)->getEntryCount(self);
}

static inline u32 Directory_getEntryCount_checked(Directory self, status *call)
{
    u64 both = ((u64 (*)(Directory self))(void (*)(void))
                (*self)->getEntryCount)(self);

    *call = (status)(both >> 32) < 0 ? (status)(both >> 32) : OK;
    return (u32)both;
}

static inline i32 Directory_getName(Directory self, u32 index, void *name, u32 size)
{
    return (*self)->getName(self, index, name, size);
}

static inline status Directory_getDirectory(Directory self, const void *name, u32 length, Directory *directory)
{
    return (*self)->getDirectory(self, name, length, directory);
}

static inline Directory Directory_getParent(Directory self)
{
    return (*self)->getParent(self);
}

static inline Directory Directory_getParent_checked(Directory self, status *call)
{
    u64 both = ((u64 (*)(Directory self))(void (*)(void))
                (*self)->getParent)(self);

    *call = (status)(both >> 32) < 0 ? (status)(both >> 32) : OK;
    return (Directory)(__UINTPTR_TYPE__)(u32)both;
}

#endif
