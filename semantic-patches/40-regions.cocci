// SPDX-License-Identifier: GPL-2.0-only
// Registers are reached through memory and port references.
//
// In Linux a driver claims address ranges by name in a global table and then maps any
// physical address that it likes. A server reaches registers only by a reference to
// memory or ports that its device hands out: to acquire a region is to obtain that
// reference, to map it is to ask the kernel for a pointer. Where a driver names an
// address instead of a region, linuxcompat finds the region that holds it.
//
//     pci_request_regions(pdev, name)        pci_regions_acquire(pdev, name)
//     pci_iomap(pdev, bar, 0)                pci_region_map(pdev, bar, 0)
//     ioremap(start, size)                   registers_map(start, size)
//
// Addresses and sizes of regions (pci_resource_start and kin) are data of the driver's
// own view, and stay.
//
// Keywords: pci_request_regions, pci_release_regions, pci_request_selected_regions
// Keywords: pci_request_selected_regions_exclusive, pci_release_selected_regions
// Keywords: pci_iomap, pci_ioremap_bar, pci_iounmap, ioremap, iounmap, request_region, release_region
// Removes: pci_request_regions, pci_release_regions, pci_request_selected_regions
// Removes: pci_request_selected_regions_exclusive, pci_release_selected_regions
// Removes: pci_iomap, pci_ioremap_bar, pci_iounmap, ioremap, iounmap, request_region, release_region
// Confidence: High
#spatch --smpl-spacing

@acquire@
@@
(
-pci_request_regions
+pci_regions_acquire
|
-pci_request_selected_regions
+pci_regions_acquire_selected
|
-pci_request_selected_regions_exclusive
+pci_regions_acquire_selected
|
-pci_release_regions
+pci_regions_release
|
-pci_release_selected_regions
+pci_regions_release_selected
)
 (...)

@map@
@@
(
-pci_iomap
+pci_region_map
|
-pci_iounmap
+pci_region_unmap
|
-ioremap
+registers_map
|
-iounmap
+registers_unmap
)
 (...)

@map_whole@
expression device, region;
@@
-pci_ioremap_bar
+pci_region_map
 (device, region
+, 0
 )

@ports@
@@
(
-request_region
+ports_acquire
|
-release_region
+ports_release
)
 (...)
