/* SPDX-License-Identifier: GPL-2.0-only */
/* What converted code calls for memory that its device reads and writes by itself.
 *
 * Bus addresses are physical addresses, of 32 bits. IA-32 keeps caches coherent with
 * devices, so that nothing but the address crosses the boundary.
 */
#ifndef SLIPWAY_DMA_H
#define SLIPWAY_DMA_H

struct device;

/* Zeroed, contiguous memory that both reach: allocated by the PCI device, mapped here. Its
 * bus address is stored in `*handle`. Returns null if there is none. `flags` are Linux's
 * GFP_ flags; the call never waits. Linux: dma_alloc_coherent. */
void *dma_memory_allocate(struct device *device, size_t size, dma_addr_t *handle, gfp_t flags);

/* Gives it up. Linux: dma_free_coherent. */
void dma_memory_free(struct device *device, size_t size, void *memory, dma_addr_t handle);

/* The bus address of `size` bytes at `buffer`, which is packet data or came from kmalloc,
 * while the device owns them. dma_mapping_error() tells if there is none.
 * Linux: dma_map_single. */
dma_addr_t dma_buffer_map(struct device *device, void *buffer, size_t size,
                          enum dma_data_direction direction);

/* The driver owns the bytes again. Linux: dma_unmap_single. */
void dma_buffer_unmap(struct device *device, dma_addr_t handle, size_t size,
                      enum dma_data_direction direction);

#endif
