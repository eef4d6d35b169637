/* SPDX-License-Identifier: GPL-2.0-only */
/* A TCP client on monolithic lwIP: sends what it is given, and hands on what it gets. */
#include "monolith.h"

#include "frames.h"

#include "lwip/tcp.h"

static const u8 *data;
static u32 left;                /* bytes of `data` to be sent */
static int finishes;            /* sends FIN behind them */
static void (*on_bytes)(const u8 *bytes, u32 length);

static void pump(struct tcp_pcb *pcb)
{
    while (left > 0) {
        u32 take = LWIP_MIN(left, tcp_sndbuf(pcb));

        while (take > 0 && tcp_write(pcb, data, (u16_t)LWIP_MIN(take, 0xffff), TCP_WRITE_FLAG_COPY) != ERR_OK)
            take /= 2;
        if (take == 0)
            break;
        take = LWIP_MIN(take, 0xffff);
        data += take;
        left -= take;
    }
    if (left == 0 && finishes) {
        finishes = 0;
        tcp_shutdown(pcb, 0, 1);
    }
    tcp_output(pcb);
}

static err_t received(void *argument, struct tcp_pcb *pcb, struct pbuf *p, err_t error)
{
    (void)argument;
    (void)error;
    if (p == NULL) {
        on_bytes(NULL, 0);
        return tcp_close(pcb);
    }
    for (struct pbuf *q = p; q != NULL; q = q->next)
        if (q->len > 0)
            on_bytes(q->payload, q->len);
    tcp_recved(pcb, p->tot_len);
    pbuf_free(p);
    return ERR_OK;
}

static err_t sent(void *argument, struct tcp_pcb *pcb, u16_t length)
{
    (void)argument;
    (void)length;
    pump(pcb);
    return ERR_OK;
}

static err_t connected(void *argument, struct tcp_pcb *pcb, err_t error)
{
    (void)argument;
    (void)error;
    pump(pcb);
    return ERR_OK;
}

void monolith_connect(u32 port, const u8 *bytes, u32 length, int finish,
                      void (*received_bytes)(const u8 *bytes, u32 length))
{
    ip4_addr_t address = {PP_HTONL(STACK_ADDRESS)};
    struct tcp_pcb *pcb = tcp_new();

    data = bytes;
    left = length;
    finishes = finish;
    on_bytes = received_bytes;
    tcp_recv(pcb, received);
    tcp_sent(pcb, sent);
    tcp_connect(pcb, &address, (u16_t)port, connected);
}
