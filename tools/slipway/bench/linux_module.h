/* SPDX-License-Identifier: GPL-2.0-only */
/* A module of Linux's (.ko), in memory: on which others it depends, and how it is changed. */
#ifndef SLIPWAY_BENCH_LINUX_MODULE_H
#define SLIPWAY_BENCH_LINUX_MODULE_H

#include "base/text.h"
#include "convert/manifest.h"

struct linux_module {
    unsigned char *bytes;
    size_t size;
};

/* Reads a module out of a file, which may be compressed. The caller frees it. Reports what is wrong. */
bool linux_module_read(struct linux_module *module, const char *path);

/* Appends the names of the modules that it depends on, as its .modinfo section has them (with _ where a
 * file's name may have -). `place` is what messages call it. Reports a file that is no i386 module. */
bool linux_module_depends(const struct linux_module *module, const char *place, struct names *names);

/* Applies the quirks, and cuts off the signature that Debian appended, which would be wrong then (Linux
 * refuses wrong ones but not missing ones). Without quirks changes nothing. Reports a quirk whose bytes do
 * not stand in the module exactly once, or a signature that is longer than the file. */
bool linux_module_change(struct linux_module *module, const char *place, const struct native_quirk *quirks,
                         size_t count);

void linux_module_free(struct linux_module *module);

#endif
