/* SPDX-License-Identifier: GPL-2.0-only */
/* All of lwIP in one program, as its authors mean it to be used, with the options that the
 * layered stack has. It is the reference for the layered stack, and its peer.
 */
#include "monolith.h"

#include "frames.h"

#include "premises.h"
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
    station_address(netif->hwaddr, lwip_ntohl(netif_ip4_addr(netif)->addr));
    netif->flags |= NETIF_FLAG_BROADCAST | NETIF_FLAG_ETHARP | NETIF_FLAG_ETHERNET;
    netif->output = etharp_output;
    netif->linkoutput = transmit;
    return ERR_OK;
}

void monolith_start(u32 own, void (*sent)(const u8 *frame, u32 length))
{
    ip4_addr_t address = {lwip_htonl(own)}, netmask = {PP_HTONL(0xffffff00)};
    ip4_addr_t gateway = {PP_HTONL(GATEWAY_ADDRESS)};

    wire = sent;
    mem_init();
    memp_init();
    netif_init();
    udp_init();
    tcp_sequence_start();
    tcp_init();
    netif_add(&interface, &address, &netmask, &gateway, NULL, initialise, ethernet_input);
    netif_set_default(&interface);
    netif_set_up(&interface);
    netif_set_link_up(&interface);
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
    while (is_due(&last_tcp, now, TCP_TMR_INTERVAL)) {
        premises_of_timer();
        tcp_tmr();
    }
}
