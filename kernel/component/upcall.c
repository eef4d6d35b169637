/* SPDX-License-Identifier: GPL-2.0-only */
/* Calls by the kernel into servers of its own domain: plain calls in a frame. */
#include "upcall.h"

#include "frame_page.h"

u32 server_upcall(struct server *server, u32 function, void *argument)
{
    u32 result;

    frame_push(server);
    result = ((u32 (*)(void *))function)(argument);
    frame_pop();
    return result;
}

status server_upcall_construct(struct server *server, u32 function, void **roots, u32 count)
{
    (void)count;
    return (status)server_upcall(server, function, roots);
}
