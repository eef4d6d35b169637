/* A driver that prints a banner before it registers, and one that only registers. */
static struct pci_driver card_driver = {
	.name		= "card",
	.id_table	= card_ids,
	.probe		= card_probe,
	.remove		= card_remove,
};

static int __init card_init(void)
{
	pr_info("card: pci_register_driver comes next\n");

	return pci_register_driver(&card_driver);
}

static void __exit card_exit(void)
{
	/* pci_unregister_driver() calls card_remove */
	pci_unregister_driver (&card_driver);
}

static int __init two_buses(void)
{
	int rc = pci_register_driver(&card_driver);

	if (!rc)
		rc = eisa_driver_register(&eisa_card_driver);
	if (rc)
		pci_unregister_driver(&card_driver);
	return rc;
}

module_init(card_init);
module_exit (card_exit);

module_pci_driver(other_driver);
module_platform_driver(board_driver);
