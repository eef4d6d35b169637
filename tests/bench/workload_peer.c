/* SPDX-License-Identifier: GPL-2.0-only */
/* The peer of the workloads: each kind comes to its end with a guest that does right, bytes that are
 * wrong are seen, and a guest that does wrong harms only its own workload. */
#include <arpa/inet.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "bench/peer.h"
#include "data.h"
#include "pattern.h"
#include "protocol.h"
#include "tap.h"

enum { WAIT = 40000 };          /* milliseconds for a result; a hang detector */

static struct peer peer;
static uint32_t tag;

static int connect_peer(int type)
{
    struct sockaddr_in at = { .sin_family = AF_INET, .sin_port = htons((uint16_t)peer_port(&peer)),
                              .sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
    struct timeval limit = { .tv_sec = WAIT / 1000 };
    int s = socket(AF_INET, type, 0);

    setsockopt(s, SOL_SOCKET, SO_RCVTIMEO, &limit, sizeof limit);
    if (connect(s, (const struct sockaddr *)&at, sizeof at) != 0)
        exit(1);
    return s;
}

static bool receive(int s, void *bytes, size_t size)
{
    return recv(s, bytes, size, MSG_WAITALL) == (ssize_t)size;
}

/* A control connection with the request sent. */
static int request(const struct workload *workload)
{
    uint8_t bytes[PROTOCOL_REQUEST_SIZE];
    int s = connect_peer(SOCK_STREAM);

    tag = (tag + 1) & 0xff;
    request_make(workload, tag, bytes);
    send(s, bytes, sizeof bytes, MSG_NOSIGNAL);
    return s;
}

static void give_verdict(int s, uint32_t verified, uint32_t count)
{
    uint8_t bytes[PROTOCOL_VERDICT_SIZE];

    verdict_make(verified, count, bytes);
    send(s, bytes, sizeof bytes, MSG_NOSIGNAL);
    close(s);
}

static bool take_verdict(int s, uint32_t *verified, uint32_t *count)
{
    uint8_t bytes[PROTOCOL_VERDICT_SIZE];
    bool good = receive(s, bytes, sizeof bytes) && verdict_parse(bytes, verified, count);

    close(s);
    return good;
}

static struct peer_result result(const char *what)
{
    struct peer_result got = { .name = "none" };

    ok(peer_result(&peer, WAIT, &got), "%s: there is a result", what);
    return got;
}

static void check_tcp_in(void)
{
    struct workload workload = { .kind = WORKLOAD_TCP_IN, .count = 100001 };
    uint8_t *bytes = malloc(workload.count);
    int s = request(&workload);

    ok(receive(s, bytes, workload.count) && pattern_check(0, bytes, workload.count),
       "tcp_in: the pattern comes");
    give_verdict(s, 1, workload.count);
    struct peer_result got = result("tcp_in");
    is_text(got.name, "tcp_in", "tcp_in: its name");
    ok(got.bytes == 100001 && got.operations == 0 && got.seconds > 0 && got.verified && got.ended,
       "tcp_in: done");
    s = request(&workload);
    receive(s, bytes, workload.count);
    give_verdict(s, 0, workload.count);
    got = result("tcp_in");
    ok(got.ended && !got.verified, "tcp_in: what the guest finds wrong is told");
    free(bytes);
}

/* Sends the pattern, with the byte at `wrong` altered if that lies in it. */
static void check_tcp_out(uint32_t wrong)
{
    struct workload workload = { .kind = WORKLOAD_TCP_OUT, .count = 60001 };
    uint8_t *bytes = malloc(workload.count);
    uint32_t verified = 2, count = 0, expected = wrong >= workload.count;
    int s = request(&workload);

    memcpy(bytes, pattern_at(0), workload.count);
    if (!expected)
        bytes[wrong]++;
    send(s, bytes, workload.count, MSG_NOSIGNAL);
    ok(take_verdict(s, &verified, &count), "tcp_out: a verdict");
    ok(verified == expected && count == workload.count, "tcp_out: byte %u wrong: %s", wrong,
       expected ? "there is none" : "is seen");
    struct peer_result got = result("tcp_out");
    ok(got.bytes == workload.count && got.verified == expected && got.ended, "tcp_out: and told");
    free(bytes);
}

static void check_round_trips(void)
{
    struct workload workload = { .kind = WORKLOAD_RR, .count = 20 };
    int s = request(&workload);
    bool good = true;

    for (uint32_t i = 0; i < workload.count; i++) {
        uint8_t byte = 0;
        good &= send(s, pattern_at(i), 1, MSG_NOSIGNAL) == 1 && receive(s, &byte, 1)
                && byte == *pattern_at(i);
    }
    ok(good, "rr: each byte comes back");
    give_verdict(s, 1, workload.count);
    struct peer_result got = result("rr");
    ok(got.operations == 20 && got.verified && got.ended, "rr: done");
}

static void grant(int s, uint32_t of, uint32_t total)
{
    uint8_t words[PROTOCOL_GRANT_SIZE];

    protocol_put(words, PROTOCOL_GRANT | of);
    protocol_put(words + 4, total);
    send(s, words, sizeof words, 0);
}

static void check_udp_in(struct workload workload)
{
    const char *name = plan_name(workload.kind);
    uint8_t bytes[2048], word[4];
    int s = connect_peer(SOCK_DGRAM), control = request(&workload);
    uint32_t received = 0, granted = workload.kind == WORKLOAD_UDP_IN ? 4 : workload.count;

    grant(s, tag ^ 1, workload.count);      /* another workload's: ignored */
    send(s, "x", 1, 0);
    grant(s, tag, granted);
    while (received < workload.count) {
        ssize_t length = recv(s, bytes, sizeof bytes, 0);
        if (length < 0 || data_check(&workload, tag, bytes, (uint32_t)length) != (int32_t)received)
            break;
        if (++received == granted)
            grant(s, tag, granted += 4);
    }
    is_number(received, workload.count, "%s: each datagram comes, in order", name);
    ok(receive(control, word, 4) && protocol_get(word) == PROTOCOL_END, "%s: the end is said", name);
    give_verdict(control, 1, received);
    close(s);
    struct peer_result got = result(name);
    ok(got.operations == workload.count && got.bytes == (uint64_t)workload.count * workload.payload
       && got.verified, "%s: done", name);
    if (workload.rate)
        ok(fabs(got.offered * got.seconds - (workload.count - 1)) < 0.01
           && got.offered <= workload.rate * 1.01 && got.dropped == 0,
           "%s: the rate that was really offered is told, and that nothing was dropped", name);
    ok(workload.rate == 0 || got.seconds >= (workload.count - 1.0) / workload.rate, "%s: not too fast", name);
}

/* A guest whose socket has room for a few: what it does not read is dropped there, and told apart. It then
 * goes, as one does whose card has stopped. */
static void check_dropping(void)
{
    struct workload workload = { .kind = WORKLOAD_UDP_LOSS, .count = 500, .payload = 1472, .rate = 5000 };
    int s = connect_peer(SOCK_DGRAM), control = request(&workload), room = 1;
    uint8_t word[4];

    setsockopt(s, SOL_SOCKET, SO_RCVBUF, &room, sizeof room);
    grant(s, tag, workload.count);
    ok(receive(control, word, 4) && protocol_get(word) == PROTOCOL_END, "udp_loss: the end is said");
    usleep(300000);
    close(control);
    close(s);
    struct peer_result got = result("udp_loss");
    ok(!got.ended && got.dropped > 450 && got.dropped < 500, "what a socket had no room for is told: %u",
       (unsigned)got.dropped);
    ok(got.seconds >= 0.09 && got.offered > 100, "and what was offered, though no verdict came");
}

/* Leaves out the first `lost` datagrams, and alters a byte of the last if `wrong`. */
static void check_udp_out(uint32_t lost, bool wrong)
{
    struct workload workload = { .kind = WORKLOAD_UDP_OUT, .count = 30, .payload = 82 };
    uint8_t bytes[82], word[4];
    uint32_t verified = 2, count = 0, expected = workload.count - lost - wrong;
    int s = connect_peer(SOCK_DGRAM), control = request(&workload);

    for (uint32_t number = lost; number < workload.count; number++) {
        data_make(&workload, tag, number, bytes);
        bytes[81] ^= wrong && number == workload.count - 1;
        send(s, bytes, sizeof bytes, 0);
    }
    protocol_put(word, PROTOCOL_END);
    send(control, word, sizeof word, MSG_NOSIGNAL);
    ok(take_verdict(control, &verified, &count), "udp_out: a verdict");
    ok(verified == !wrong && count == expected, "udp_out: %u lost, %d wrong: both are seen", lost, wrong);
    close(s);
    struct peer_result got = result("udp_out");
    ok(got.operations == expected && got.expected == 30 && got.verified == !wrong, "udp_out: and told");
}

/* What a guest should not do, and that the next one is served. */
static void check_wrong_guests(void)
{
    struct workload workload = { .kind = WORKLOAD_TCP_OUT, .count = 1000 };
    uint8_t bytes[PROTOCOL_REQUEST_SIZE] = { 0 };
    int s = connect_peer(SOCK_STREAM);

    send(s, bytes, sizeof bytes, MSG_NOSIGNAL);
    ok(recv(s, bytes, 1, 0) == 0, "a request that is none: the connection is closed");
    close(s);
    close(connect_peer(SOCK_STREAM));
    s = request(&workload);
    send(s, pattern_at(0), 10, MSG_NOSIGNAL);
    close(s);
    struct peer_result got = result("cut off");
    ok(!got.ended && !got.verified && got.bytes == 10, "a guest that goes early: told, and how far it came");
    workload.kind = WORKLOAD_UDP_IN;
    workload.payload = 18;
    close(request(&workload));
    ok(!result("gone").ended, "one that never grants: likewise");
    check_tcp_out(workload.count * 1000);
}

int main(void)
{
    char error[200];

    pattern_start();
    if (!ok(peer_start(&peer, error, sizeof error), "the peer starts"))
        return tap_end();
    check_tcp_in();
    check_tcp_out(1 << 20);
    check_tcp_out(0);
    check_tcp_out(60000);
    check_round_trips();
    check_udp_in((struct workload){ .kind = WORKLOAD_UDP_IN, .count = 50, .payload = 1472 });
    check_udp_in((struct workload){ .kind = WORKLOAD_UDP_LOSS, .count = 20, .payload = 18, .rate = 1000 });
    check_dropping();
    check_udp_out(0, false);
    check_udp_out(3, false);
    check_udp_out(0, true);
    check_wrong_guests();
    peer_stop(&peer);
    ok(!peer_result(&peer, 0, &(struct peer_result){ 0 }), "a peer that was stopped tells nothing");
    return tap_end();
}
