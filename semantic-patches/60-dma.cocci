// SPDX-License-Identifier: GPL-2.0-only
// Memory for the device comes from the device, and buffers are shown to it by reference.
//
// The PciDevice reference allocates memory that the device can reach, and the memory's
// reference knows its bus address. For a buffer of the driver, linuxcompat knows which
// memory it lies in. Checking an address and synchronising caches cross no boundary, and
// keep their names.
//
//     dma_alloc_coherent(d, size, &handle, GFP_KERNEL)
//     dma_memory_allocate(d, size, &handle, GFP_KERNEL)
//
//     dma_map_single(d, p, size, DMA_TO_DEVICE)
//     dma_buffer_map(d, p, size, DMA_TO_DEVICE)
//
// Keywords: dma_alloc_coherent, dma_free_coherent, dma_map_single, dma_unmap_single
// Removes: dma_alloc_coherent, dma_free_coherent, dma_map_single, dma_unmap_single
// Confidence: High
#spatch --smpl-spacing

@memory@
@@
(
-dma_alloc_coherent
+dma_memory_allocate
|
-dma_free_coherent
+dma_memory_free
)
 (...)

@buffer@
@@
(
-dma_map_single
+dma_buffer_map
|
-dma_unmap_single
+dma_buffer_unmap
)
 (...)
