static void card_error(struct card *card)
{
	u16 status;
	u8 latency;
	u32 base;

	pci_read_config_word (card->pdev, PCI_STATUS, &status);
	pci_write_config_word (card->pdev, PCI_STATUS, status);
	if (pci_read_config_byte(card->pdev, PCI_LATENCY_TIMER, &latency) == 0 && latency < 32)
		pci_write_config_byte(card->pdev, PCI_LATENCY_TIMER,
				      card->fast ? 64 : 32);
	pci_read_config_dword(card->pdev, PCI_BASE_ADDRESS_0 + (card->io << 2), &base);
	pci_write_config_dword(to_pci_dev(card->device), card->capability + 4, base | 1);
	pci_bus_read_config_byte(card->bus, 0, 4, &latency);
}
