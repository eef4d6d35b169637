/* SPDX-License-Identifier: GPL-2.0-only */
/* The functions that the sample server has to write: they tell what they were called with. */
#include "sample.server.h"

struct directory {
    u32 entries, destroyed;
};

u32 sample_seen;

status construct(struct sample_roots *roots)
{
    roots->everything = (struct everything *)&sample_seen;
    return OK;
}

void destruct(void)
{
    sample_seen = 0;
}

void everything_scalars(struct everything *self, u8 a, u16 b, u32 c, i8 d, i16 e, i32 f)
{
    *(u32 *)self = a + b + c + (u32)d + (u32)e + (u32)f;
}

i8 everything_results(struct everything *self, u8 *a, u16 *b, i32 *c)
{
    *a = 1;
    *b = 2;
    *c = -3;
    return (i8)*(u32 *)self;
}

status everything_references(struct everything *self, Empty plain, Empty maybe, Empty given, Any some)
{
    (void)self;
    Empty_release(given);
    return plain && !maybe && some ? OK : E_INVAL;
}

Any everything_made(struct everything *self, Empty *first, Any *second)
{
    (void)self;
    *first = 0;
    *second = (Any)directory_create((struct directory *)&sample_seen);
    return (Any)Directory_duplicate(parent);
}

status everything_blocks(struct everything *self, const void *a, void *b, void *c, u32 size)
{
    (void)self;
    ((u8 *)b)[5] = *(const u8 *)a;
    ((u8 *)c)[size - 1] = 7;
    return OK;
}

u32 directory_getEntryCount(struct directory *self)
{
    return self->entries;
}

i32 directory_getName(struct directory *self, u32 index, void *name, u32 size)
{
    (void)self;
    if (index || !size)
        return E_RANGE;
    *(char *)name = 'x';
    return 1;
}

status directory_getDirectory(struct directory *self, const void *name, u32 length, Directory *found)
{
    (void)self;
    (void)name;
    *found = length ? parent : 0;
    return other ? OK : E_NOENT;
}

Directory directory_getParent(struct directory *self)
{
    return directory_of(parent) == self ? 0 : parent;
}

void directory_destroy(struct directory *self)
{
    self->destroyed++;
}
