/* SPDX-License-Identifier: GPL-2.0-only */
/* What lwIP's TCP takes for granted (premises.h). Each of these it asserts, because it would go on to
 * compute less than zero; an assertion that fails stops the server, and a system that has it in the
 * kernel's domain. tests/network/network_rude_peer.c has a peer for each.
 */
#include "premises.h"

#include "lwip/priv/tcp_priv.h"

#include <string.h>

/* Whether lwIP may keep data of this connection that come out of order. */
static int may_keep(const struct tcp_pcb *pcb)
{
    return pcb->state >= SYN_RCVD && pcb->state < CLOSE_WAIT;
}

/* Whether a FIN waits for what is before it. */
static int finish_waits(const struct tcp_pcb *pcb)
{
    const struct tcp_seg *kept = pcb->ooseq;

    while (kept != NULL && (TCPH_FLAGS(kept->tcphdr) & TCP_FIN) == 0)
        kept = kept->next;
    return kept != NULL;
}

/* What comes early is kept as it is if it is the first to be kept, also what lies behind the window; and a
 * FIN that waits is joined to data that reach as far, which may fill the window already. Either way the
 * window would become negative. Who sends these things sends them again, but for a rude peer: there are no
 * data behind a FIN. Nor does anybody acknowledge with a SYN what is acknowledged already, whose data lwIP
 * would count one off. */
static int is_out_of_bounds(const struct tcp_pcb *pcb, const struct tcp_hdr *header, u32_t data)
{
    u32_t flags = TCPH_FLAGS(header), length = data + (flags & TCP_FIN);
    s32_t early = (s32_t)(header->seqno - pcb->rcv_nxt);

    if (flags & TCP_RST)
        return 0;
    if (flags & TCP_SYN)
        return (flags & TCP_ACK) != 0;
    if (pcb->ooseq != NULL && data > 0 && early + (s32_t)data >= (s32_t)pcb->rcv_wnd && finish_waits(pcb))
        return 1;
    return early > 0 && length > 0 && (u32_t)early + length > pcb->rcv_wnd;
}

err_t premises_of_segment(struct tcp_pcb *pcb, struct tcp_hdr *header, u16_t options_length,
                          const struct pbuf *p)
{
    /* Of options outside of a SYN, lwIP knows one, MSS, which has no meaning there; segments that are longer
     * wait to be sent. */
    if (options_length > 0 && (TCPH_FLAGS(header) & TCP_SYN) == 0)
        memset(header + 1, LWIP_TCP_OPT_NOP, options_length);
    if (may_keep(pcb) && is_out_of_bounds(pcb, header, p->tot_len)) {
        tcp_send_empty_ack(pcb);
        return ERR_VAL;
    }
    return ERR_OK;
}

/* The longest segment is half of the largest window that the peer had, but if that is none, as long as it
 * likes. A segment that was queued then must not be too long later, when the window was of two bytes. */
void premises_of_write(struct tcp_pcb *pcb)
{
    if (pcb->snd_wnd_max < 2)
        pcb->snd_wnd_max = 2u * pcb->mss;
}

/* A probe of a closed window sends a byte of what waits; if that is all, and it is acknowledged, nothing
 * waits any more, and lwIP goes on to probe. */
void premises_of_timer(void)
{
    for (struct tcp_pcb *pcb = tcp_active_pcbs; pcb != NULL; pcb = pcb->next)
        if (pcb->unsent == NULL)
            pcb->persist_backoff = 0;
}
