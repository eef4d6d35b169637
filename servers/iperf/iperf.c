/* SPDX-License-Identifier: GPL-2.0-only */
/* A server for iperf 2 on TCP port 5001: lwIP's lwiperf.c, unmodified, over the functions in
 * raw_tcp.c and session.c.
 */
#include "iperf.server.h"

#include "packet_pbuf.h"
#include "print.h"

#include "lwip/apps/lwiperf.h"
#include "lwip/mem.h"
#include "lwip/memp.h"
#include "lwip/sys.h"

u32_t sys_now(void)
{
    return Clock_getMilliseconds(clock);
}

static void report(void *argument, enum lwiperf_report_type type, const ip_addr_t *local_address,
                   u16_t local_port, const ip_addr_t *peer_address, u16_t peer_port, u32_t bytes,
                   u32_t milliseconds, u32_t kbit_s)
{
    static const char *const ends[] = {
        [LWIPERF_TCP_DONE_SERVER] = "received",
        [LWIPERF_TCP_DONE_CLIENT] = "sent",
        [LWIPERF_TCP_ABORTED_LOCAL] = "gave up after",
        [LWIPERF_TCP_ABORTED_LOCAL_DATAERROR] = "got wrong data after",
        [LWIPERF_TCP_ABORTED_LOCAL_TXERROR] = "could not send after",
        [LWIPERF_TCP_ABORTED_REMOTE] = "lost the connection after",
    };

    (void)argument;
    (void)local_address;
    (void)local_port;
    (void)peer_address;
    (void)peer_port;
    print("iperf: %s %u bytes in %u ms, %u kbit/s\n", ends[type], bytes, milliseconds, kbit_s);
}

status construct(void)
{
    status result = packet_pbuf_start();

    if (result < 0)
        return result;
    mem_init();
    memp_init();
    if (lwiperf_start_tcp_server_default(report, NULL) != NULL)
        return OK;
    print("iperf: cannot listen to port 5001\n");
    return E_ADDRINUSE;
}

void destruct(void)
{
}
