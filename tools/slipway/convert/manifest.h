/* SPDX-License-Identifier: GPL-2.0-only */
/* The manifest of a port, ported/NAME/manifest.json: what is converted, and how.
 *
 *     {
 *         "name": "rtl8139",                      the folder's name, and the server's
 *         "linux": "6.1",                         taken from build/sources/linux-6.1/
 *         "ids": ["10ec:8139"],                   PCI vendor:device that the port drives
 *         "sources": [
 *             { "file": "drivers/net/ethernet/realtek/8139too.c",
 *               "essential": ["10-topic", "30-other"] },
 *             { "file": "drivers/net/mii.c", "essential": [] }
 *         ],
 *         "defines": ["CONFIG_8139TOO_8129=1"],   optional: given to the compiler as -D
 *         "stubs": [                              optional: declared stubs (below)
 *             { "symbol": "foo_enable",
 *               "declaration": "int foo_enable(struct foo *foo);",   optional
 *               "policy": "error EOPNOTSUPP",
 *               "why": "no such hardware in the virtual machine" }
 *         ],
 *         "pci_quirk": "10ec:8139 revision=0x10", optional: what servers/pci says instead of the device
 *         "native": {                             optional: what the port is measured against
 *             "module": "8139too",                Linux's own module of the same driver
 *             "device": "rtl8139",                QEMU's model of the card, for both
 *             "quirks": [                         optional: bytes changed in that module
 *                 { "find": "0fb6402c3c1f0f87",   must stand in it exactly once
 *                   "replace": "0fb6402c3cff0f87",   as long
 *                   "why": "takes the revision that QEMU's card has" }
 *             ],
 *             "window": 29200,                    optional: bytes of TCP's receive window, of both
 *                                                 guests: less than full frames fill the card's ring
 *             "grant": 12,                        optional: datagrams of udp_in under way at once, likewise
 *             "mbit": 95,                         optional: Mbit/s of payload at which loads are
 *                                                 compared, what the card's own rate carries of TCP's
 *             "targets": [                        optional: what is asked of ratios to Linux
 *                 { "placement": "kernel",        of a system description
 *                   "ratio": "instructions",      or "throughput", both of saturated TCP, or "load"
 *                   "at_most": 0.5 }              or "at_least"
 *             ]
 *         }
 *     }
 *
 * Every key is required unless it says optional, and no other key is allowed. A file
 * that a source includes by "quotes" from its own folder is converted with it and need
 * not be listed. "essential" names patches (file names without .cocci) that must fire on
 * that file; a conversion in which one does not fire fails.
 *
 * A declared stub stands for a function that linuxcompat lacks. Its policy is
 * "error ERRNO" (returns -ERRNO), "no-op" (returns 0) or "stop" (stops the server). A stub
 * that is called says so once. "declaration" is needed where no header declares the function.
 *
 * Patches are applied one after the other: first semantic-patches/NN-topic.cocci in the
 * order of their numbers, then those in ported/NAME/ likewise; what the latter change counts
 * as done by hand. Each patch begins with comments, of which these are read:
 *
 *     // Keywords: name, name ...   A file in which none of these words stands is not run
 *                                  through the patch. Without the line every file is.
 *     // Removes: name name ...    None of these may still be mentioned after the patch.
 */
#ifndef SLIPWAY_CONVERT_MANIFEST_H
#define SLIPWAY_CONVERT_MANIFEST_H

#include <stdbool.h>
#include <stddef.h>

#include "base/text.h"

struct manifest_source {
    char *file;                 /* below Linux's root */
    struct names essential;     /* names of patches */
};

enum stub_policy { STUB_ERROR, STUB_NO_OP, STUB_STOP };

struct manifest_stub {
    char *symbol;
    char *declaration;          /* a C declaration, or null */
    enum stub_policy policy;
    char *error;                /* STUB_ERROR: the errno's name, "EOPNOTSUPP" */
    char *why;
};

/* Bytes of Linux's own module that are changed, because the card that QEMU emulates is not quite
 * the one that the driver knows. */
struct native_quirk {
    unsigned char *find, *replace;
    size_t size;                /* of both */
    char *why;
};

/* What is asked of a ratio to Linux in a placement. */
struct native_target {
    char *placement;
    char *ratio;                /* "throughput", "instructions", "load" */
    double limit;
    bool at_least;              /* else at most */
};

/* What the port is measured against: Linux with its own module. */
struct manifest_native {
    char *module;               /* its name, "8139too"; null: there is no counterpart */
    char *device;               /* QEMU's model of the card, "rtl8139" */
    struct native_quirk *quirks;
    size_t quirk_count;
    unsigned window, grant, mbit;       /* how both are measured; all set, to the defaults if not said */
    struct native_target *targets;
    size_t target_count;
};

struct manifest {
    char *name;
    char *linux_version;        /* "6.1" */
    struct names ids;
    struct manifest_source *sources;
    size_t source_count;
    struct names defines;
    struct manifest_stub *stubs;
    size_t stub_count;
    char *pci_quirk;            /* a setting of the PCI server's, or null */
    struct manifest_native native;
};

/* Reads a manifest out of `text`. `place` is what messages call the file, `name` the port
 * that it must be for. On a fault reports file, key and what was expected, stores nothing
 * and returns false. */
bool manifest_parse(struct manifest *manifest, const char *text, size_t size, const char *place,
                    const char *name);
/* Reads ported/NAME/manifest.json, likewise. */
bool manifest_load(struct manifest *manifest, const char *name);
void manifest_free(struct manifest *manifest);

#endif
