/* SPDX-License-Identifier: GPL-2.0-only */
/* lwIP's own unit tests of TCP and pbufs, on the TCP server's files: its pbufs over packets,
 * its checksum, its way down to IP. The Ip interface is a stand-in that hands datagrams,
 * with an IP header in front, to the test's `struct netif`, as IP would.
 *
 * Each test runs in a process of its own, as under `check`.
 */
#include "tcp.server.h"

#include "interface.h"
#include "packet_pbuf.h"
#include "packets.h"
#include "stand_in.h"

#include "lwip_check.h"
#include "core/test_pbuf.h"
#include "tcp/test_tcp.h"
#include "tcp/test_tcp_oos.h"

#include "lwip/ip4.h"
#include "lwip/priv/tcp_priv.h"
#include "lwip/stats.h"

#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

#include "tap.h"

void check_failed(const char *what, const char *file, int line)
{
    printf("# %s:%d: %s\n", file, line, what);
    fflush(stdout);
    _exit(1);
}

void lwip_check_ensure_no_alloc(unsigned int skip)
{
    fail_unless((skip & SKIP_HEAP) || lwip_stats.mem.used == 0);
    for (u32 pool = 0; pool < MEMP_MAX; pool++)
        fail_unless((skip & SKIP_POOL(pool)) || lwip_stats.memp[pool]->used == 0);
}

/* Runs a test in a process of its own; its exit status. */
static int run(testfunc test, SFun setup, SFun teardown)
{
    int result = -1;
    pid_t child;

    fflush(stdout);
    child = fork();
    if (child == 0) {
        alarm(60);
        if (setup != NULL)
            setup();
        test->function(0);
        if (teardown != NULL)
            teardown();
        _exit(0);
    }
    waitpid(child, &result, 0);
    return result;
}

/* It counts on data being appended to a segment that was sent before, as another pbuf. */
static int needs_chains(testfunc test)
{
    return strcmp(test->name, "test_tcp_retx_add_to_sent") == 0;
}

/* Runs the tests of a suite as they are declared. */
Suite *create_suite(const char *name, testfunc *tests, size_t count, SFun setup, SFun teardown)
{
    for (size_t i = 0; i < count; i++) {
        if (LWIP_NETIF_TX_SINGLE_PBUF && needs_chains(tests[i]))
            ok(1, "%s: %s # SKIP a frame is one pbuf", name, tests[i]->name);
        else
            ok(run(tests[i], setup, teardown) == 0, "%s: %s", name, tests[i]->name);
    }
    return NULL;
}

/* Ip.output(): puts an IP header in front and calls the test's netif. */
static status send_datagram(void *self, struct object *packet, u32 offset, u32 length, u32 source,
                            u32 destination, u32 ttl, u32 tos, u32 protocol)
{
    struct pbuf *p = lwip_pbuf_alloc(PBUF_LINK, (u16_t)(IP_HLEN + length), PBUF_RAM);
    ip4_addr_t to = {destination};
    struct ip_hdr *header = p->payload;
    struct netif *netif = netif_list;
    err_t error = ERR_RTE;

    (void)self;
    (void)tos;
    memset(header, 0, IP_HLEN);
    IPH_VHL_SET(header, 4, IP_HLEN / 4);
    IPH_LEN_SET(header, lwip_htons(p->tot_len));
    IPH_TTL_SET(header, (u8_t)ttl);
    IPH_PROTO_SET(header, (u8_t)protocol);
    header->src.addr = source;
    header->dest.addr = destination;
    memcpy(header + 1, (u8 *)packet->self + offset, length);
    reference_release(packet);
    if (netif != NULL && netif_is_up(netif) && netif_is_link_up(netif))
        error = netif->output(netif, p, &to);
    pbuf_free(p);
    return status_of_error(error);
}

const char *__asan_default_options(void);
const char *__asan_default_options(void)
{
    return "detect_leaks=0";
}

int main(void)
{
    static void *const ip_functions[] = {NULL, send_datagram};

    component = component_create("tcp");
    packets = packets_create();
    ip = object_create(ip_functions, 2, NULL, NULL);
    if (packet_pbuf_start() < 0)
        return 1;
    network_memory_start();
    tcp_init();
    tcp_suite();
    tcp_oos_suite();
    pbuf_suite();
    return tap_end();
}
