/* SPDX-License-Identifier: GPL-2.0-only */
/* What servers have mapped (rule M9). */
#ifndef KERNEL_MODEL_MAPPING_H
#define KERNEL_MODEL_MAPPING_H

#include "types.h"

struct server;
struct slot;

/* Maps the kernel's Memory that `slot`, the kernel's own or lent to it, denotes into the domain of
 * `server`, and stores its address there. E_NOTSUP if it is no such thing; E_NOMEM, also if the
 * server has SERVER_MAPPINGS_MAX already; E_NOSPC, E_GONE. */
status mapping_make(struct server *server, const struct slot *slot, u32 *address);

/* Undoes that. E_INVAL if the server has no mapping at `address`. */
status mapping_undo(struct server *server, u32 address);

/* Undoes all: server_unmap_all() in server.h. */

#endif
