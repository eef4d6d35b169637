/* SPDX-License-Identifier: GPL-2.0-only */
/* What converted code says about the server that it is: its constructor and destructor,
 * its settings, and the PCI device that it drives.
 *
 * Linux's module and driver registration become these (semantic-patches/10-server, 20-settings). The
 * rule is in docs/architecture.md: a server is made by construct(), which linuxcompat
 * supplies, and which calls what stands here.
 */
#ifndef SLIPWAY_SERVER_H
#define SLIPWAY_SERVER_H

struct pci_driver;
struct slipway_setting;

/* `server_constructor(function);` at file scope: `int function(void)` runs when the server
 * is constructed, once the settings are in their variables; what it returns (0 or a
 * negative errno) is what construct() returns. One a server. Linux: module_init. */
#define server_constructor(function) \
    int slipway_constructor(void); \
    int slipway_constructor(void) { return function(); } \
    struct slipway_end_of_constructor

/* `server_destructor(function);`: `void function(void)` runs when the server is being
 * unloaded. At most one a server; none is needed. Linux: module_exit. */
#define server_destructor(function) \
    void slipway_destructor(void); \
    void slipway_destructor(void) { function(); } \
    struct slipway_end_of_destructor

/* `pci_server(driver);`: constructor and destructor that only attach and detach the
 * `struct pci_driver` of that name. Linux: module_pci_driver. */
#define pci_server(driver) \
    static int slipway_attach(void) { return pci_server_attach(&(driver)); } \
    static void slipway_detach(void) { pci_server_detach(&(driver)); } \
    server_constructor(slipway_attach); \
    server_destructor(slipway_detach)

/* Compares the ids of the PciDevice that the loader supplied with `driver->id_table` and
 * calls `driver->probe` with the driver's view of it. Returns what probe returned, or
 * -ENODEV if no id fits. A server drives one device. Linux: pci_register_driver. */
int pci_server_attach(struct pci_driver *driver);

/* Calls `driver->remove` if probe succeeded and gives up the device: bus mastering is
 * off afterwards, and no interrupt arrives. Linux: pci_unregister_driver. */
void pci_server_detach(struct pci_driver *driver);

/* How a setting's text is stored: the `type` of a module parameter. */
enum slipway_setting_type {
    SLIPWAY_SETTING_bool, SLIPWAY_SETTING_byte, SLIPWAY_SETTING_short, SLIPWAY_SETTING_ushort,
    SLIPWAY_SETTING_int, SLIPWAY_SETTING_uint, SLIPWAY_SETTING_long, SLIPWAY_SETTING_ulong,
    SLIPWAY_SETTING_charp
};

/* A variable that a setting of the system description is stored in before the
 * constructor runs. They stand side by side in the section `slipway_settings`. */
struct slipway_setting {
    const char *name;
    void *variable;
    enum slipway_setting_type type;
    unsigned int capacity;      /* elements of `variable`; 1 if it is no array */
    unsigned int *count;        /* of an array: elements that were set; may be null */
};

#define SLIPWAY_SETTING(label, variable, type, capacity, count) \
    static const struct slipway_setting slipway_setting_##label \
    __attribute__((used, section("slipway_settings"), aligned(4))) = \
        { #label, (void *)(variable), SLIPWAY_SETTING_##type, capacity, (unsigned int *)(count) }

/* `server_setting(variable, type, mode);`: the setting called like the variable, in
 * Linux's spelling of the value (bool: y, n, 1, 0; numbers in C notation). `mode` says
 * who may change it in Linux's sysfs, and is not used. Linux: module_param and kin. */
#define server_setting(variable, type, mode) server_setting_named(variable, variable, type, mode)
#define server_setting_named(label, variable, type, mode) SLIPWAY_SETTING(label, &(variable), type, 1, 0)

/* The same for an array: values separated by commas; `count`, if not null, is the address
 * of an integer that receives their number. */
#define server_setting_array(variable, type, count, mode) \
    server_setting_array_named(variable, variable, type, count, mode)
#define server_setting_array_named(label, variable, type, count, mode) \
    SLIPWAY_SETTING(label, variable, type, sizeof(variable) / sizeof((variable)[0]), count)

#endif
