/* SPDX-License-Identifier: GPL-2.0-only */
/* Making lwIP's custom pbufs, inline: pbuf_alloced_custom() without what a packet does not need. */
#ifndef NETWORK_CUSTOM_PBUF_H
#define NETWORK_CUSTOM_PBUF_H

#include "lwip/pbuf.h"

/* A pbuf for the `length` bytes at `payload`, which stay there until lwIP calls `release`
 * (PBUF_ROM: what they are may be kept in a queue). */
static inline struct pbuf *custom_pbuf_init(struct pbuf_custom *custom, pbuf_free_custom_fn release,
                                            void *payload, u32 length)
{
    custom->pbuf = (struct pbuf){
        .payload = payload, .tot_len = (u16_t)length, .len = (u16_t)length, .type_internal = PBUF_ROM,
        .flags = PBUF_FLAG_IS_CUSTOM, .ref = 1,
    };
    custom->custom_free_function = release;
    return &custom->pbuf;
}

#endif
