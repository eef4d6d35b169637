// SPDX-License-Identifier: GPL-2.0-only
// Registering a module and a PCI driver becomes being a server.
//
// Linux runs a module's init function, which registers a driver, and calls the driver's
// probe for each device. A server is constructed by its loader, which supplies one
// device. The functions stay as they are; the declarations name them the constructor
// and the destructor, and registration becomes attaching the one device.
//
//     return pci_register_driver(&drv);      return pci_server_attach(&drv);
//     module_init(init);                     server_constructor(init);
//     module_pci_driver(drv);                pci_server(drv);
//
// Keywords: module_init, module_exit, module_pci_driver, pci_register_driver, pci_unregister_driver
// Removes: module_init, module_exit, module_pci_driver, pci_register_driver, pci_unregister_driver
// Confidence: High
#spatch --smpl-spacing

@constructor@
declarer name module_init;
declarer name server_constructor;
identifier f;
@@
-module_init
+server_constructor
 (f);

@destructor@
declarer name module_exit;
declarer name server_destructor;
identifier f;
@@
-module_exit
+server_destructor
 (f);

@both@
declarer name module_pci_driver;
declarer name pci_server;
identifier driver;
@@
-module_pci_driver
+pci_server
 (driver);

@attach@
@@
-pci_register_driver
+pci_server_attach
 (...)

@detach@
@@
-pci_unregister_driver
+pci_server_detach
 (...)
