/* SPDX-License-Identifier: GPL-2.0-only */
/* UDP and TCP echo on monolithic lwIP: what servers/udp_echo and servers/tcp_echo do, in the
 * same order, so that the frames are the same.
 */
#include "monolith.h"

#include "premises.h"

#include "lwip/tcp.h"
#include "lwip/udp.h"

#include <stdlib.h>

static void echo_datagram(void *argument, struct udp_pcb *pcb, struct pbuf *p, const ip_addr_t *source,
                          u16_t port)
{
    ip_addr_t address = *source;

    (void)argument;
    udp_sendto(pcb, p, &address, port);
    pbuf_free(p);
}

#define ECHOES_MAX 16           /* sessions, as many as servers/tcp_echo has */

static u32 echoes;

struct echo {
    struct pbuf *waiting;       /* a chain */
    int ended;
};

static err_t pump(struct echo *echo, struct tcp_pcb *pcb)
{
    while (echo->waiting != NULL) {
        struct pbuf *p = echo->waiting;
        u32 take = LWIP_MIN(p->len, tcp_sndbuf(pcb));

        premises_of_write(pcb);
        while (take > 0 && tcp_write(pcb, p->payload, (u16_t)take, TCP_WRITE_FLAG_COPY) != ERR_OK)
            take /= 2;
        tcp_output(pcb);
        if (take == 0 && p->len > 0)
            break;
        pbuf_remove_header(p, take);
        if (p->len == 0) {
            echo->waiting = pbuf_dechain(p);
            pbuf_free(p);
        }
        if (take > 0)
            tcp_recved(pcb, (u16_t)take);
    }
    if (echo->waiting == NULL && echo->ended) {
        free(echo);
        echoes--;
        tcp_arg(pcb, NULL);
        tcp_recv(pcb, NULL);
        tcp_sent(pcb, NULL);
        tcp_poll(pcb, NULL, 0);
        tcp_err(pcb, NULL);
        return tcp_close(pcb);
    }
    return ERR_OK;
}

/* As the TCP server does: packet by packet. */
static err_t echo_received(void *argument, struct tcp_pcb *pcb, struct pbuf *p, err_t error)
{
    struct echo *echo = argument;

    (void)error;
    if (p == NULL) {
        echo->ended = 1;
        return pump(echo, pcb);
    }
    while (p != NULL) {
        struct pbuf *rest = p->next;

        if (rest != NULL) {
            pbuf_ref(rest);
            pbuf_dechain(p);
        }
        if (echo->waiting == NULL)
            echo->waiting = p;
        else
            pbuf_cat(echo->waiting, p);
        pump(echo, pcb);
        p = rest;
    }
    return ERR_OK;
}

static err_t echo_sent(void *argument, struct tcp_pcb *pcb, u16_t length)
{
    (void)length;
    return pump(argument, pcb);
}

static err_t echo_polled(void *argument, struct tcp_pcb *pcb)
{
    return pump(argument, pcb);
}

static void echo_failed(void *argument, err_t error)
{
    struct echo *echo = argument;

    (void)error;
    if (echo->waiting != NULL)
        pbuf_free(echo->waiting);
    free(echo);
    echoes--;
}

static err_t echo_accepted(void *argument, struct tcp_pcb *pcb, err_t error)
{
    struct echo *echo;

    (void)argument;
    if (error != ERR_OK || pcb == NULL || echoes == ECHOES_MAX)
        return ERR_MEM;
    echoes++;
    echo = calloc(1, sizeof *echo);
    tcp_arg(pcb, echo);
    tcp_recv(pcb, echo_received);
    tcp_sent(pcb, echo_sent);
    tcp_poll(pcb, echo_polled, 5);
    tcp_err(pcb, echo_failed);
    return ERR_OK;
}

void monolith_serve_echo(void)
{
    struct udp_pcb *udp = udp_new();
    struct tcp_pcb *tcp = tcp_new();

    udp_bind(udp, IP_ADDR_ANY, 7);
    udp_recv(udp, echo_datagram, NULL);
    tcp_bind(tcp, IP_ADDR_ANY, 7);
    tcp = tcp_listen(tcp);
    tcp_accept(tcp, echo_accepted);
}
