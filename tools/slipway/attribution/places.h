/* SPDX-License-Identifier: GPL-2.0-only */
/* What lies where in a guest, so that an address that was executed has a name: the server, or the
 * part of Linux, that it belongs to, its source file and its function. */
#ifndef SLIPWAY_ATTRIBUTION_PLACES_H
#define SLIPWAY_ATTRIBUTION_PLACES_H

#include "attribution/functions.h"
#include "base/text.h"

/* What an address belongs to. The strings live as long as the places. */
struct position {
    const char *domain;         /* "kernel", another domain's name, or "user" */
    const char *server;         /* its name, "kernel" or CROSSINGS; of Linux a module's, or LINUX_PROGRAM */
    const char *file, *function;        /* "?" if nothing tells */
};

/* What calls cost: the kernel's code that crosses domains, and code that it generates for calls. */
#define CROSSINGS "crossings"
/* Of Linux, the only program that runs. */
#define LINUX_PROGRAM "workload"

struct place {
    uint32_t start, last;       /* the first and the last address */
    uint32_t base;              /* what to subtract of an address for `functions` */
    bool crosses;               /* some of the functions are CROSSINGS */
    char *domain, *server, *function;   /* `function` if there are no functions, else null */
    struct functions functions;
};

struct places {
    struct place *place;        /* the first that has an address is the one */
    size_t count;
};

/* The places of our guest: the kernel, and the servers of which its console says
 * "system: map NAME file=SERVER address=0x... size=0x... domain=DOMAIN"; the rest is generated code.
 * The symbols of SERVER are those of the first folder of `folders` that has SERVER.elf. False, with
 * the error reported, if the console names no server or symbols cannot be read. */
bool places_of_ours(struct places *places, const char *console, const char *kernel_elf,
                    const struct names *folders);

/* The places of Linux: modules of which its console says "workload: module NAME ADDRESS SIZE", the
 * kernel, the program. False, with the error reported, if there is no module. */
bool places_of_linux(struct places *places, const char *console);

struct position places_find(const struct places *places, uint32_t address);

void places_free(struct places *places);

#endif
