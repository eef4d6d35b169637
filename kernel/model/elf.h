/* SPDX-License-Identifier: GPL-2.0-only */
/* Loading the ELF file that a server is (interfaces/signature.h says what may be in it). */
#ifndef KERNEL_MODEL_ELF_H
#define KERNEL_MODEL_ELF_H

#include "model/image.h"

#define SERVER_FILE_MAX  (16u << 20)    /* bytes */
#define SERVER_IMAGE_MAX (16u << 20)    /* bytes in memory */

/* Where the signature stands in the file. */
struct file_range {
    u32 offset;
    u32 size;
};

/* Checks the file, copies its segments to an image for that space (image.h) and relocates
 * them. `file` must be aligned to 4 and must not change meanwhile: a caller that shares it
 * passes a copy. E_NOEXEC with an error text that names the field if the file is malformed;
 * or what image_allocate() returned, with a text too. Then there is no image to free. */
status elf_load(const u8 *file, u32 size, struct space *space, struct image *image,
                struct file_range *signature);

#endif
