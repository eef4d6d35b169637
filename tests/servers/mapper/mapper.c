/* SPDX-License-Identifier: GPL-2.0-only */
/* Maps a pager, and touches what it shows, on one thread or on two. */
#include "mapper.server.h"

#define PAGE_SIZE 4096u

static struct mapper { u32 unused; } self_mapper;
static struct unmapper { u32 unused; } self_unmapper;
static struct toucher { u32 page, value; } self_toucher;

static u32 address;

status construct(struct mapper_roots *roots)
{
    roots->mapper = &self_mapper;
    return OK;
}

void destruct(void)
{
}

status mapper_map(struct mapper *self, Pager pager)
{
    (void)self;
    return Component_map(component, (Any)pager, &address);
}

static u32 touch(u32 page, u32 write)
{
    volatile u32 *word = (volatile u32 *)(address + page * PAGE_SIZE + 40);

    if (write)
        *word = 0x600d;
    return *word;
}

status mapper_touch(struct mapper *self, u32 page, u32 write, u32 *value)
{
    (void)self;
    *value = touch(page, write);
    return OK;
}

void toucher_run(struct toucher *self)
{
    self->value = touch(self->page, 1);
}

void toucher_destroy(struct toucher *self)
{
    (void)self;                         /* it is static */
}

status mapper_touchAtOnce(struct mapper *self, u32 page, u32 *first, u32 *second)
{
    Runnable runnable = toucher_create(&self_toucher);
    Thread thread = 0;
    status result;

    (void)self;
    self_toucher.page = page;
    result = Threads_create(threads, runnable, 4, "toucher", 7, &thread);
    Runnable_release(runnable);
    if (result < 0)
        return result;
    *first = touch(page, 1);
    result = Thread_join(thread, FOREVER);
    Thread_release(thread);
    *second = self_toucher.value;
    return result;
}

status mapper_getUnmapper(struct mapper *self, Runnable *unmapper)
{
    (void)self;
    *unmapper = unmapper_create(&self_unmapper);
    return *unmapper ? OK : E_NOMEM;
}

status mapper_unmap(struct mapper *self)
{
    (void)self;
    return Component_unmap(component, address);
}

void unmapper_run(struct unmapper *self)
{
    (void)self;
    Component_unmap(component, address);
}

void unmapper_destroy(struct unmapper *self)
{
    (void)self;                         /* it is static */
}
