/* SPDX-License-Identifier: GPL-2.0-only */
/* The peer's process: takes the guest's requests and does its part of each workload. What comes from
 * the guest is checked like anything from a network; what must not be ends that workload only. */
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <time.h>
#include <unistd.h>

#include "bench/peer.h"
#include "bench/peer_serve.h"
#include "data.h"
#include "pattern.h"
#include "protocol.h"

enum { CHUNK = 256 * 1024, CLOSE_SECONDS = 2 };

double peer_now(void)
{
    struct timespec time;

    clock_gettime(CLOCK_MONOTONIC, &time);
    return (double)time.tv_sec + (double)time.tv_nsec / 1e9;
}

bool peer_send(int s, const void *bytes, size_t size)
{
    for (size_t done = 0; done < size; ) {
        ssize_t n = send(s, (const char *)bytes + done, size - done, MSG_NOSIGNAL);
        if (n <= 0)
            return false;
        done += (size_t)n;
    }
    return true;
}

bool peer_receive(int s, void *bytes, size_t size)
{
    return recv(s, bytes, size, MSG_WAITALL) == (ssize_t)size;
}

void peer_take_verdict(struct peer_work *work)
{
    uint8_t verdict[PROTOCOL_VERDICT_SIZE];
    uint32_t verified, count;

    if (!peer_receive(work->control, verdict, sizeof verdict) || !verdict_parse(verdict, &verified, &count))
        return;
    work->received = count;
    work->verified = verified;
    work->ended = peer_now();
}

void peer_give_verdict(struct peer_work *work, bool verified, uint64_t received)
{
    uint8_t verdict[PROTOCOL_VERDICT_SIZE];

    work->received = received;
    work->verified = verified;
    work->ended = peer_now();
    verdict_make(verified, (uint32_t)received, verdict);
    peer_send(work->control, verdict, sizeof verdict);
}

static void tcp_in(struct peer_work *work)
{
    uint32_t count = work->workload.count;

    for (uint32_t done = 0; done < count; ) {
        uint32_t size = count - done < PATTERN_SPAN ? count - done : PATTERN_SPAN;
        if (!peer_send(work->control, pattern_at(done), size))
            return;
        done += size;
    }
    peer_take_verdict(work);
}

static void tcp_out(struct peer_work *work)
{
    static uint8_t bytes[CHUNK];
    uint32_t count = work->workload.count, done = 0;
    bool verified = true;

    while (done < count) {
        ssize_t n = recv(work->control, bytes, count - done < CHUNK ? count - done : CHUNK, 0);
        if (n <= 0)
            break;
        verified &= pattern_check(done, bytes, (uint32_t)n) != 0;
        done += (uint32_t)n;
    }
    work->received = done;
    if (done == count)
        peer_give_verdict(work, verified, done);
}

static void round_trips(struct peer_work *work)
{
    uint8_t byte;

    for (uint32_t i = 0; i < work->workload.count; i++)
        if (!peer_receive(work->control, &byte, 1) || !peer_send(work->control, &byte, 1))
            return;
    peer_take_verdict(work);
}

static void (*const parts[])(struct peer_work *) = {
    [WORKLOAD_TCP_IN] = tcp_in, [WORKLOAD_TCP_OUT] = tcp_out, [WORKLOAD_UDP_IN] = peer_udp_in,
    [WORKLOAD_UDP_OUT] = peer_udp_out, [WORKLOAD_UDP_LOSS] = peer_udp_loss, [WORKLOAD_RR] = round_trips,
};

/* Tells our parent; without it there is nobody to serve. */
static void tell(int results, const struct peer_work *work, double began)
{
    const struct workload *workload = &work->workload;
    bool tcp = workload->kind == WORKLOAD_TCP_IN || workload->kind == WORKLOAD_TCP_OUT;
    uint64_t received = work->received;
    struct peer_result result = {
        .bytes = workload->payload ? received * workload->payload : received,
        .operations = tcp ? 0 : received,
        .expected = workload->count,
        .seconds = work->offering > 0 ? work->offering : work->ended != 0 ? work->ended - began : 0,
        .offered = work->offering > 0 ? (workload->count - 1) / work->offering : 0,
        .dropped = work->dropped,
        .verified = work->verified,
        .ended = work->ended != 0,
    };

    strncpy(result.name, plan_name(workload->kind), sizeof result.name - 1);
    if (write(results, &result, sizeof result) != sizeof result)
        exit(0);
}

static void limit(int s, unsigned seconds)
{
    struct timeval time = { .tv_sec = seconds };

    setsockopt(s, SOL_SOCKET, SO_RCVTIMEO, &time, sizeof time);
    setsockopt(s, SOL_SOCKET, SO_SNDTIMEO, &time, sizeof time);
}

/* Sends the rest and waits until the guest closes, which a reset would disturb. */
static void close_gently(int s)
{
    uint8_t byte;

    shutdown(s, SHUT_WR);
    limit(s, CLOSE_SECONDS);
    while (recv(s, &byte, 1, 0) > 0)
        ;
    close(s);
}

static void serve_one(int s, int datagrams, int results)
{
    struct peer_work work = { .control = s, .datagrams = datagrams };
    uint8_t request[PROTOCOL_REQUEST_SIZE];
    int at_once = 1;
    double began;

    limit(s, PROTOCOL_STALL_SECONDS);
    setsockopt(s, IPPROTO_TCP, TCP_NODELAY, &at_once, sizeof at_once);
    if (peer_receive(s, request, sizeof request) && request_parse(request, &work.workload, &work.tag)) {
        began = peer_now();
        parts[work.workload.kind](&work);
        tell(results, &work, began);
    }
    close_gently(s);
}

void peer_serve(const struct peer_sockets *sockets, int results)
{
    pattern_start();
    for (;;) {
        int s = accept4(sockets->listener, NULL, NULL, SOCK_CLOEXEC);
        if (s >= 0)
            serve_one(s, sockets->datagrams, results);
    }
}
