static void card_sent(struct net_device *dev)
{
	if (netif_queue_stopped(dev) && card_room(netdev_priv(dev)))
		netif_wake_queue (dev);		/* netif_wake_queue() */
	else
		netif_stop_queue(dev);
}

#define WAKE(card)	do { netif_wake_queue((card)->dev); } while (0)
