/* SPDX-License-Identifier: GPL-2.0-only */
/* lwIP's collecting of fragments, under another name (lwip_frag.c). */
#ifndef IP_REASSEMBLY_H
#define IP_REASSEMBLY_H

#include "lwip/pbuf.h"

/* lwIP's ip4_reass(): takes a fragment, in private memory, and returns the datagram if it
 * is complete now. */
struct pbuf *lwip_ip4_reass(struct pbuf *fragment);

#endif
