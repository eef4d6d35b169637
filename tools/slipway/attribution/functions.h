/* SPDX-License-Identifier: GPL-2.0-only */
/* The functions of an ELF file: where each is, and the source file that it stands in. */
#ifndef SLIPWAY_ATTRIBUTION_FUNCTIONS_H
#define SLIPWAY_ATTRIBUTION_FUNCTIONS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct function {
    uint32_t start, end;        /* as the file says; `end` is the first address after it */
    char *name;                 /* without what the compiler adds (".part.0") */
    char *file;                 /* below the project's, Linux's or lwIP's root; "?" if not told */
};

struct functions {
    struct function *function;  /* by ascending address */
    size_t count;
};

/* Reads them by `nm`. Reports what went wrong, and returns false. */
bool functions_read(struct functions *functions, const char *elf);

/* The same out of nm's output (`nm --numeric-sort --print-size --line-numbers`). */
void functions_parse(struct functions *functions, const char *text);

/* The function that the address is in, or null. */
const struct function *functions_find(const struct functions *functions, uint32_t address);

void functions_free(struct functions *functions);

#endif
