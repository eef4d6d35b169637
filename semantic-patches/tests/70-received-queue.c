static int card_receive(struct card *card, struct sk_buff *skb)
{
	skb->protocol = eth_type_trans(skb, card->dev);
	switch (card->way) {
	case 0:
		netif_receive_skb (skb);
		break;
	case 1:
		if (netif_rx(skb) == NET_RX_DROP)	/* netif_rx told */
			card->dropped++;
		break;
	default:
		napi_gro_receive(&card->napi, skb);
		napi_gro_receive(
			&card->queues[card->way].napi,
			skb);
	}
	return napi_gro_flush(&card->napi, false);
}
