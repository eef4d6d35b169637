/* SPDX-License-Identifier: GPL-2.0-only */
/* The reference: all of lwIP in one program, as its authors mean it to be used, with the
 * same options, the same configuration and the same applications as the layered stack.
 */
#include "monolith.h"

#include "sequence.h"

#include "lwip/etharp.h"
#include "lwip/ip4_frag.h"
#include "lwip/mem.h"
#include "lwip/memp.h"
#include "lwip/priv/tcp_priv.h"
#include "lwip/tcp.h"
#include "lwip/udp.h"
#include "netif/ethernet.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define FRAME_MIN 60

unsigned int tcp_window = TCP_WINDOW_MAX;

static struct netif interface;
static void (*wire)(const u8 *frame, u32 length);
static u32 last_tcp, last_ip, last_arp;

void network_assertion_failed(const char *text)
{
    fprintf(stderr, "lwIP: %s\n", text);
    abort();
}

void tcp_timer_needed(void)
{
}

static err_t transmit(struct netif *netif, struct pbuf *p)
{
    static u8 frame[2048];

    (void)netif;
    pbuf_copy_partial(p, frame, p->tot_len, 0);
    wire(frame, p->tot_len);
    return ERR_OK;
}

static err_t initialise(struct netif *netif)
{
    netif->mtu = 1500;
    netif->hwaddr_len = 6;
    memcpy(netif->hwaddr, "\x52\x54\x00\x12\x34\x56", 6);
    netif->flags |= NETIF_FLAG_BROADCAST | NETIF_FLAG_ETHARP | NETIF_FLAG_ETHERNET;
    netif->output = etharp_output;
    netif->linkoutput = transmit;
    return ERR_OK;
}

/* UDP echo */

static void echo_datagram(void *argument, struct udp_pcb *pcb, struct pbuf *p, const ip_addr_t *source, u16_t port)
{
    ip_addr_t address = *source;

    (void)argument;
    udp_sendto(pcb, p, &address, port);
    pbuf_free(p);
}

/* TCP echo: as servers/tcp_echo, with as many sessions */

#define ECHOES_MAX 16

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

void monolith_start(void (*sent)(const u8 *frame, u32 length))
{
    ip4_addr_t address, netmask, gateway;
    struct udp_pcb *udp;
    struct tcp_pcb *tcp;

    wire = sent;
    mem_init();
    memp_init();
    netif_init();
    udp_init();
    tcp_sequence_start();
    tcp_init();
    IP4_ADDR(&address, 10, 0, 2, 15);
    IP4_ADDR(&netmask, 255, 255, 255, 0);
    IP4_ADDR(&gateway, 10, 0, 2, 2);
    netif_add(&interface, &address, &netmask, &gateway, NULL, initialise, ethernet_input);
    netif_set_default(&interface);
    netif_set_up(&interface);
    netif_set_link_up(&interface);
    udp = udp_new();
    udp_bind(udp, IP_ADDR_ANY, 7);
    udp_recv(udp, echo_datagram, NULL);
    tcp = tcp_new();
    tcp_bind(tcp, IP_ADDR_ANY, 7);
    tcp = tcp_listen(tcp);
    tcp_accept(tcp, echo_accepted);
}

void monolith_receive(const u8 *frame, u32 length)
{
    u32 room = length < FRAME_MIN ? FRAME_MIN : length;
    struct pbuf *p = pbuf_alloc(PBUF_RAW, (u16_t)(room + 2), PBUF_RAM);

    if (p == NULL) {
        fprintf(stderr, "lwIP: out of memory\n");
        abort();
    }
    memset(p->payload, 0, room + 2);
    pbuf_remove_header(p, 2);   /* aligns the IP header */
    memcpy(p->payload, frame, length);
    p->len = p->tot_len = (u16_t)length;
    ethernet_input(p, &interface);
}

static int is_due(u32 *last, u32 now, u32 period)
{
    if (now - *last < period)
        return 0;
    *last += period;
    return 1;
}

void monolith_tick(u32 now)
{
    if (is_due(&last_arp, now, ARP_TMR_INTERVAL))
        etharp_tmr();
    if (is_due(&last_ip, now, IP_TMR_INTERVAL))
        ip_reass_tmr();
    tcp_sequence_tick(now);
    while (is_due(&last_tcp, now, TCP_TMR_INTERVAL))
        tcp_tmr();
}
