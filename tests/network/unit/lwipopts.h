/* SPDX-License-Identifier: GPL-2.0-only */
/* The TCP server's options for lwIP's own unit tests, which take some sizes for granted and
 * read statistics.
 */
#ifndef TESTS_UNIT_LWIPOPTS_H
#define TESTS_UNIT_LWIPOPTS_H

#define LWIP_STATS 1
#define MEM_SIZE (1 << 20)
#define PBUF_POOL_SIZE 400

#include "../../../servers/network/lwipopts.h"

/* Run twice: as the server is, and with frames of several pbufs, which one test is about. */
#undef LWIP_NETIF_TX_SINGLE_PBUF
#define LWIP_NETIF_TX_SINGLE_PBUF UNIT_SINGLE_PBUF

#undef TCP_MSS
#define TCP_MSS 536
#undef TCP_WND
#define TCP_WND (10 * TCP_MSS)
#undef TCP_SND_BUF
#define TCP_SND_BUF (12 * TCP_MSS)
#undef TCP_SND_QUEUELEN
#define TCP_SND_QUEUELEN 40
#undef TCP_RCV_SCALE
#define TCP_RCV_SCALE 0
#undef TCP_OOSEQ_PBUFS_LIMIT
#undef TCP_OOSEQ_MAX_PBUFS
#define TCP_OOSEQ_MAX_PBUFS 0
#undef TCP_TMR_INTERVAL
#undef LWIP_HOOK_TCP_ISN                /* the tests foresee the initial sequence numbers */
#undef LWIP_TIMERS
#define LWIP_TIMERS 1                   /* only so that the pool that the tests leave out exists */

#endif
