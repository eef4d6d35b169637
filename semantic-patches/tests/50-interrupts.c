static irqreturn_t card_interrupt(int irq, void *data);

static int card_open(struct net_device *dev)
{
	struct card *card = netdev_priv(dev);
	const int irq = card->pdev->irq;
	int rc;

	rc = request_irq(irq, card_interrupt, IRQF_SHARED, dev->name, dev);
	if (rc && (rc = request_irq(card->pdev->irq, card_interrupt,
				    card->shared ? IRQF_SHARED : 0, dev->name,
				    dev)))
		dev_err(&card->pdev->dev, "request_irq failed for %d\n", irq);
	return rc;
}

static void card_close(struct net_device *dev)
{
	synchronize_irq(dev->irq);
	free_irq (dev->irq, dev);
}

#ifdef CONFIG_NET_POLL_CONTROLLER
static void card_poll_controller(struct net_device *dev)
{
	disable_irq_nosync(dev->irq);
	card_interrupt(dev->irq, dev);
	enable_irq(dev->irq);
}
#endif

static void card_quiet(struct card *card)
{
	disable_irq(card->irqs[card->vectors - 1]);
	card_disable_irq(card);
	enable_irq(card->irqs[card->vectors - 1]);
}
