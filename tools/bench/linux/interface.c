/* SPDX-License-Identifier: GPL-2.0-only */
/* Starting the network interface, as QEMU's user-mode network expects it. */
#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <net/if.h>
#include <stdio.h>
#include <string.h>
#include <sys/ioctl.h>
#include <time.h>
#include <unistd.h>

#include "guest.h"

#define ADDRESS "10.0.2.15"
#define MASK "255.255.255.0"

enum { WAIT_MILLISECONDS = 50, LINK_WAITS = 400 };

static void set_address(struct ifreq *request, const char *address)
{
    struct sockaddr_in value = { .sin_family = AF_INET };

    inet_aton(address, &value.sin_addr);
    memcpy(&request->ifr_addr, &value, sizeof value);
}

/* The interface that is not the loopback. */
static bool find_interface(struct ifreq *request)
{
    struct if_nameindex *all = if_nameindex();
    bool found = false;

    for (struct if_nameindex *at = all; at && at->if_index && !found; at++) {
        found = strcmp(at->if_name, "lo") != 0;
        if (found)
            snprintf(request->ifr_name, sizeof request->ifr_name, "%s", at->if_name);
    }
    if (all)
        if_freenameindex(all);
    return found || fail(0, "the module found no card");
}

/* IPv6 would send on its own while we measure. A kernel without it has no such file. */
static void switch_ipv6_off(void)
{
    int file = open("/proc/sys/net/ipv6/conf/all/disable_ipv6", O_WRONLY);

    if (file >= 0 && write(file, "1", 1) != 1)
        puts("workload: IPv6 stays on");
    if (file >= 0)
        close(file);
}

/* RUNNING is set when the card has a link and the stack has taken notice of it. */
static bool wait_for_link(int handle, struct ifreq *request)
{
    static const struct timespec pause = { .tv_nsec = WAIT_MILLISECONDS * 1000000L };

    for (int i = 0; i < LINK_WAITS; i++) {
        if (ioctl(handle, SIOCGIFFLAGS, request) == 0 && request->ifr_flags & IFF_RUNNING)
            return true;
        nanosleep(&pause, NULL);
    }
    return fail(0, "%s has no link after %d s", request->ifr_name, LINK_WAITS * WAIT_MILLISECONDS / 1000);
}

static bool configure(int handle, struct ifreq *request)
{
    set_address(request, ADDRESS);
    if (ioctl(handle, SIOCSIFADDR, request) < 0)
        return fail(errno, "%s: setting the address", request->ifr_name);
    set_address(request, MASK);
    if (ioctl(handle, SIOCSIFNETMASK, request) < 0)
        return fail(errno, "%s: setting the mask", request->ifr_name);
    if (ioctl(handle, SIOCGIFFLAGS, request) < 0)
        return fail(errno, "%s: flags", request->ifr_name);
    request->ifr_flags |= IFF_UP;
    if (ioctl(handle, SIOCSIFFLAGS, request) < 0)
        return fail(errno, "%s: starting it", request->ifr_name);
    return wait_for_link(handle, request);
}

bool start_interface(void)
{
    struct ifreq request = { 0 };
    int handle = socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);

    if (handle < 0)
        return fail(errno, "making a socket");
    switch_ipv6_off();
    bool good = find_interface(&request) && configure(handle, &request);
    close(handle);
    return good;
}
