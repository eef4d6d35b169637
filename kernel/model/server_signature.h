/* SPDX-License-Identifier: GPL-2.0-only */
/* A server's signature, checked (rule M3; the format is in interfaces/signature.h). */
#ifndef KERNEL_MODEL_SERVER_SIGNATURE_H
#define KERNEL_MODEL_SERVER_SIGNATURE_H

#include "model/elf.h"
#include "signature.h"

/* The tables of a signature: pointers into its bytes, which must stay. */
struct signature {
    const struct signature_header *header;
    const struct signature_interface *interfaces;
    const struct signature_function *functions;
    const struct signature_parameter *parameters;
    const struct signature_implemented *implemented;
    const struct signature_required *required;
    const u32 *addresses;
    const char *strings;
};

/* Finds the tables in `size` bytes at `data` (aligned to 4) and checks everything in
 * them: afterwards each index, name and address can be used without a check. Functions
 * must lie in the image's text, variables in its data. E_NOEXEC with an error text that
 * names the field. */
status signature_read(struct signature *signature, const void *data, u32 size, const struct image *image);

static inline const char *signature_name(const struct signature *signature, u16 name)
{
    return signature->strings + name;
}

#endif
