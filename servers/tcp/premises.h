/* SPDX-License-Identifier: GPL-2.0-only */
/* What lwIP's TCP takes for granted of peers, and asserts, made so: a peer need not keep to it. */
#ifndef TCP_PREMISES_H
#define TCP_PREMISES_H

#include "lwip/tcp.h"

struct tcp_hdr;

/* Looks at a segment for `pcb`, which may be listening, before lwIP does (LWIP_HOOK_TCP_INPACKET_PCB).
 * `header` is in the host's byte order, `p` the data. Other than ERR_OK: lwIP must not see it. */
err_t premises_of_segment(struct tcp_pcb *pcb, struct tcp_hdr *header, u16_t options_length,
                          const struct pbuf *p);

/* Called before tcp_write(). */
void premises_of_write(struct tcp_pcb *pcb);

/* Called before tcp_tmr(). */
void premises_of_timer(void);

#endif
