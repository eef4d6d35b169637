/* SPDX-License-Identifier: GPL-2.0-only */
/* The workloads over TCP. */
#include <errno.h>
#include <sys/socket.h>

#include "guest.h"
#include "pattern.h"

static uint8_t buffer[CHUNK];

/* What remains, at most a chunk. */
static size_t chunk(uint32_t left)
{
    return left < CHUNK ? left : CHUNK;
}

bool run_tcp_in(struct run *run)
{
    uint32_t position = 0, total = run->workload->count;

    run->report.verified = true;
    span_begin(run);
    if (!connection_request(run))
        return false;
    while (position < total) {
        ssize_t got = recv(run->control, buffer, chunk(total - position), 0);
        if (got <= 0)
            return fail(got ? errno : 0, "%s: after %u bytes the peer sends no more", run->workload->text,
                        position);
        if (!pattern_check(position, buffer, (uint32_t)got))
            run->report.verified = false;
        position += (uint32_t)got;
    }
    span_end(run);
    run->count = position;
    return connection_tell(run);
}

bool run_tcp_out(struct run *run)
{
    uint32_t position = 0, total = run->workload->count;

    span_begin(run);
    if (!connection_request(run))
        return false;
    while (position < total) {
        size_t size = chunk(total - position);
        if (!connection_send(run, pattern_at(position), size))
            return false;
        position += (uint32_t)size;
    }
    if (!connection_verdict(run))
        return false;
    span_end(run);
    run->report.verified &= run->count == total;
    return true;
}

bool run_round_trips(struct run *run)
{
    uint32_t total = run->workload->count;
    uint8_t byte;

    run->report.verified = true;
    span_begin(run);
    if (!connection_request(run))
        return false;
    for (uint32_t i = 0; i < total; i++) {
        const uint8_t *sent = pattern_at(i);
        if (!connection_send(run, sent, 1) || !connection_receive(run, &byte, 1))
            return false;
        if (byte != *sent)
            run->report.verified = false;
    }
    span_end(run);
    run->count = total;
    return connection_tell(run);
}
