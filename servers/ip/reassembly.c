/* SPDX-License-Identifier: GPL-2.0-only */
/* Fragments go to private memory before lwIP collects them.
 *
 * lwIP's ip4_reass() writes a list node, with a pointer in it, over each fragment's IP
 * header, and follows it later. In a packet's shared memory another server could have
 * changed it by then.
 */
#include "reassembly.h"

#include "packet_pbuf.h"

#include "lwip/ip4_frag.h"

struct pbuf *ip4_reass(struct pbuf *fragment)
{
    struct pbuf *copy = lwip_pbuf_alloc(PBUF_RAW, fragment->tot_len, PBUF_RAM);

    if (copy != NULL)
        pbuf_copy(copy, fragment);
    pbuf_free(fragment);
    return copy ? lwip_ip4_reass(copy) : NULL;
}
