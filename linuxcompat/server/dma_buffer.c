// SPDX-License-Identifier: GPL-2.0-only
/* Buffers that belong to the device for a while. (Linux: kernel/dma/direct.c, swiotlb.c)
 *
 * Packets lie in memory whose bus address is known. Where the server's own memory lies it does
 * not know, and two pages of it need not be neighbours: such a buffer is copied.
 */
#include <linux/dma-mapping.h>
#include <linux/list.h>
#include <linux/slab.h>
#include <linux/string.h>

#include "../network/packet_memory.h"
#include "network.server.h"

/* A copy that stands for a buffer while the device has it. */
struct bounce {
    struct list_head entry;
    void *buffer, *copy;
    dma_addr_t handle;
    size_t size;
};

static LIST_HEAD(bounces);

static struct bounce *bounce_at(dma_addr_t handle)
{
    struct bounce *bounce;

    list_for_each_entry(bounce, &bounces, entry)
        if (handle - bounce->handle < bounce->size)
            return bounce;
    return NULL;
}

static dma_addr_t map_copy(struct device *device, void *buffer, size_t size,
                           enum dma_data_direction direction)
{
    struct bounce *bounce = kmalloc(sizeof *bounce, GFP_ATOMIC);

    if (!bounce)
        return DMA_MAPPING_ERROR;
    bounce->copy = dma_memory_allocate(device, size, &bounce->handle, GFP_ATOMIC);
    if (!bounce->copy) {
        kfree(bounce);
        return DMA_MAPPING_ERROR;
    }
    bounce->buffer = buffer;
    bounce->size = size;
    list_add(&bounce->entry, &bounces);
    if (direction != DMA_FROM_DEVICE)
        memcpy(bounce->copy, buffer, size);
    return bounce->handle;
}

dma_addr_t dma_buffer_map(struct device *device, void *buffer, size_t size,
                          enum dma_data_direction direction)
{
    u32 address;

    if (!size)
        return DMA_MAPPING_ERROR;
    if (packet_bus_address(buffer, size, &address))
        return address;
    return map_copy(device, buffer, size, direction);
}

void dma_buffer_unmap(struct device *device, dma_addr_t handle, size_t size,
                      enum dma_data_direction direction)
{
    struct bounce *bounce = bounce_at(handle);

    if (!bounce)
        return;
    if (direction != DMA_TO_DEVICE)
        memcpy(bounce->buffer, bounce->copy, bounce->size);
    list_del(&bounce->entry);
    dma_memory_free(device, bounce->size, bounce->copy, bounce->handle);
    kfree(bounce);
}

/* The driver looks at the buffer while the device has it, or gives it back. */
void dma_sync_single_for_cpu(struct device *device, dma_addr_t handle, size_t size,
                             enum dma_data_direction direction)
{
    struct bounce *bounce = bounce_at(handle);
    size_t offset = bounce ? handle - bounce->handle : 0;

    barrier();
    if (bounce && direction != DMA_TO_DEVICE)
        memcpy(bounce->buffer + offset, bounce->copy + offset, min(size, bounce->size - offset));
}

void dma_sync_single_for_device(struct device *device, dma_addr_t handle, size_t size,
                                enum dma_data_direction direction)
{
    struct bounce *bounce = bounce_at(handle);
    size_t offset = bounce ? handle - bounce->handle : 0;

    if (bounce && direction != DMA_FROM_DEVICE)
        memcpy(bounce->copy + offset, bounce->buffer + offset, min(size, bounce->size - offset));
    barrier();
}
