/* SPDX-License-Identifier: GPL-2.0-only */
/* The traffic program against servers on loopback, honest ones and such as lose or alter
 * bytes: what it is there to notice, it notices. */
#include <arpa/inet.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>
#include <zlib.h>

#include "boot/traffic.h"
#include "tap.h"

enum fault { HONEST, ALTERS, LOSES };

enum { BYTES = 300 * 1000, ALTERED_BYTE = 200 * 1000 };

/* A listening or bound socket on a free port of loopback. */
static int listener(int type, struct sockaddr_in *address)
{
    socklen_t size = sizeof *address;
    int s = socket(AF_INET, type, 0);

    *address = (struct sockaddr_in){ .sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
    if (bind(s, (struct sockaddr *)address, sizeof *address) != 0
        || (type == SOCK_STREAM && listen(s, 1) != 0)
        || getsockname(s, (struct sockaddr *)address, &size) != 0)
        exit(1);
    return s;
}

static void echo_datagrams(int s, enum fault fault)
{
    char bytes[2048];
    struct sockaddr_in from;
    unsigned seen = 0;

    for (;;) {
        socklen_t size = sizeof from;
        ssize_t n = recvfrom(s, bytes, sizeof bytes, 0, (struct sockaddr *)&from, &size);
        seen++;
        if (fault == LOSES && seen % 2)
            continue;
        if (fault == ALTERS && seen == 3)
            bytes[n - 1] ^= 1;
        sendto(s, bytes, (size_t)n, 0, (struct sockaddr *)&from, size);
    }
}

static void echo_stream(int s, enum fault fault)
{
    static char bytes[4096];
    int c = accept(s, NULL, NULL);
    long seen = 0;
    ssize_t n;

    while ((n = recv(c, bytes, sizeof bytes, 0)) > 0) {
        if (fault == ALTERS && seen <= ALTERED_BYTE && ALTERED_BYTE < seen + n)
            bytes[ALTERED_BYTE - seen] ^= 1;
        seen += n;
        if (fault == LOSES && seen > ALTERED_BYTE)
            exit(0);
        send(c, bytes, (size_t)n, 0);
    }
}

static void sink(int s, enum fault fault)
{
    static unsigned char bytes[4096];
    int c = accept(s, NULL, NULL);
    uLong crc = crc32(0, NULL, 0);
    uint32_t length = 0;
    ssize_t n;

    while ((n = recv(c, bytes, sizeof bytes, 0)) > 0) {
        crc = crc32(crc, bytes, (uInt)n);
        length += (uint32_t)n;
    }
    uint32_t answer[2] = { htonl(length - (fault == LOSES)), htonl((uint32_t)crc ^ (fault == ALTERS)) };
    send(c, answer, sizeof answer, 0);
}

static void source(int s, enum fault fault)
{
    static unsigned char bytes[BYTES];
    int c = accept(s, NULL, NULL);
    uint32_t request[2];

    if (recv(c, request, sizeof request, MSG_WAITALL) != sizeof request)
        exit(1);
    uint32_t state = traffic_stream_start(ntohl(request[1]));
    traffic_stream(&state, bytes, sizeof bytes);
    uint32_t trailer = htonl((uint32_t)crc32(0, bytes, BYTES));
    if (fault == ALTERS)
        bytes[ALTERED_BYTE] ^= 1;
    send(c, bytes, fault == LOSES ? ALTERED_BYTE : BYTES, 0);
    if (fault != LOSES)
        send(c, &trailer, sizeof trailer, 0);
}

static pid_t serve(int type, void (*server)(int, enum fault), enum fault fault, struct sockaddr_in *address)
{
    int s = listener(type, address);
    pid_t child = fork();

    if (child == 0) {
        alarm(60);
        server(s, fault);
        exit(0);
    }
    close(s);
    return child;
}

static void end(pid_t child)
{
    kill(child, SIGKILL);
    waitpid(child, NULL, 0);
}

static void test_datagrams(enum fault fault, bool expected, const char *name)
{
    struct sockaddr_in address;
    struct traffic_count count = { 0 };
    char error[200] = "";
    pid_t child = serve(SOCK_DGRAM, echo_datagrams, fault, &address);
    bool good = traffic_udp_echo(&address, fault == LOSES ? 2 : 50, &count, error, sizeof error);

    ok(good == expected, "UDP echo: %s", name);
    ok(expected ? count.received == (fault == LOSES ? 2 : 50) : strstr(error, "altered") != NULL,
       "UDP echo: %s: counted and told (%s)", name, error);
    end(child);
}

typedef bool transfer_function(const struct sockaddr_in *, uint64_t, struct traffic_transfer *, char *,
                               size_t);

static bool transfer_out(const struct sockaddr_in *to, uint64_t bytes, struct traffic_transfer *result,
                         char *error, size_t error_size)
{
    return traffic_tcp_out(to, (uint32_t)bytes, result, error, error_size);
}

static void test_transfer(transfer_function *transfer, void (*server)(int, enum fault), enum fault fault,
                          const char *told, const char *name)
{
    struct sockaddr_in address;
    struct traffic_transfer result = { 0 };
    char error[200] = "";
    pid_t child = serve(SOCK_STREAM, server, fault, &address);
    bool good = transfer(&address, BYTES, &result, error, sizeof error);

    ok(good == (fault == HONEST) && result.verified == good, "%s", name);
    ok(result.bytes == (good ? BYTES : 0), "%s: bytes counted only if verified", name);
    if (fault != HONEST && !ok(strstr(error, told) != NULL, "%s: the reason names \"%s\"", name, told))
        tap_note("%s", error);
    end(child);
}

int main(void)
{
    uint8_t first[8];
    uint32_t state = traffic_stream_start(0);

    signal(SIGPIPE, SIG_IGN);
    traffic_stream(&state, first, sizeof first);
    ok(memcmp(first, "\x21\x20\x04\x00\x01\x06\x08\x04", 8) == 0, "the stream is xorshift32 from 1");
    test_datagrams(HONEST, true, "an honest server");
    test_datagrams(ALTERS, false, "a server that alters a byte");
    test_datagrams(LOSES, true, "a lost datagram is sent again");
    test_transfer(traffic_tcp_echo, echo_stream, HONEST, "", "TCP echo: an honest server");
    test_transfer(traffic_tcp_echo, echo_stream, ALTERS, "byte 200000", "TCP echo: an altered byte");
    test_transfer(traffic_tcp_echo, echo_stream, LOSES, "after ", "TCP echo: a server that ends early");
    test_transfer(traffic_tcp_in, sink, HONEST, "", "TCP in: an honest server");
    test_transfer(traffic_tcp_in, sink, ALTERS, "CRC", "TCP in: a wrong checksum");
    test_transfer(traffic_tcp_in, sink, LOSES, "received 299999", "TCP in: a lost byte");
    test_transfer(transfer_out, source, HONEST, "", "TCP out: an honest server");
    test_transfer(transfer_out, source, ALTERS, "from 196608", "TCP out: an altered byte");
    test_transfer(transfer_out, source, LOSES, "closed", "TCP out: a server that ends early");
    return tap_end();
}
