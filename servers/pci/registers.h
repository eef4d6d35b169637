/* SPDX-License-Identifier: GPL-2.0-only */
/* Configuration space: offsets and bits (PCI Local Bus Specification 3.0, chapter 6;
 * PCI-to-PCI Bridge Architecture 1.2, section 3.2; PCI Power Management 1.2, section 3.2). */
#ifndef PCI_REGISTERS_H
#define PCI_REGISTERS_H

#define CONFIGURATION_SIZE 256

#define VENDOR          0x00    /* 16 bits; NO_VENDOR if there is no function */
#define DEVICE          0x02    /* 16 bits */
#define COMMAND         0x04    /* 16 bits */
#define STATUS          0x06    /* 16 bits; writing a one clears */
#define REVISION        0x08    /* 8 bits */
#define CLASS           0x09    /* 24 bits: interface, subclass, class */
#define SUBCLASS        0x0a    /* 16 bits: subclass, class */
#define HEADER_TYPE     0x0e    /* 8 bits */
#define BASE_ADDRESS    0x10    /* 32 bits each */
#define SECONDARY_BUS   0x19    /* 8 bits; in the header of a bridge */
#define BASE_ADDRESS_END 0x28
#define SUBSYSTEM_VENDOR 0x2c   /* 16 bits */
#define SUBSYSTEM       0x2e    /* 16 bits */
#define ROM_ADDRESS     0x30    /* 32 bits */
#define CAPABILITIES    0x34    /* 8 bits: offset of the first */
#define INTERRUPT_LINE  0x3c    /* 8 bits */
#define INTERRUPT_PIN   0x3d    /* 8 bits; 0: none */

#define NO_VENDOR       0xffff

#define COMMAND_PORTS   0x0001
#define COMMAND_MEMORY  0x0002
#define COMMAND_MASTER  0x0004
#define COMMAND_SILENT  0x0400  /* it does not assert its interrupt line */

#define STATUS_CAPABILITIES 0x0010

#define HEADER_DEVICE   0
#define HEADER_BRIDGE   1
#define HEADER_MULTIFUNCTION 0x80

#define SUBCLASS_HOST_BRIDGE 0x0600
#define SUBCLASS_PCI_BRIDGE  0x0604
#define CLASS_BRIDGE    0x06

#define REGION_PORTS    0x1     /* base address register: ports, not memory */
#define REGION_PORTS_FLAGS 0x3
#define REGION_MEMORY_FLAGS 0xf
#define REGION_TYPE     0x6     /* of memory: */
#define REGION_TYPE_64  0x4     /* the next register holds the upper half */

#define CAPABILITY_POWER 1
#define POWER_CONTROL   4       /* 16 bits, relative to the capability */
#define POWER_STATE     0x3

#endif
