/* SPDX-License-Identifier: GPL-2.0-only */
/* The peer's part of the workloads over UDP. */
#include <poll.h>
#include <sys/socket.h>
#include <netinet/in.h>
#include <time.h>

#include "bench/peer_serve.h"
#include "bench/peer_socket.h"
#include "data.h"
#include "protocol.h"

enum { DATAGRAM_MAX = 2048, DRAIN_POLLS = 20, BURST_MAX = 4 };

/* Where the guest's datagrams come from, and how many it lets us send. */
struct granted {
    struct sockaddr_in guest;
    uint32_t total;
};

/* Looks at the next datagram for a grant. */
static void take_grant(const struct peer_work *work, struct granted *granted)
{
    uint8_t bytes[DATAGRAM_MAX];
    struct sockaddr_in from;
    socklen_t size = sizeof from;
    ssize_t length = recvfrom(work->datagrams, bytes, sizeof bytes, MSG_DONTWAIT, (struct sockaddr *)&from,
                              &size);

    if (length != PROTOCOL_GRANT_SIZE || protocol_get(bytes) != (PROTOCOL_GRANT | work->tag))
        return;
    granted->guest = from;
    if (protocol_get(bytes + 4) > granted->total)
        granted->total = protocol_get(bytes + 4);
}

/* Waits for a datagram, at most that long. The guest says nothing on the control connection
 * meanwhile: 1 a datagram, 0 none, -1 the connection is over. */
static int wait_datagram(const struct peer_work *work, int milliseconds)
{
    struct pollfd ready[] = { { .fd = work->datagrams, .events = POLLIN },
                              { .fd = work->control, .events = POLLIN } };

    if (poll(ready, 2, milliseconds) <= 0)
        return 0;
    return ready[0].revents ? 1 : -1;
}

static bool send_datagram(const struct peer_work *work, const struct granted *granted, uint32_t number)
{
    uint8_t bytes[DATAGRAM_MAX];

    data_make(&work->workload, work->tag, number, bytes);
    return sendto(work->datagrams, bytes, work->workload.payload, 0, (const struct sockaddr *)&granted->guest,
                  sizeof granted->guest) >= 0;
}

/* All is sent: the guest's verdict says what came. */
static void end(struct peer_work *work)
{
    uint8_t word[4];

    protocol_put(word, PROTOCOL_END);
    if (peer_send(work->control, word, sizeof word))
        peer_take_verdict(work);
}

void peer_udp_in(struct peer_work *work)
{
    struct granted granted = { .total = 0 };

    for (uint32_t number = 0; number < work->workload.count; ) {
        while (number < granted.total && number < work->workload.count)
            send_datagram(work, &granted, number++);
        if (number == work->workload.count)
            break;
        if (wait_datagram(work, PROTOCOL_STALL_SECONDS * 1000) <= 0)
            return;
        take_grant(work, &granted);
    }
    end(work);
}

/* What was dropped where our datagrams come out of this host's loopback, since it had dropped `before`. The
 * guest has the rest already, or QEMU soon will. */
static uint64_t dropped_since(const struct granted *granted, uint64_t before)
{
    struct timespec pause = { .tv_nsec = 10000000 };
    struct peer_socket socket = { 0 };

    for (unsigned i = 0; i < DRAIN_POLLS; i++) {
        if (!peer_socket_look(ntohs(granted->guest.sin_port), &socket) || socket.waiting == 0)
            break;
        nanosleep(&pause, NULL);
    }
    return socket.dropped > before ? socket.dropped - before : 0;
}

/* Sends all at the rate that is asked for. If this host was late, a few are sent at once and no more: what
 * guests can take is to be measured, not what a ring can take of a burst. The rate is then a lower one, which
 * is told. */
static void offer(struct peer_work *work, const struct granted *granted)
{
    double start = peer_now(), began = start;

    for (uint32_t number = 0; number < work->workload.count; number++) {
        double late = peer_now() - began - (double)(number + BURST_MAX) / work->workload.rate;
        if (late > 0)
            began += late;
        double due = began + (double)number / work->workload.rate;
        for (double left = due - peer_now(); left > 0; left = due - peer_now()) {
            /* The clock's own ticks are coarser than the pauses of high rates. */
            struct timespec pause = { .tv_nsec = 50000 };
            if (left > 200e-6)
                nanosleep(&pause, NULL);
        }
        send_datagram(work, granted, number);
    }
    work->offering = peer_now() - start;
}

void peer_udp_loss(struct peer_work *work)
{
    struct granted granted = { .total = 0 };
    struct peer_socket before = { 0 };
    uint8_t word[4];

    while (granted.total == 0) {
        if (wait_datagram(work, PROTOCOL_STALL_SECONDS * 1000) <= 0)
            return;
        take_grant(work, &granted);
    }
    peer_socket_look(ntohs(granted.guest.sin_port), &before);
    offer(work, &granted);
    protocol_put(word, PROTOCOL_END);
    if (!peer_send(work->control, word, sizeof word))
        return;
    work->dropped = dropped_since(&granted, before.dropped);
    peer_take_verdict(work);
}

/* Whether the guest has said that it has sent all; closes nothing, whatever else it says. */
static bool has_ended(const struct peer_work *work)
{
    uint8_t word[4];

    return recv(work->control, word, sizeof word, MSG_DONTWAIT | MSG_PEEK) == sizeof word;
}

void peer_udp_out(struct peer_work *work)
{
    uint8_t bytes[DATAGRAM_MAX], word[4];
    uint32_t count = 0;
    bool verified = true;
    double last = peer_now();

    while (count < work->workload.count) {
        ssize_t length = recv(work->datagrams, bytes, sizeof bytes, MSG_DONTWAIT);
        if (length >= 0) {
            int32_t number = data_check(&work->workload, work->tag, bytes, (uint32_t)length);
            count += number >= 0;
            verified &= number != -2;
            last = peer_now();
            continue;
        }
        double quiet = peer_now() - last;
        bool ended = has_ended(work);
        if (quiet > (ended ? PROTOCOL_QUIET_MILLISECONDS / 1e3 : PROTOCOL_STALL_SECONDS))
            break;
        struct pollfd ready = { .fd = work->datagrams, .events = POLLIN };
        poll(&ready, 1, PROTOCOL_QUIET_MILLISECONDS / 2);
    }
    if (!peer_receive(work->control, word, sizeof word) || protocol_get(word) != PROTOCOL_END)
        return;
    peer_give_verdict(work, verified, count);
    work->ended = count > 0 ? last : work->ended;
}
