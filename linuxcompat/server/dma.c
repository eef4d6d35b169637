// SPDX-License-Identifier: GPL-2.0-only
/* Memory that the device reaches. (Linux: kernel/dma/mapping.c) */
#include <linux/dma-mapping.h>
#include <linux/list.h>
#include <linux/pci.h>
#include <linux/slab.h>

#include "network.server.h"
#include "server.h"

struct allocation {
    struct list_head entry;
    void *address;
    dma_addr_t handle;
    size_t size;
};

static LIST_HEAD(allocations);

/* The mapping holds the memory: no reference is kept. */
static int allocate_mapped(struct allocation *allocation)
{
    struct pci_dev *pci = pci_view();
    Memory dma_memory = NULL;
    u32 address, handle;
    status result = pci ? PciDevice_allocateDma(pci->reference, allocation->size, &dma_memory) : E_NODEV;

    if (result >= 0)
        result = Memory_getPhysicalAddress(dma_memory, 0, &handle);
    if (result >= 0)
        result = Component_map(component, (Any)dma_memory, &address);
    Memory_release(dma_memory);
    if (result < 0)
        return -ENOMEM;
    allocation->address = (void *)address;
    allocation->handle = handle;
    return 0;
}

void *dma_memory_allocate(struct device *device, size_t size, dma_addr_t *handle, gfp_t flags)
{
    struct allocation *allocation = kzalloc(sizeof *allocation, flags);

    if (!allocation)
        return NULL;
    allocation->size = size;
    if (!size || allocate_mapped(allocation)) {
        kfree(allocation);
        return NULL;
    }
    list_add(&allocation->entry, &allocations);
    *handle = allocation->handle;
    return allocation->address;
}

void dma_memory_free(struct device *device, size_t size, void *memory, dma_addr_t handle)
{
    struct allocation *allocation;

    if (!memory)
        return;
    list_for_each_entry(allocation, &allocations, entry)
        if (allocation->address == memory && allocation->handle == handle && allocation->size == size) {
            list_del(&allocation->entry);
            Component_unmap(component, (u32)memory);
            kfree(allocation);
            return;
        }
    WARN(true, "%zu bytes of DMA memory at %p are freed, which were not allocated\n", size, memory);
}

int dma_set_mask(struct device *device, u64 mask)
{
    if (mask < DMA_BIT_MASK(32))
        return -EIO;
    if (device->dma_mask)
        *device->dma_mask = mask;
    return 0;
}

int dma_set_coherent_mask(struct device *device, u64 mask)
{
    if (mask < DMA_BIT_MASK(32))
        return -EIO;
    device->coherent_dma_mask = mask;
    return 0;
}

int dma_set_mask_and_coherent(struct device *device, u64 mask)
{
    int error = dma_set_mask(device, mask);

    return error ? error : dma_set_coherent_mask(device, mask);
}
