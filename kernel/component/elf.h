/* SPDX-License-Identifier: GPL-2.0-only */
/* Loading the ELF file that a server is (interfaces/signature.h says what may be in it). */
#ifndef KERNEL_COMPONENT_ELF_H
#define KERNEL_COMPONENT_ELF_H

#include "types.h"

#define SERVER_FILE_MAX  (16u << 20)    /* bytes */
#define SERVER_IMAGE_MAX (16u << 20)    /* bytes in memory */

/* A server's code and data in memory. The ranges are relative to `base`. */
struct image {
    u8 *base;                   /* `pages` pages, owned by whoever has the image; for the kernel */
    u32 address;                /* where it runs: `base`, or in a user space */
    u32 pages;
    u32 text_start, text_end;   /* of the executable segment */
    u32 data_start, data_end;   /* of the writable segment; both 0 if there is none */
};

/* Where the signature stands in the file. */
struct file_range {
    u32 offset;
    u32 size;
};

/* Checks the file, copies its segments to fresh pages and relocates them to run there. `file` must be
 * aligned to 4 and must not change meanwhile: a caller that shares it passes a copy.
 * E_NOEXEC with an error text that names the field if the file is malformed, E_NOMEM. */
status elf_load(const u8 *file, u32 size, struct image *image, struct file_range *signature);

#endif
