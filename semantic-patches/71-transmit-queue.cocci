// SPDX-License-Identifier: GPL-2.0-only
// Waking the transmitter becomes taking packets from the transmit queue again.
//
// The layer above puts packets on a queue, and ndo_start_xmit is fed from it inside the
// server. To stop is a state that the server keeps to itself, and keeps its name; to wake
// up reaches out for the next packets.
//
//     netif_wake_queue(dev);                 transmit_queue_resume(dev);
//
// Keywords: netif_wake_queue
// Removes: netif_wake_queue
// Confidence: High
#spatch --smpl-spacing

@resume@
@@
-netif_wake_queue
+transmit_queue_resume
 (...)
