static int card_rings(struct card *card)
{
	card->ring = dma_alloc_coherent(&card->pdev->dev, RING_BYTES,
					&card->ring_dma, GFP_KERNEL);
	if (!card->ring)
		return -ENOMEM;
	card->address = dma_map_single (&card->pdev->dev, card->skb->data, card->skb->len, DMA_TO_DEVICE);
	if (dma_mapping_error(&card->pdev->dev, card->address)) {
		dma_free_coherent(&card->pdev->dev, RING_BYTES,
				  card->ring, card->ring_dma);
		return -ENOMEM;
	}
	dma_sync_single_for_device(&card->pdev->dev, card->address, 4, DMA_TO_DEVICE);
	return 0;
}

#define UNMAP(card, size) \
	dma_unmap_single(&(card)->pdev->dev, (card)->address, size, DMA_TO_DEVICE)
