/* SPDX-License-Identifier: GPL-2.0-only */
/* How the host reaches a booted guest: over a tap in a private network namespace where this
 * process may make one, so that nothing of the host's network is touched; else through ports
 * that QEMU's user-mode network forwards on loopback. */
#include "boot/network.h"

#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <linux/if_tun.h>
#include <net/if.h>
#include <sched.h>
#include <stdio.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <unistd.h>

#define TAP_NAME "slipway0"

enum { FORWARDS = 5 };

static bool fail(char *error, size_t size, const char *what)
{
    snprintf(error, size, "%s: %s", what, strerror(errno));
    return false;
}

static struct sockaddr_in endpoint(const char *address, unsigned port)
{
    struct sockaddr_in a = { .sin_family = AF_INET, .sin_port = htons((uint16_t)port) };
    inet_pton(AF_INET, address, &a.sin_addr);
    return a;
}

static bool interface_up(int s, const char *name, const char *address, const char *netmask)
{
    struct ifreq request = { 0 };
    struct sockaddr_in a;
    snprintf(request.ifr_name, sizeof request.ifr_name, "%s", name);
    if (address) {
        a = endpoint(address, 0);
        memcpy(&request.ifr_addr, &a, sizeof a);
        if (ioctl(s, SIOCSIFADDR, &request) != 0)
            return false;
        a = endpoint(netmask, 0);
        memcpy(&request.ifr_netmask, &a, sizeof a);
        if (ioctl(s, SIOCSIFNETMASK, &request) != 0)
            return false;
    }
    if (ioctl(s, SIOCGIFFLAGS, &request) != 0)
        return false;
    request.ifr_flags |= IFF_UP | IFF_RUNNING;
    return ioctl(s, SIOCSIFFLAGS, &request) == 0;
}

static void reach_directly(struct guest_address *guest)
{
    guest->udp_echo = guest->tcp_echo = endpoint(GUEST_ADDRESS, PORT_ECHO);
    guest->sink = endpoint(GUEST_ADDRESS, PORT_SINK);
    guest->source = endpoint(GUEST_ADDRESS, PORT_SOURCE);
    guest->iperf = endpoint(GUEST_ADDRESS, PORT_IPERF);
}

void network_describe(struct network *network, bool tap)
{
    network->tap = tap;
    network->tap_descriptor = -1;
    if (tap)
        reach_directly(&network->guest);
    else
        network->guest.iperf = endpoint("127.0.0.1", 0);
    snprintf(network->netdev, sizeof network->netdev, "%s",
             tap ? "tap,id=net,fd=DESCRIPTOR" : "user,id=net,hostfwd=PROTOCOL:127.0.0.1:PORT-:PORT,...");
}

bool network_open_tap(struct network *network, char *error, size_t error_size)
{
    struct ifreq request = { .ifr_flags = IFF_TAP | IFF_NO_PI };
    bool good;
    network->tap = true;
    network->tap_descriptor = -1;
    if (unshare(CLONE_NEWNET) != 0)
        return fail(error, error_size, "a network namespace of its own");
    int tap = open("/dev/net/tun", O_RDWR);
    if (tap < 0)
        return fail(error, error_size, "/dev/net/tun");
    snprintf(request.ifr_name, sizeof request.ifr_name, TAP_NAME);
    if (ioctl(tap, TUNSETIFF, &request) != 0) {
        fail(error, error_size, "TUNSETIFF");
        close(tap);
        return false;
    }
    int s = socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);
    good = s >= 0 && interface_up(s, "lo", NULL, NULL)
           && interface_up(s, TAP_NAME, HOST_ADDRESS, "255.255.255.0");
    if (!good)
        fail(error, error_size, "address of the tap");
    if (s >= 0)
        close(s);
    if (!good) {
        close(tap);
        return false;
    }
    network->tap_descriptor = tap;
    snprintf(network->netdev, sizeof network->netdev, "tap,id=net,fd=%d", tap);
    reach_directly(&network->guest);
    return true;
}

/* Binds a free port and returns the socket, which holds it until closed. Another process
 * might take it between that and QEMU's start; QEMU then says so. */
static int hold_free_port(int type, unsigned *port)
{
    struct sockaddr_in a = endpoint("127.0.0.1", 0);
    socklen_t size = sizeof a;
    int s = socket(AF_INET, type | SOCK_CLOEXEC, 0);

    if (s < 0)
        return -1;
    if (bind(s, (struct sockaddr *)&a, sizeof a) == 0 && getsockname(s, (struct sockaddr *)&a, &size) == 0) {
        *port = ntohs(a.sin_port);
        return s;
    }
    close(s);
    return -1;
}

bool network_open_user(struct network *network, char *error, size_t error_size)
{
    const struct {
        struct sockaddr_in *address;
        unsigned port;
        int type;
    } forwards[FORWARDS] = {
        { &network->guest.udp_echo, PORT_ECHO, SOCK_DGRAM },
        { &network->guest.tcp_echo, PORT_ECHO, SOCK_STREAM },
        { &network->guest.sink, PORT_SINK, SOCK_STREAM },
        { &network->guest.source, PORT_SOURCE, SOCK_STREAM },
        { &network->guest.iperf, PORT_IPERF, SOCK_STREAM },
    };
    size_t length = (size_t)snprintf(network->netdev, sizeof network->netdev, "user,id=net");
    network->tap = false;
    network->tap_descriptor = -1;
    int held[FORWARDS];
    size_t taken = 0;
    for (; taken < FORWARDS; taken++) {
        unsigned port = 0;
        held[taken] = hold_free_port(forwards[taken].type, &port);
        if (held[taken] < 0)
            break;
        *forwards[taken].address = endpoint("127.0.0.1", port);
        length += (size_t)snprintf(network->netdev + length, sizeof network->netdev - length,
                                   ",hostfwd=%s:127.0.0.1:%u-" GUEST_ADDRESS ":%u",
                                   forwards[taken].type == SOCK_DGRAM ? "udp" : "tcp", port,
                                   forwards[taken].port);
    }
    for (size_t i = 0; i < taken; i++)
        close(held[i]);
    return taken == FORWARDS || fail(error, error_size, "a free port on loopback");
}

void network_close(struct network *network)
{
    if (network->tap_descriptor >= 0)
        close(network->tap_descriptor);
    network->tap_descriptor = -1;
}
