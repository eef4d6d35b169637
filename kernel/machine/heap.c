/* SPDX-License-Identifier: GPL-2.0-only */
/* Small objects: slabs of one page, each for objects of one size. A slab is found from
 * an object by rounding down; a bit an object says which are in use, so that nothing
 * is ever written into a free one, and freeing twice is noticed. */
#include <stddef.h>

#include "bytes.h"
#include "machine/heap.h"
#include "machine/interrupts.h"
#include "machine/pages.h"
#include "machine/panic.h"

#define SLAB_MAGIC      0x62616c53  /* "Slab" */
#define LARGE_MAGIC     0x6772614c  /* "Larg" */
#define ALIGNMENT       16
#define USED_WORDS      8           /* 256 bits: enough for the smallest size */

struct slab {                       /* at the start of its page; the objects follow */
    u32 magic;
    u32 class;                      /* index into `sizes` */
    u32 used_count;
    struct slab *next, *previous;   /* in `partial`, while some but not all are in use */
    u32 used[USED_WORDS];           /* bit i: object i */
    u32 reserved[3];
};

struct large {                      /* at the start of a run of pages, before the object */
    u32 magic;
    u32 page_count;
    u32 reserved[2];
};

_Static_assert(sizeof(struct slab) % ALIGNMENT == 0, "objects are aligned");
_Static_assert(sizeof(struct large) % ALIGNMENT == 0, "objects are aligned");

#define SLAB_ROOM (PAGE_SIZE - sizeof(struct slab))

/* Chosen so that a page is used up: SLAB_ROOM / size is just above a whole number. */
static const u16 sizes[] = { 16, 32, 48, 64, 96, 128, 192, 256, 336, 448, 672, 1008, 2016 };
#define CLASSES (sizeof sizes / sizeof sizes[0])

/* Slabs with free objects, by class. Changed with interrupts off, like the slabs. */
static struct slab *partial[CLASSES];

static void partial_add(struct slab *slab)
{
    struct slab **first = &partial[slab->class];
    slab->previous = NULL;
    slab->next = *first;
    if (*first)
        (*first)->previous = slab;
    *first = slab;
}

static void partial_remove(struct slab *slab)
{
    if (slab->previous)
        slab->previous->next = slab->next;
    else
        partial[slab->class] = slab->next;
    if (slab->next)
        slab->next->previous = slab->previous;
}

static u32 object_count(const struct slab *slab)
{
    return SLAB_ROOM / sizes[slab->class];
}

static char *objects(struct slab *slab)
{
    return (char *)(slab + 1);
}

/* A slab of that class with a free object, which it may have to make; null if memory is
 * short. */
static struct slab *slab_with_room(u32 class, void *(*pages)(u32))
{
    struct slab *slab = partial[class];
    if (slab)
        return slab;
    slab = pages(1);
    if (slab) {
        slab->magic = SLAB_MAGIC;
        slab->class = class;
        partial_add(slab);
    }
    return slab;
}

/* Takes the first free object; there is one. */
static void *slab_take(struct slab *slab)
{
    u32 word = 0;
    while (!~slab->used[word])
        word++;
    u32 bit = (u32)__builtin_ctz(~slab->used[word]);
    slab->used[word] |= 1u << bit;
    if (++slab->used_count == object_count(slab))
        partial_remove(slab);
    return objects(slab) + (word * 32 + bit) * sizes[slab->class];
}

static void *allocate_small(u32 size, u32 class, void *(*pages)(u32))
{
    u32 flags = interrupts_disable();
    struct slab *slab = slab_with_room(class, pages);
    void *object = slab ? slab_take(slab) : NULL;
    interrupts_restore(flags);
    return object ? memset(object, 0, size) : NULL;
}

static void *allocate_large(u32 size, void *(*pages)(u32))
{
    if (size > DIRECT_MAP_SIZE)
        return NULL;
    u32 page_count = (size + sizeof(struct large) + PAGE_MASK) / PAGE_SIZE;
    struct large *large = pages(page_count);
    if (!large)
        return NULL;
    large->magic = LARGE_MAGIC;
    large->page_count = page_count;
    return large + 1;
}

/* `pages` is where pages come from, if they are needed. */
static void *allocate(u32 size, void *(*pages)(u32))
{
    if (!size)
        return NULL;
    for (u32 class = 0; class < CLASSES; class++)
        if (size <= sizes[class])
            return allocate_small(size, class, pages);
    return allocate_large(size, pages);
}

void *heap_allocate(u32 size)
{
    return allocate(size, pages_allocate);
}

void *heap_allocate_spare(u32 size)
{
    return allocate(size, pages_allocate_spare);
}

static void free_small(struct slab *slab, void *object)
{
    u32 size = sizes[slab->class];
    u32 offset = (u32)((char *)object - objects(slab));
    u32 index = offset / size, bit = 1u << index % 32;
    if (offset % size || index >= object_count(slab) || !(slab->used[index / 32] & bit))
        panic("heap_free(%p): not allocated", object);
    if (slab->used_count == object_count(slab))
        partial_add(slab);
    slab->used[index / 32] &= ~bit;
    if (--slab->used_count || (partial[slab->class] == slab && !slab->next))
        return;                     /* the last slab of a class stays, for the next object */
    partial_remove(slab);
    slab->magic = 0;
    pages_free(slab, 1);
}

void heap_free(void *object)
{
    if (!object)
        return;
    u32 address = (u32)object;
    if (address < DIRECT_MAP || address - DIRECT_MAP >= DIRECT_MAP_SIZE)
        panic("heap_free(%p): not an address of the heap", object);
    u32 flags = interrupts_disable();
    void *page = (void *)(address & ~PAGE_MASK);
    struct slab *slab = page;
    struct large *large = page;
    if (slab->magic == SLAB_MAGIC) {
        free_small(slab, object);
    } else if (large->magic == LARGE_MAGIC && object == large + 1) {
        large->magic = 0;
        pages_free(large, large->page_count);
    } else {
        panic("heap_free(%p): not allocated", object);
    }
    interrupts_restore(flags);
}
