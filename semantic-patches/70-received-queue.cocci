// SPDX-License-Identifier: GPL-2.0-only
// A received packet is put on a queue instead of being processed on the spot.
//
// Linux calls the whole network stack from the driver's receive loop. Here the layer
// above holds the other end of a queue and drains it in batches on a thread of its own;
// the driver never calls upwards from an interrupt (see the paper, section 4). The
// packet knows its device, so that NAPI's context is not needed.
//
//     netif_receive_skb(skb);                received_queue_put(skb);
//     napi_gro_receive(&tp->napi, skb);      received_queue_put(skb);
//
// Keywords: netif_receive_skb, netif_rx, napi_gro_receive
// Removes: netif_receive_skb, netif_rx, napi_gro_receive
// Confidence: High
#spatch --smpl-spacing

@put@
@@
(
-netif_receive_skb
+received_queue_put
|
-netif_rx
+received_queue_put
)
 (...)

@put_napi@
expression napi, packet;
@@
-napi_gro_receive
+received_queue_put
 (
-napi,
 packet)
