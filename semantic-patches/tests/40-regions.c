static int card_map(struct card *card, struct pci_dev *pdev)
{
	void __iomem *registers;
	int rc;

	rc = pci_request_regions (pdev, "card");
	if (rc)
		rc = pci_request_selected_regions(pdev, 1 << 0 | 1 << 2, "card");
	if (rc)
		rc = pci_request_selected_regions_exclusive(pdev, card->mask,
							    "card");
	registers = pci_iomap(pdev, card->io ? 0 : 1, 0);
	card->flash = pci_ioremap_bar(pdev, 3);
	card->shared = ioremap(pci_resource_start(pdev, 2),
			       pci_resource_len(pdev, 2));
	if (!request_region(card->port, 32, "ioremap"))
		return -EBUSY;
	return registers ? rc : -ENOMEM;
}

static void card_unmap(struct card *card, struct pci_dev *pdev)
{
	release_region(card->port, 32);
	iounmap(card->shared);
	pci_iounmap (pdev, card->registers);
	pci_release_selected_regions(pdev, card->mask);
	pci_release_regions(pdev);
	ioremap_wc(card->port, 32);
}
