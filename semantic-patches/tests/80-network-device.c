static int card_add(struct net_device *dev)
{
	int rc;

	rc = register_netdev (dev);
	if (rc || (rc = card_extra(dev))) {
		pr_err("register_netdev: %d\n", rc);
		unregister_netdev(dev);
	}
	return rc;
}

static void card_remove(struct pci_dev *pdev)
{
	unregister_netdev(pci_get_drvdata(pdev));
	unregister_netdevice_notifier(&card_notifier);
}
