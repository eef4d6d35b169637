// SPDX-License-Identifier: GPL-2.0-only
// Power, decoding and bus mastering become calls on the PciDevice reference.
//
// `struct pci_dev` stays as the driver's private view of its device. These functions
// change the device by way of the bus, which is another server, and one Linux call is
// one interface call; the status that it returns is a negative errno.
//
//     rc = pci_enable_device(pdev);          rc = PciDevice_enable(pdev->reference);
//     pci_set_master(pdev);                  PciDevice_setMaster(pdev->reference, 1);
//
// Keywords: pci_enable_device, pci_enable_device_mem, pci_enable_device_io, pci_disable_device
// Keywords: pci_set_master, pci_clear_master
// Removes: pci_enable_device, pci_enable_device_mem, pci_enable_device_io, pci_disable_device
// Removes: pci_set_master, pci_clear_master
// Confidence: High
#spatch --smpl-spacing

@turn_on@
expression device;
@@
(
-pci_enable_device
+PciDevice_enable
|
-pci_enable_device_mem
+PciDevice_enable
|
-pci_enable_device_io
+PciDevice_enable
)
 (device
+->reference
 )

@turn_off@
expression device;
@@
-pci_disable_device
+PciDevice_disable
 (device
+->reference
 )

@set_master@
expression device;
@@
-pci_set_master
+PciDevice_setMaster
 (device
+->reference, 1
 )

@clear_master@
expression device;
@@
-pci_clear_master
+PciDevice_setMaster
 (device
+->reference, 0
 )
