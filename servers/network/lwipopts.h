/* SPDX-License-Identifier: GPL-2.0-only */
/* lwIP's options for the network servers, which each compile a part of it (README.md).
 *
 * A server's module.mk defines one LAYER_x. LAYER_ALL is the whole of lwIP in one
 * program, with the same behaviour: the reference that the layered stack is tested
 * against.
 */
#ifndef NETWORK_LWIPOPTS_H
#define NETWORK_LWIPOPTS_H

#if !defined LAYER_ETHERNET && !defined LAYER_IP && !defined LAYER_ICMP && !defined LAYER_UDP && \
    !defined LAYER_TCP && !defined LAYER_IPERF && !defined LAYER_ALL
#error "define LAYER_ETHERNET, _IP, _ICMP, _UDP, _TCP, _IPERF or _ALL"
#endif

/* The surroundings: one thread at a time (the server is serialised), no sockets, time from
 * tick(), statistics off, memory from static pools. */
#define NO_SYS 1
#define SYS_LIGHTWEIGHT_PROT 0
#define LWIP_SOCKET 0
#define LWIP_NETCONN 0
#define LWIP_TIMERS 0
#ifndef LWIP_STATS
#define LWIP_STATS 0
#endif
#define LWIP_RAW 0
#define LWIP_IPV6 0
#define LWIP_DHCP 0
#define MEM_ALIGNMENT 4
#define LWIP_DISABLE_TCP_SANITY_CHECKS 1        /* they are about pools that are not used */

/* Frames: a frame is one packet, and pbufs stand for packets (packet_pbuf.h). */
#define LWIP_SUPPORT_CUSTOM_PBUF 1
#if defined LAYER_TCP || defined LAYER_ALL
#define LWIP_NETIF_TX_SINGLE_PBUF 0             /* a private header, and a packet with the data */
#else
#define LWIP_NETIF_TX_SINGLE_PBUF 1
#endif
#define PBUF_LINK_HLEN 14
#define MEMP_NUM_PBUF 1
#ifndef PBUF_POOL_SIZE
#define PBUF_POOL_SIZE 1
#endif
#ifdef LAYER_ALL
#define LWIP_CHKSUM_ALGORITHM 3
#else
#define LWIP_CHKSUM_ALGORITHM 0                 /* replaced: LWIP_CHKSUM in arch/cc.h */
#endif

/* Ethernet and ARP: frames that wait for an address are queued, a few for each. */
#if defined LAYER_ETHERNET || defined LAYER_ALL
#define ARP_QUEUEING 1
#define ARP_QUEUE_LEN 3
#else
#define LWIP_ARP 0
#define LWIP_ETHERNET 0
#endif

/* IP: fragments are collected in private memory, 32 at most (README.md). */
#if defined LAYER_IP || defined LAYER_ALL
#define IP_REASSEMBLY 1
#define IP_FRAG 1
#define IP_REASS_MAX_PBUFS 32
#define MEMP_NUM_REASSDATA 8
#elif defined LAYER_ICMP
#define IP_REASSEMBLY 1                         /* icmp.c then has icmp_time_exceeded() */
#define MEMP_NUM_REASSDATA 1
#define IP_FRAG 0
#else
#define IP_REASSEMBLY 0
#define IP_FRAG 0
#endif

/* Which protocols a layer knows: its own, and those that it calls. */
#if defined LAYER_ETHERNET
#define LWIP_ICMP 0
#define LWIP_UDP 0
#define LWIP_TCP 0
#elif defined LAYER_IP
#define MEMP_NUM_UDP_PCB 1
#define MEMP_NUM_TCP_PCB 1
#define MEMP_NUM_TCP_PCB_LISTEN 1
#define MEMP_NUM_TCP_SEG 1
#define TCP_QUEUE_OOSEQ 0
#elif defined LAYER_ICMP
#define LWIP_UDP 0
#define LWIP_TCP 0
#elif defined LAYER_UDP
#define LWIP_TCP 0
#elif defined LAYER_TCP
#define LWIP_ICMP 0
#define LWIP_UDP 0
#elif defined LAYER_IPERF                       /* knows the raw API, and has nothing below it */
#define LWIP_ICMP 0
#define LWIP_UDP 0
#define MEMP_NUM_TCP_PCB 1
#define MEMP_NUM_TCP_PCB_LISTEN 1
#define MEMP_NUM_TCP_SEG 1
#define TCP_QUEUE_OOSEQ 0
#define TCP_MSS 1460
#endif

#if defined LAYER_UDP || defined LAYER_ALL
#define MEMP_NUM_UDP_PCB 32
#endif

/* TCP. The receive window is a setting of the server's, because a card with a small ring
 * needs a small window: `window`, at most TCP_WINDOW_MAX, scaled by TCP_RCV_SCALE. The
 * timer ticks every 50 ms, so that a lost segment is sent again after 200 to 300 ms. */
#if defined LAYER_TCP || defined LAYER_ALL
#define TCP_MSS 1460
#define TCP_WINDOW_MAX (176 * TCP_MSS)
#define TCP_WND tcp_window
#define LWIP_WND_SCALE 1
#define TCP_RCV_SCALE 2
#define LWIP_TCP_SACK_OUT 1
#define TCP_SND_BUF (64 * TCP_MSS)
#define TCP_SND_QUEUELEN 512                    /* pbufs: two a segment */
#define TCP_OVERSIZE TCP_MSS
#ifdef LAYER_TCP
#define CHECKSUM_CHECK_TCP 0                    /* gather.c does it */
#define CHECKSUM_GEN_TCP 0                      /* segment_fill_checksum() does it */
#endif
#define TCP_TMR_INTERVAL 50
#ifdef LAYER_TCP                                /* so that peers cannot take all packets */
#define TCP_OOSEQ_PBUFS_LIMIT(pcb) segment_limit()
extern unsigned short segment_limit(void);
#else
#define TCP_OOSEQ_MAX_PBUFS 512
#endif
#define MEMP_NUM_TCP_PCB 64
#define MEMP_NUM_TCP_PCB_LISTEN 16
#define MEMP_NUM_TCP_SEG 1024
#define LWIP_HOOK_FILENAME "lwip_hooks.h"
#define LWIP_HOOK_TCP_ISN tcp_initial_sequence
/* All options are in the first pbuf, behind the header: segment_split() sees to it. */
#define LWIP_HOOK_TCP_INPACKET_PCB(pcb, header, length, length_here, more_options, p) \
    premises_of_segment(pcb, header, length_here, p)
extern unsigned int tcp_window;
#endif

/* The heap holds what is no packet: in IP, the private copies of fragments; in TCP, the rest of
 * a segment that was divided because the peer's window is smaller. */
#ifndef MEM_SIZE
#if defined LAYER_ALL
#define MEM_SIZE (4 << 20)
#elif defined LAYER_IP
#define MEM_SIZE (64 << 10)
#elif defined LAYER_IPERF
#define MEM_SIZE (16 << 10)
#elif defined LAYER_TCP
#define MEM_SIZE (32 << 10)
#else
#define MEM_SIZE 2048
#endif
#endif

/* Pbufs that stand for packets, and private headers, with what is free before each: where UDP
 * moves back over an IP header. */
#if defined LAYER_TCP
#define PACKET_PBUF_COUNT 2048
#define PRIVATE_HEADER_COUNT 1024
#define PRIVATE_HEADER_FRONT 0
#elif defined LAYER_ETHERNET
#define PACKET_PBUF_COUNT 256
#define PRIVATE_HEADER_COUNT 1
#define PRIVATE_HEADER_FRONT 0
#else
#define PACKET_PBUF_COUNT 64
#define PRIVATE_HEADER_COUNT 8
#ifdef LAYER_UDP
#define PRIVATE_HEADER_FRONT 60
#else
#define PRIVATE_HEADER_FRONT 0
#endif
#endif

/* What has to be done to a payload, alone or in a chain, before it is handed to IP. */
#ifdef LAYER_TCP
struct pbuf;
extern void segment_fill_checksum(struct pbuf *p, unsigned int source, unsigned int destination);
#define TRANSPORT_FINISH(p, source, destination) segment_fill_checksum(p, source, destination)
#else
#define TRANSPORT_FINISH(p, source, destination) ((void)0)
#endif

/* Whether lwIP's part of a transport reads more of the IP header than its length. */
#ifdef LAYER_ICMP
#define TRANSPORT_READS_IP_HEADER 1
#else
#define TRANSPORT_READS_IP_HEADER 0
#endif

#endif
