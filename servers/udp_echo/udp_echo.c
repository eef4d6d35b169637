/* SPDX-License-Identifier: GPL-2.0-only */
/* UDP echo (RFC 862): a datagram goes back to its sender, in the packet that it came in. */
#include "udp_echo.server.h"

#include "print.h"

#define ECHO_PORT 7

static struct echo { UdpSocket socket; } self_echo;

void echo_receive(struct echo *self, Packet packet, u32 offset, u32 length, u32 address, u32 port)
{
    /* A datagram that cannot be sent is lost, as any datagram may be. */
    UdpSocket_send(self->socket, packet, offset, length, address, port);
}

void echo_destroy(struct echo *self)
{
    (void)self;                 /* it is static */
}

status construct(void)
{
    UdpReceiver receiver = echo_create(&self_echo);
    status result = Udp_open(udp, ECHO_PORT, receiver, &self_echo.socket);

    UdpReceiver_release(receiver);
    if (result < 0)
        print("udp_echo: cannot bind port 7 (%d)\n", result);
    return result;
}

void destruct(void)
{
    UdpSocket_release(self_echo.socket);
}
