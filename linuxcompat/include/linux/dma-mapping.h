/* SPDX-License-Identifier: GPL-2.0-only */
/* Memory that the device reaches (slipway/dma.h). (Linux: include/linux/dma-mapping.h) */
#ifndef SLIPWAY_LINUX_DMA_MAPPING_H
#define SLIPWAY_LINUX_DMA_MAPPING_H

#include <linux/device.h>
#include <linux/dma-direction.h>
#include <linux/gfp.h>
#include <linux/types.h>
#include <slipway/dma.h>

#define DMA_BIT_MASK(bits) ((bits) == 64 ? ~0ull : (1ull << (bits)) - 1)
#define DMA_MAPPING_ERROR (~(dma_addr_t)0)

static inline int dma_mapping_error(struct device *device, dma_addr_t address)
{
    return address == DMA_MAPPING_ERROR ? -ENOMEM : 0;
}

/* All memory lies below 4 GiB: -EIO for a device that does not reach that far. */
int dma_set_mask(struct device *device, u64 mask);
int dma_set_coherent_mask(struct device *device, u64 mask);
int dma_set_mask_and_coherent(struct device *device, u64 mask);

/* The driver looks at what the device wrote, or gives it back. */
void dma_sync_single_for_cpu(struct device *device, dma_addr_t address, size_t size,
                             enum dma_data_direction direction);
void dma_sync_single_for_device(struct device *device, dma_addr_t address, size_t size,
                                enum dma_data_direction direction);

#endif
