/* SPDX-License-Identifier: GPL-2.0-only */
/* Copy on write. A page that was only read so far is the source's own: a read is answered with
 * the source's memory, read-only, or by redirecting to the source pager. The first write to a page
 * makes a copy, which answers every fault on that page from then on.
 *
 * The source is mapped here for as long as the pager lives, to copy from; a source that is a
 * pager is asked for a page then by a fault of this server's own. It is mapped through a pager of
 * this server's, a view, which redirects to it: how large the mapping is would else be what the
 * source says at that moment, which need not be what it said when its size was asked for. */
#include "copy_on_write.server.h"
#include "private_pages.h"
#include "runtime.h"

struct copy {
    Any source;
    u32 address;                /* of its mapping */
    u32 size;                   /* of the source, in bytes */
    u32 copies;                 /* that were made */
    struct private_pages own;   /* copies; null: the source's page is still good */
};

static char root;

status construct(struct copy_on_write_roots *roots)
{
    heap_use(memory);
    roots->factory = (struct factory *)&root;
    return OK;
}

void destruct(void)
{
}

void copy_destroy(struct copy *self)
{
    private_pages_release(&self->own);
    if (self->address)
        Component_unmap(component, self->address);
    Any_release(self->source);
    deallocate(self);
}

/* Maps the source, a pager, as many pages of it as this copy has. */
static status map_view(struct copy *copy)
{
    Pager view = view_create((struct view *)copy);
    status result;

    if (!view)
        return E_NOMEM;
    result = Component_map(component, (Any)view, &copy->address);
    Pager_release(view);
    return result;
}

/* What copy_destroy() undoes, as far as it gets. */
static status keep_source(struct copy *copy, Any source, u32 is_pager)
{
    copy->source = Any_duplicate(source);
    if (!copy->source)
        return E_NOMEM;
    return is_pager ? map_view(copy) : Component_map(component, copy->source, &copy->address);
}

static status create(Any source, u32 size, u32 is_pager, Pager *pager)
{
    struct copy *copy = allocate(sizeof *copy);
    status result;

    if (!copy)
        return E_NOMEM;
    *copy = (struct copy){ .size = size };
    result = private_pages_make(&copy->own, size);
    if (result >= 0)
        result = keep_source(copy, source, is_pager);
    if (result >= 0) {
        *pager = copy_create(copy);
        result = *pager ? OK : E_NOMEM;
    }
    if (result < 0)
        copy_destroy(copy);
    return result;
}

status factory_copyMemory(struct factory *self, Memory source, Pager *pager)
{
    (void)self;
    return create((Any)source, Memory_getSize(source), 0, pager);
}

status factory_copyPager(struct factory *self, Pager source, Pager *pager)
{
    (void)self;
    return create((Any)source, Pager_getSize(source), 1, pager);
}

status factory_getFaults(struct factory *self, Pager pager, u32 *reads, u32 *writes, u32 *copies)
{
    const struct copy *copy = copy_of(pager);

    (void)self;
    if (!copy)
        return E_INVAL;
    *reads = copy->own.reads;
    *writes = copy->own.writes;
    *copies = copy->copies;
    return OK;
}

u32 copy_getSize(struct copy *self)
{
    return self->own.count * PAGE_SIZE;
}

/* Views belong to their copies, and are in nobody's hands but the kernel's. */
void view_destroy(struct view *self)
{
    (void)self;
}

u32 view_getSize(struct view *self)
{
    return ((const struct copy *)self)->own.count * PAGE_SIZE;
}

status view_fault(struct view *self, u32 offset, u32 write, Any *page, u32 *memory_offset, u32 *writable)
{
    (void)write;
    *page = Any_duplicate(((const struct copy *)self)->source);
    *memory_offset = offset;
    *writable = 0;
    return *page ? OK : E_NOMEM;
}

/* Copies a page of the source; beyond its end the copy stays zero. */
static status make_copy(struct copy *self, u32 index)
{
    u32 offset = index * PAGE_SIZE, left = self->size - offset, address;
    Memory page;
    status result = PhysicalMemory_allocate(memory, PAGE_SIZE, &page);

    if (result < 0)
        return result;
    result = Component_map(component, (Any)page, &address);
    if (result < 0) {
        Memory_release(page);
        return result;
    }
    memcpy((void *)address, (const void *)(self->address + offset), left < PAGE_SIZE ? left : PAGE_SIZE);
    Component_unmap(component, address);
    if (self->own.page[index]) {           /* the source called back meanwhile, and had it copied */
        Memory_release(page);
        return OK;
    }
    self->own.page[index] = page;
    self->copies++;
    return OK;
}

status copy_fault(struct copy *self, u32 offset, u32 write, Any *page, u32 *memory_offset, u32 *writable)
{
    u32 index = offset / PAGE_SIZE;
    status result = OK;

    if (index >= self->own.count)
        return E_RANGE;
    /* The kernel maps whole pages only, so a source that ends within one is copied there. */
    if (!self->own.page[index] && (write || self->size - offset < PAGE_SIZE))
        result = make_copy(self, index);
    if (result < 0)
        return result;
    if (self->own.page[index])
        return private_pages_give(&self->own, index, write, page, memory_offset, writable);
    *page = Any_duplicate(self->source);
    if (!*page)
        return E_NOMEM;
    *memory_offset = offset;
    *writable = 0;
    self->own.reads++;          /* a write would have made a copy */
    return OK;
}
