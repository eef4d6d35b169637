// SPDX-License-Identifier: GPL-2.0-only
/* Memory for the device: coherent, packets, copies; and the device's regions. */
#include "card.h"

#include "network.server.h"

static struct pci_dev *pdev;

static void coherent(void)
{
    dma_addr_t handle = 0;
    u8 *block = dma_memory_allocate(&pdev->dev, 5000, &handle, GFP_KERNEL);

    check(block && world_dma(handle) == block && !block[4999], "memory that both reach, zeroed");
    world_log_clear();
    dma_memory_free(&pdev->dev, 4999, block, handle);
    check(world_logged("not allocated"), "freeing it with another size is reported");
    dma_memory_free(&pdev->dev, 5000, block, handle);
    dma_memory_free(&pdev->dev, 5000, NULL, 0);
    check(!dma_memory_allocate(&pdev->dev, 0, &handle, GFP_KERNEL), "there is no memory of no size");
    world_memory = 0;
    check(!dma_memory_allocate(&pdev->dev, 100, &handle, GFP_KERNEL), "and none when it is short");
    world_memory = -1;
    check(!dma_set_mask_and_coherent(&pdev->dev, DMA_BIT_MASK(64)) && dma_set_mask(&pdev->dev,
          DMA_BIT_MASK(31)) == -EIO,
          "all memory is below 4 GiB, and above 2");
}

static void packets_of_skbs(void)
{
    struct sk_buff *skb = dev_alloc_skb(1514), *other = dev_alloc_skb(1514);
    dma_addr_t handle = dma_buffer_map(&pdev->dev, skb->data, 1514, DMA_FROM_DEVICE);
    dma_addr_t next = dma_buffer_map(&pdev->dev, other->data, 1514, DMA_TO_DEVICE);

    check(!dma_mapping_error(&pdev->dev, handle) && handle % 2048 == NET_SKB_PAD && handle >= 0x4000000,
          "a packet is where its block is");
    check_number(next - handle, other->data - skb->data, "so is the next");
    dma_buffer_unmap(&pdev->dev, handle, 1514, DMA_FROM_DEVICE);
    dma_buffer_unmap(&pdev->dev, next, 1514, DMA_TO_DEVICE);
    check(dma_mapping_error(&pdev->dev, dma_buffer_map(&pdev->dev, skb->data, 0, DMA_TO_DEVICE)),
          "nothing has no address");
    kfree_skb(skb);
    kfree_skb(other);
}

static void copies(void)
{
    char *buffer = kzalloc(100, GFP_KERNEL);
    dma_addr_t handle;
    char *copy;

    strscpy(buffer, "to the device", 100);
    handle = dma_buffer_map(&pdev->dev, buffer, 100, DMA_TO_DEVICE);
    copy = world_dma(handle);
    check(copy && copy != buffer && !strcmp(copy, "to the device"),
          "private memory is copied for the device");
    strscpy(buffer, "later", 100);
    dma_sync_single_for_device(&pdev->dev, handle + 1, 99, DMA_TO_DEVICE);
    check(!strcmp(copy + 1, "ater") && *copy == 't',
          "and again on dma_sync_single_for_device(), as far as it says");
    strscpy(copy, "not wanted", 100);
    dma_buffer_unmap(&pdev->dev, handle, 100, DMA_TO_DEVICE);
    check(!strcmp(buffer, "later"), "it is not copied back");

    handle = dma_buffer_map(&pdev->dev, buffer, 100, DMA_FROM_DEVICE);
    copy = world_dma(handle);
    strscpy(copy, "from the device", 100);
    check(!strcmp(buffer, "later"), "what the device writes is not there at once");
    dma_sync_single_for_cpu(&pdev->dev, handle, 100, DMA_FROM_DEVICE);
    check(!strcmp(buffer, "from the device"), "but after dma_sync_single_for_cpu()");
    strscpy(copy, "at the end", 100);
    dma_buffer_unmap(&pdev->dev, handle, 100, DMA_FROM_DEVICE);
    check(!strcmp(buffer, "at the end"), "and after dma_buffer_unmap()");
    world_memory = 1;
    check(dma_mapping_error(&pdev->dev, dma_buffer_map(&pdev->dev, buffer, 100, DMA_TO_DEVICE)),
          "without memory there is no copy, and no address");
    world_memory = -1;
    kfree(buffer);
}

static void regions(void)
{
    void *registers;

    check(pci_resource_len(pdev, 0) == 256 && pci_resource_flags(pdev, 0) & IORESOURCE_IO
          && pci_resource_start(pdev, 1) == 0xfeb00000 && pci_resource_flags(pdev, 1) & IORESOURCE_MEM
          && !pci_resource_len(pdev, 2), "the regions are in the view");
    check_number(pci_regions_acquire(pdev, "card"), 0, "they can be had");
    check_number(pci_regions_acquire(pdev, "card"), -EBUSY, "once");
    check(pci_region_map(pdev, 1, 0) == world_registers, "memory is mapped");
    check((unsigned long)pci_region_map(pdev, 0, 0) == 0x7000c000, "ports look like an address");
    check(!pci_region_map(pdev, 2, 0) && !pci_region_map(pdev, -1, 0) && !pci_region_map(pdev, 6, 0),
          "no others");
    registers = registers_map(0xfeb00010, 0xf0);
    check(registers == world_registers + 0x10, "registers by bus address");
    world_log_clear();
    check(!registers_map(0xfeb00010, 0xf1) && !registers_map(0xfeaffff0, 0x20) && !registers_map(0, ~0ul)
          && world_logged("in no memory region"), "only inside the device");
    check(ports_acquire(0xc010, 0xf0, "card") && !ports_acquire(0xc010, 0xf1, "card"), "so it is with ports");
    ports_release(0xc010, 0xf0);
    registers_unmap(registers);
    pci_regions_release(pdev);
    pci_region_unmap(pdev, world_registers);
    pci_region_unmap(pdev, (void *)0x1c000);
    world_log_clear();
    pci_region_unmap(pdev, world_registers);
    check(world_logged("is no region"), "unmapping once too often is reported");
}

int main(void)
{
    world_begin();
    check_number(world_construct(), 0, "the server is constructed");
    pdev = to_pci_dev(card->dev->dev.parent);
    coherent();
    packets_of_skbs();
    copies();
    regions();
    world_destruct();
    return world_end();
}
