static int card_probe(struct pci_dev *pdev, const struct pci_device_id *id)
{
	struct card *card;
	int rc;

	/* pci_enable_device wakes it up */
	rc = pci_enable_device (pdev);
	if (rc)
		return rc;
	if ((rc = pci_enable_device_mem(card->pdev)) || pci_enable_device_io(to_pci_dev(card->device)))
		goto out;

	pci_set_master(pdev);
	pci_set_mwi(pdev);
	return 0;
out:
	pci_clear_master(CARD_PCI(card));
	pci_disable_device(pdev);
	return rc;
}

#define CARD_OFF(card)	pci_disable_device((card)->pdev)
