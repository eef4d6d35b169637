// SPDX-License-Identifier: GPL-2.0-only
// Registering a network device becomes offering the NetworkDevice interface.
//
// Linux enters the device in a global list and gives it a name there. A server offers it
// to whoever holds a reference to its NetworkDevice, whose functions linuxcompat answers
// from the driver's net_device_ops and ethtool_ops.
//
//     rc = register_netdev(dev);             rc = network_device_offer(dev);
//     unregister_netdev(dev);                network_device_withdraw(dev);
//
// Keywords: register_netdev, unregister_netdev
// Removes: register_netdev, unregister_netdev
// Confidence: High
#spatch --smpl-spacing

@offer@
@@
-register_netdev
+network_device_offer
 (...)

@withdraw@
@@
-unregister_netdev
+network_device_withdraw
 (...)
