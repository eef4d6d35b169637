/* SPDX-License-Identifier: GPL-2.0-only */
/* The workloads over UDP. What can be lost is lost: the control connection tells when there is no more to
 * come (workload/protocol.h). */
#include <errno.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <unistd.h>

#include "data.h"
#include "guest.h"
#include "protocol.h"

enum { DATAGRAM_SIZE = 2048 };

/* The receiving side of a workload under way. */
struct receiver {
    struct run *run;
    int socket;
    uint32_t received;
    uint32_t granted;           /* numbers below it may be sent */
    uint32_t quiet;             /* polls one after the other without anything */
};

static int open_socket(const struct run *run)
{
    static const struct timeval poll = { .tv_usec = PROTOCOL_POLL_MILLISECONDS * 1000 };
    static const int size = DATAGRAM_BUFFER;
    int handle = socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);

    if (handle >= 0 && setsockopt(handle, SOL_SOCKET, SO_RCVBUFFORCE, &size, sizeof size) == 0 &&
        setsockopt(handle, SOL_SOCKET, SO_RCVTIMEO, &poll, sizeof poll) == 0 &&
        connect(handle, (const struct sockaddr *)&run->peer, sizeof run->peer) == 0)
        return handle;
    fail(errno, "%s: making a UDP socket", run->workload->text);
    if (handle >= 0)
        close(handle);
    return -1;
}

/* One that gets lost is sent again after a poll, so a failure to send is none. */
static void grant(struct receiver *receiver)
{
    uint8_t words[PROTOCOL_GRANT_SIZE];

    protocol_put(words, PROTOCOL_GRANT | receiver->run->tag);
    protocol_put(words + 4, receiver->granted);
    (void)!send(receiver->socket, words, sizeof words, 0);
}

/* All at once, or a window more. */
static void grant_more(struct receiver *receiver)
{
    const struct workload *workload = receiver->run->workload;
    uint32_t left = workload->count - receiver->granted;
    bool window = workload->kind == WORKLOAD_UDP_IN && left > settings.grant;

    receiver->granted += window ? settings.grant : left;
    grant(receiver);
}

static void take(struct receiver *receiver, const uint8_t *bytes, size_t length)
{
    int32_t number = data_check(receiver->run->workload, receiver->run->tag, bytes, (uint32_t)length);

    if (number == -1)
        return;
    receiver->run->report.verified &= number >= 0;
    receiver->received++;
    receiver->quiet = 0;
    if (receiver->granted < receiver->run->workload->count &&
        receiver->received + settings.grant / 2 >= receiver->granted)
        grant_more(receiver);
}

/* Nothing came for a while. Returns whether to go on waiting. */
static bool idle(struct receiver *receiver)
{
    uint8_t word;

    if (recv(receiver->run->control, &word, sizeof word, MSG_DONTWAIT | MSG_PEEK) >= 0)
        return false;
    receiver->run->stuck = ++receiver->quiet == PROTOCOL_STUCK_POLLS;
    if (receiver->run->stuck)
        return false;
    if (receiver->received && receiver->granted < receiver->run->workload->count)
        grant_more(receiver);
    else
        grant(receiver);
    return true;
}

static void receive_all(struct receiver *receiver)
{
    uint32_t count = receiver->run->workload->count;
    uint8_t bytes[DATAGRAM_SIZE];

    grant_more(receiver);
    while (receiver->received < count) {
        ssize_t length = recv(receiver->socket, bytes, sizeof bytes, 0);
        if (length >= 0)
            take(receiver, bytes, (size_t)length);
        else if (!idle(receiver))
            break;
    }
}

bool run_udp_in(struct run *run)
{
    struct receiver receiver = { .run = run, .socket = open_socket(run) };

    if (receiver.socket < 0)
        return false;
    run->report.verified = true;
    span_begin(run);
    bool good = connection_request(run);
    if (good)
        receive_all(&receiver);
    span_end(run);
    close(receiver.socket);
    run->count = receiver.received;
    return good && (run->stuck || (connection_end(run) && connection_tell(run)));
}

/* Blocks while the socket's buffer is full; the queue of the card can be full before it. */
static bool send_datagram(const struct run *run, int handle, const uint8_t *bytes)
{
    while (send(handle, bytes, run->workload->payload, 0) < 0)
        if (errno != ENOBUFS)
            return fail(errno, "%s: sending", run->workload->text);
    return true;
}

static bool send_all(struct run *run, int handle)
{
    uint8_t bytes[DATAGRAM_SIZE], end[4];

    for (uint32_t number = 0; number < run->workload->count; number++) {
        data_make(run->workload, run->tag, number, bytes);
        if (!send_datagram(run, handle, bytes))
            return false;
    }
    protocol_put(end, PROTOCOL_END);
    return connection_send(run, end, sizeof end);
}

bool run_udp_out(struct run *run)
{
    int handle = open_socket(run);

    if (handle < 0)
        return false;
    span_begin(run);
    bool good = connection_request(run) && send_all(run, handle) && connection_verdict(run);
    span_end(run);
    close(handle);
    return good;
}
