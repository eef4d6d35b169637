/* SPDX-License-Identifier: GPL-2.0-only */
/* Fragments go to private memory before lwIP sees them.
 *
 * lwIP's ip4_reass() writes a list node, with a pointer in it, over each fragment's IP
 * header, and follows it later. In a packet's shared memory another server could have
 * changed it by then. The copy is checked again, because the packet may have changed
 * since ip4_input() looked at it.
 */
#include "reassembly.h"

#include "packet_pbuf.h"

#include "lwip/def.h"
#include "lwip/ip4_frag.h"
#include "lwip/prot/ip4.h"

/* Whether the header of the private copy is what ip4_reass() takes for granted. */
static int is_acceptable(const struct pbuf *p)
{
    const struct ip_hdr *header = (const struct ip_hdr *)p->payload;

    return p->len >= IP_HLEN && IPH_V(header) == 4 && IPH_HL_BYTES(header) == IP_HLEN &&
           lwip_ntohs(IPH_LEN(header)) == p->tot_len;
}

struct pbuf *ip4_reass(struct pbuf *fragment)
{
    struct pbuf *copy = lwip_pbuf_alloc(PBUF_RAW, fragment->tot_len, PBUF_RAM);

    if (copy != NULL)
        pbuf_copy(copy, fragment);
    pbuf_free(fragment);
    if (copy == NULL)
        return NULL;
    if (!is_acceptable(copy)) {
        pbuf_free(copy);
        return NULL;
    }
    return lwip_ip4_reass(copy);
}
