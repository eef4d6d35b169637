/* SPDX-License-Identifier: GPL-2.0-only */
/* The PCI server: what its files share. Section numbers are those of the PCI Local Bus
 * Specification 3.0; register offsets are in registers.h. */
#ifndef PCI_H
#define PCI_H

#include "pci.server.h"
#include "runtime.h"
#include "registers.h"

#define REGION_COUNT 6

struct region {
    u32 address;
    u32 size;                   /* 0: not there */
    u32 flags;                  /* low bits of the base address register */
};

/* A function that was found. It lives as long as the server; a PciDevice object exists
 * while a driver has it. */
struct device {
    struct device *next;        /* in the order of the scan */
    u32 place;                  /* bus << 16 | device << 11 | function << 8 */
    u32 opened;                 /* 1 while a PciDevice object exists */
    u32 header;                 /* header type without the multifunction bit */
    u16 vendor, id;             /* as the hardware says: quirks are chosen by them */
    struct region regions[REGION_COUNT];    /* valid while opened */
};

/* mechanism.c: configuration space as it is. `offset` is aligned to `width`. */
u32 configuration_read(u32 place, u32 offset, u32 width);
void configuration_write(u32 place, u32 offset, u32 width, u32 value);

/* scan.c: finds all functions; the list is complete after that. E_NOMEM. */
status scan(void);
extern struct device *devices;

/* The `index`th function for which quirks show these ids; null if there is none. */
struct device *find_device(u32 vendor, u32 id, u32 index);

/* regions.c: finds address and size of each region. Decoding is off meanwhile. */
void regions_size(struct device *device);

/* Writes the base addresses again, after a reset. */
void regions_restore(const struct device *device);

/* quirk.c: reads the settings. E_INVAL if one is malformed, which is told in the log. */
status quirks_read(void);

/* Configuration space as a driver sees it, with quirks. */
u32 quirks_apply(const struct device *device, u32 offset, u32 width, u32 value);

/* Tells in the log which quirks apply to the device; at the end, which to none. */
void quirks_report(const struct device *device);
void quirks_report_unused(void);

/* power.c: brings the function into power state D0. */
void power_up(const struct device *device);

/* device.c: hands the function out. E_BUSY if a driver has it. */
status device_open(struct device *device, PciDevice *reference);

/* text.c: takes `count` hexadecimal digits, or a number (0x... or decimal), or one byte off
 * the front of a text. 0 if there is something else. */
struct text {
    const char *at, *end;
};
u32 text_take_hexadecimal(struct text *text, u32 count, u32 *value);
u32 text_take_number(struct text *text, u32 *value);
u32 text_take(struct text *text, const char *word);

/* Formats a line and writes it to the log. */
void report(const char *format, ...) __attribute__((format(printf, 1, 2)));

#endif
