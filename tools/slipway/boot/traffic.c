/* SPDX-License-Identifier: GPL-2.0-only */
/* Traffic to a booted guest: UDP echo, TCP echo, and bulk transfers with checksums.
 *
 * No wall-clock figure decides: a step fails when bytes differ, when the connection
 * breaks, or when nothing at all moves for STALL_SECONDS (a hang, not slowness). */
#include "boot/traffic.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>
#include <zlib.h>

enum { STALL_SECONDS = 30, CHUNK = 64 * 1024, UDP_PAYLOAD_MAX = 1472, UDP_TRIES = 3 };

static bool fail(char *error, size_t size, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(error, size, format, arguments);
    va_end(arguments);
    return false;
}

static double now(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

uint32_t traffic_stream_start(uint32_t seed)
{
    return seed | 1;
}

void traffic_stream(uint32_t *state, uint8_t *bytes, size_t size)
{
    uint32_t x = *state;
    for (size_t i = 0; i + 4 <= size; i += 4) {
        x ^= x << 13;
        x ^= x >> 17;
        x ^= x << 5;
        bytes[i] = (uint8_t)x;
        bytes[i + 1] = (uint8_t)(x >> 8);
        bytes[i + 2] = (uint8_t)(x >> 16);
        bytes[i + 3] = (uint8_t)(x >> 24);
    }
    *state = x;
}

static int connect_to(const struct sockaddr_in *to, int type, char *error, size_t error_size)
{
    int s = socket(AF_INET, type | SOCK_CLOEXEC, 0);
    struct timeval limit = { .tv_sec = STALL_SECONDS };
    if (s < 0) {
        fail(error, error_size, "socket: %s", strerror(errno));
        return -1;
    }
    setsockopt(s, SOL_SOCKET, SO_RCVTIMEO, &limit, sizeof limit);
    setsockopt(s, SOL_SOCKET, SO_SNDTIMEO, &limit, sizeof limit);
    if (connect(s, (const struct sockaddr *)to, sizeof *to) != 0) {
        fail(error, error_size, "connect to port %u: %s", ntohs(to->sin_port), strerror(errno));
        close(s);
        return -1;
    }
    return s;
}

static const char *why(ssize_t n)
{
    if (n == 0)
        return "the guest closed the connection";
    return errno == EAGAIN || errno == EWOULDBLOCK ? "nothing moved for 30 s" : strerror(errno);
}

static bool send_all(int s, const void *bytes, size_t size, char *error, size_t error_size)
{
    for (size_t done = 0; done < size;) {
        ssize_t n = send(s, (const char *)bytes + done, size - done, MSG_NOSIGNAL);
        if (n <= 0)
            return fail(error, error_size, "sending: %s", why(n));
        done += (size_t)n;
    }
    return true;
}

static bool receive_all(int s, void *bytes, size_t size, char *error, size_t error_size)
{
    for (size_t done = 0; done < size;) {
        ssize_t n = recv(s, (char *)bytes + done, size - done, 0);
        if (n <= 0)
            return fail(error, error_size, "receiving: %s", why(n));
        done += (size_t)n;
    }
    return true;
}

static void finish(struct traffic_transfer *result, uint64_t bytes, double since)
{
    double elapsed = now() - since;
    result->bytes = bytes;
    result->mbit_s = elapsed > 0 ? (double)bytes * 8 / 1e6 / elapsed : 0;
}

/* One datagram; it is sent again, as any UDP client would, if no answer comes in time. */
static bool echo_datagram(int s, const uint8_t *sent, size_t size, struct traffic_count *result,
                          char *error, size_t error_size)
{
    uint8_t answer[UDP_PAYLOAD_MAX + 1];
    for (int attempt = 0; attempt < UDP_TRIES; attempt++) {
        struct pollfd p = { .fd = s, .events = POLLIN };
        if (send(s, sent, size, 0) != (ssize_t)size)
            return fail(error, error_size, "send: %s", strerror(errno));
        result->sent++;
        while (poll(&p, 1, 5000) > 0) {
            ssize_t n = recv(s, answer, sizeof answer, MSG_DONTWAIT);
            if (n >= 4 && memcmp(answer, sent, 4) != 0)
                continue;       /* a late answer to an earlier one */
            if (n != (ssize_t)size || memcmp(answer, sent, size) != 0)
                return fail(error, error_size, "a datagram of %zu bytes came back altered "
                            "(%zd bytes)", size, n);
            result->received++;
            return true;
        }
    }
    return fail(error, error_size, "no answer to a datagram of %zu bytes", size);
}

bool traffic_udp_echo(const struct sockaddr_in *to, unsigned count, struct traffic_count *result,
                      char *error, size_t error_size)
{
    uint8_t bytes[UDP_PAYLOAD_MAX];
    uint32_t state = traffic_stream_start(count);
    int s = connect_to(to, SOCK_DGRAM, error, error_size);
    bool good = s >= 0;
    for (unsigned i = 0; good && i < count; i++) {
        /* From the smallest that can carry its number to the largest, each size once. */
        size_t size = count > 1 ? 4 + (size_t)i * (UDP_PAYLOAD_MAX - 4) / (count - 1) : 4;
        traffic_stream(&state, bytes, sizeof bytes);
        memcpy(bytes, &i, sizeof i);
        good = echo_datagram(s, bytes, size, result, error, error_size);
    }
    if (s >= 0)
        close(s);
    return good;
}

/* Sends and receives at once, as far as either is possible. */
static bool echo_exchange(int s, uint64_t bytes, char *error, size_t error_size)
{
    static uint8_t out[CHUNK], in[CHUNK], expected[CHUNK];
    uint32_t out_state = traffic_stream_start(7), in_state = out_state;
    size_t out_at = CHUNK, expected_at = CHUNK;
    uint64_t sent = 0, received = 0;
    while (received < bytes) {
        struct pollfd p = { .fd = s, .events = (short)(POLLIN | (sent < bytes ? POLLOUT : 0)) };
        int ready = poll(&p, 1, STALL_SECONDS * 1000);
        if (ready <= 0)
            return fail(error, error_size, "nothing moved for %d s", STALL_SECONDS);
        if (p.revents & POLLOUT) {
            if (out_at == CHUNK) {
                traffic_stream(&out_state, out, CHUNK);
                out_at = 0;
            }
            size_t left = CHUNK - out_at;
            size_t want = bytes - sent < left ? (size_t)(bytes - sent) : left;
            ssize_t n = send(s, out + out_at, want, MSG_DONTWAIT | MSG_NOSIGNAL);
            if (n < 0 && errno != EAGAIN)
                return fail(error, error_size, "%s", strerror(errno));
            if (n > 0) {
                out_at += (size_t)n;
                sent += (uint64_t)n;
            }
        }
        if (!(p.revents & (POLLIN | POLLHUP | POLLERR)))
            continue;
        ssize_t n = recv(s, in, CHUNK, MSG_DONTWAIT);
        if (n == 0 || (n < 0 && errno != EAGAIN))
            return fail(error, error_size, "after %llu bytes: %s",
                        (unsigned long long)received, why(n));
        for (ssize_t i = 0; i < n; i++) {
            if (expected_at == CHUNK) {
                traffic_stream(&in_state, expected, CHUNK);
                expected_at = 0;
            }
            if (in[i] != expected[expected_at++])
                return fail(error, error_size, "byte %llu came back altered",
                            (unsigned long long)received + (unsigned long long)i);
        }
        if (n > 0)
            received += (uint64_t)n;
    }
    return true;
}

/* What is done on a connection. */
typedef bool exchange(int s, uint64_t bytes, char *error, size_t error_size);

static bool transfer(const struct sockaddr_in *to, exchange *exchange, uint64_t bytes, struct traffic_transfer *result,
                     char *error, size_t error_size)
{
    double start = now();
    int s = connect_to(to, SOCK_STREAM, error, error_size);

    if (s < 0)
        return false;
    result->verified = exchange(s, bytes, error, error_size);
    finish(result, result->verified ? bytes : 0, start);
    close(s);
    return result->verified;
}

bool traffic_tcp_echo(const struct sockaddr_in *to, uint64_t bytes, struct traffic_transfer *result,
                      char *error, size_t error_size)
{
    return transfer(to, echo_exchange, bytes, result, error, error_size);
}

static bool sink_exchange(int s, uint64_t bytes, char *error, size_t error_size)
{
    static uint8_t chunk[CHUNK];
    uint32_t state = traffic_stream_start(1), answer[2];
    uLong crc = crc32(0, NULL, 0);
    for (uint64_t sent = 0; sent < bytes;) {
        size_t size = bytes - sent < CHUNK ? (size_t)(bytes - sent) : CHUNK;
        traffic_stream(&state, chunk, CHUNK);
        crc = crc32(crc, chunk, (uInt)size);
        if (!send_all(s, chunk, size, error, error_size))
            return false;
        sent += size;
    }
    shutdown(s, SHUT_WR);
    if (!receive_all(s, answer, sizeof answer, error, error_size))
        return false;
    if (ntohl(answer[0]) != (uint32_t)bytes || ntohl(answer[1]) != (uint32_t)crc)
        return fail(error, error_size, "sent %llu bytes with CRC %08lx, the guest received "
                    "%u with CRC %08x", (unsigned long long)bytes, crc, ntohl(answer[0]), ntohl(answer[1]));
    return true;
}

bool traffic_tcp_in(const struct sockaddr_in *to, uint64_t bytes, struct traffic_transfer *result,
                    char *error, size_t error_size)
{
    return transfer(to, sink_exchange, bytes, result, error, error_size);
}

static bool source_exchange(int s, uint64_t bytes, char *error, size_t error_size)
{
    static uint8_t chunk[CHUNK], expected[CHUNK];
    const uint32_t seed = 0x51197a1;
    uint32_t request[2] = { htonl((uint32_t)bytes), htonl(seed) }, trailer;
    uint32_t state = traffic_stream_start(seed);
    uLong crc = crc32(0, NULL, 0);
    if (!send_all(s, request, sizeof request, error, error_size))
        return false;
    for (uint32_t received = 0; received < bytes;) {
        size_t size = bytes - received < CHUNK ? (size_t)(bytes - received) : CHUNK;
        traffic_stream(&state, expected, CHUNK);
        if (!receive_all(s, chunk, size, error, error_size))
            return false;
        if (memcmp(chunk, expected, size) != 0)
            return fail(error, error_size, "the bytes from %u on are not the stream asked for",
                        received);
        crc = crc32(crc, chunk, (uInt)size);
        received += (uint32_t)size;
    }
    if (!receive_all(s, &trailer, sizeof trailer, error, error_size))
        return false;
    if (ntohl(trailer) != (uint32_t)crc)
        return fail(error, error_size, "the guest's CRC is %08x, this side's %08lx",
                    ntohl(trailer), crc);
    return true;
}

bool traffic_tcp_out(const struct sockaddr_in *to, uint32_t bytes, struct traffic_transfer *result,
                     char *error, size_t error_size)
{
    return transfer(to, source_exchange, bytes, result, error, error_size);
}
