/* SPDX-License-Identifier: GPL-2.0-only */
/* Writing an initial file system for Linux: a cpio archive (newc), not compressed. */
#ifndef SLIPWAY_BENCH_INITRD_H
#define SLIPWAY_BENCH_INITRD_H

#include <stdbool.h>
#include <stddef.h>

struct initrd;

/* Begins one that will be at `path`, and makes its folders. Never null. */
struct initrd *initrd_begin(const char *path);
/* Adds a folder, or a file with its content; their folders must have been added before. `executable` as for
 * chmod +x. What goes wrong is reported by initrd_end(). */
void initrd_add_folder(struct initrd *initrd, const char *name);
void initrd_add_file(struct initrd *initrd, const char *name, const void *content, size_t size,
                     bool executable);
/* Completes it, or, if `keep` is false or anything went wrong, removes what was written; it gets its name
 * last. Frees it. Reports what went wrong and returns whether it is there. */
bool initrd_end(struct initrd *initrd, bool keep);

#endif
