/* SPDX-License-Identifier: GPL-2.0-only */
/* Calls that the kernel itself makes into a server, in whichever domain it is: its constructor
 * and destructor, and the destroy functions of its objects. Each runs in a frame of its own; the
 * caller holds the server and is inside its monitor; interrupts are on. Whether the frame page
 * and the kernel's stack have room is checked for user domains only: elsewhere the reserve has. */
#ifndef KERNEL_CALLS_UPCALL_H
#define KERNEL_CALLS_UPCALL_H

#include "types.h"

struct server;

/* Calls void function(void *argument) at that address in the server's space. E_GONE if the server's
 * domain ended before it returned; E_NOSPC and E_NOMEM if the call could not be made. */
status server_upcall(struct server *server, u32 function, void *argument);

/* Calls status construct(void *roots[count]) there. `roots`: zeroed by the caller; holds what the
 * constructor stored, copied once, if the result is not negative. */
status server_upcall_construct(struct server *server, u32 function, void **roots, u32 count);

#endif
