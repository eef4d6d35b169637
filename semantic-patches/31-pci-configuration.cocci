// SPDX-License-Identifier: GPL-2.0-only
// Configuration space is read and written by way of the PciDevice reference.
//
// A write is one interface call. A read goes through a function of linuxcompat, because
// the interface hands out 32 bits and the driver's variable may have 8 or 16.
//
//     pci_write_config_word(pdev, PCI_STATUS, v);
//     PciDevice_writeConfiguration(pdev->reference, PCI_STATUS, 2, v);
//
//     pci_read_config_word(pdev, PCI_STATUS, &v);
//     pci_configuration_read_word(pdev, PCI_STATUS, &v);
//
// Keywords: pci_read_config_byte, pci_read_config_word, pci_read_config_dword
// Keywords: pci_write_config_byte, pci_write_config_word, pci_write_config_dword
// Removes: pci_read_config_byte, pci_read_config_word, pci_read_config_dword
// Removes: pci_write_config_byte, pci_write_config_word, pci_write_config_dword
// Confidence: High
#spatch --smpl-spacing

@read@
@@
(
-pci_read_config_byte
+pci_configuration_read_byte
|
-pci_read_config_word
+pci_configuration_read_word
|
-pci_read_config_dword
+pci_configuration_read_dword
)
 (...)

@write_byte@
expression device, offset, value;
@@
-pci_write_config_byte
+PciDevice_writeConfiguration
 (device
+->reference
 , offset
+, 1
 , value)

@write_word@
expression device, offset, value;
@@
-pci_write_config_word
+PciDevice_writeConfiguration
 (device
+->reference
 , offset
+, 2
 , value)

@write_dword@
expression device, offset, value;
@@
-pci_write_config_dword
+PciDevice_writeConfiguration
 (device
+->reference
 , offset
+, 4
 , value)
