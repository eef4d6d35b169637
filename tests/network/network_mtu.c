/* SPDX-License-Identifier: GPL-2.0-only */
/* A driver may say anything about its MTU: the stack divides by it, and subtracts headers from it. */
#include "packets.h"
#include "peer.h"

#include "tap.h"

static int is_refused(u32 mtu)
{
    return ethernet_try(mtu) == E_RANGE && strstr(world_log(), "ethernet: the device's MTU") != NULL;
}

static int is_taken(u32 mtu)
{
    return ethernet_try(mtu) == OK;
}

/* An Ip below ICMP that tells an MTU of `told`. */

static status attach(void *self, u32 protocol, void *receiver, void **registration)
{
    (void)self;
    (void)protocol;
    (void)receiver;
    *registration = NULL;
    return OK;
}

static status output(void *self, void *packet)
{
    (void)self;
    reference_release(packet);
    return OK;
}

static status report(void *self, void *errors, void **registration)
{
    (void)self;
    (void)errors;
    *registration = NULL;
    return OK;
}

static status get_configuration(const u32 *told, u32 *address, u32 *netmask, u32 *gateway, u32 *mtu)
{
    *address = 0x0f02000a;
    *netmask = 0x00ffffff;
    *gateway = 0x0202000a;
    *mtu = *told;
    return OK;
}

static status ping(u32 told, u32 length)
{
    typedef status (*ping_type)(void *self, u32 address, u32 identifier, u32 sequence, u32 length);
    static void *const functions[] = {attach, output, output, report, get_configuration};
    static struct object *layer;

    if (layer == NULL)
        layer = server_root(application_load("icmp", (void *[]){object_create(functions, 5, &told, NULL),
                                                                packets_create()}), 0);
    return ((ping_type)layer->entries[2])(layer, 0, 1, 1, length);
}

static int is_too_long(u32 told)
{
    return ping(told, told) == E_MSGSIZE && ping(told, 70000) == E_MSGSIZE &&
           ping(told, 0xfffffff0) == E_MSGSIZE && (told < 28 || ping(told, told - 28) == OK);
}

const char *__asan_default_options(void);
const char *__asan_default_options(void)
{
    return "detect_leaks=0:detect_odr_violation=0";     /* each server has globals of the same names */
}

int main(void)
{
    static const u32 refused[] = {0, 24, 40, 575, 1899, 65535, 0x10000 + 1500, 0xffffffff};
    static const u32 taken[] = {576, 1500, 1898}, told[] = {0, 24, 27, 28, 1500};

    for (u32 i = 0; i < sizeof refused / sizeof *refused; i++)
        ok(peer_survives(is_refused, refused[i]), "Ethernet refuses a device with an MTU of %u", refused[i]);
    for (u32 i = 0; i < sizeof taken / sizeof *taken; i++)
        ok(peer_survives(is_taken, taken[i]), "and takes one of %u", taken[i]);
    for (u32 i = 0; i < sizeof told / sizeof *told; i++)
        ok(peer_survives(is_too_long, told[i]), "a ping must fit into an MTU of %u", told[i]);
    return tap_end();
}
