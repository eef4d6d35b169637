/* SPDX-License-Identifier: GPL-2.0-only */
/* lwIP's pbuf.c as it is, except that two of its functions get other names, under which
 * packet_pbuf.c calls them: for pbufs that stand for packets it has its own.
 */
#define pbuf_alloc lwip_pbuf_alloc
#define pbuf_add_header lwip_pbuf_add_header

#include "core/pbuf.c"
