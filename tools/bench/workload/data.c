/* SPDX-License-Identifier: GPL-2.0-only */
/* Datagrams, requests and verdicts of the protocol. */
#include "data.h"

#include "pattern.h"
#include "protocol.h"

/* A data datagram begins with its number's word. */
enum { NUMBER_SIZE = 4 };

void data_make(const struct workload *workload, uint32_t tag, uint32_t number, uint8_t *bytes)
{
    protocol_put(bytes, tag << 24 | number);
    __builtin_memcpy(bytes + NUMBER_SIZE, pattern_at((uint64_t)number * workload->payload),
                     workload->payload - NUMBER_SIZE);
}

int32_t data_check(const struct workload *workload, uint32_t tag, const uint8_t *bytes, uint32_t length)
{
    uint32_t word = length < NUMBER_SIZE ? 0 : protocol_get(bytes), number = word & 0xffffff;

    if (length < NUMBER_SIZE || word >> 24 != tag)
        return -1;
    if (length != workload->payload || number >= workload->count
        || !pattern_check((uint64_t)number * length, bytes + NUMBER_SIZE, length - NUMBER_SIZE))
        return -2;
    return (int32_t)number;
}

void request_make(const struct workload *workload, uint32_t tag, uint8_t *bytes)
{
    const uint32_t words[] = { PROTOCOL_MAGIC, workload->kind, workload->count, workload->payload,
                               workload->rate, tag };

    for (unsigned i = 0; i < sizeof words / sizeof *words; i++)
        protocol_put(bytes + 4 * i, words[i]);
}

static int is_udp(uint32_t kind)
{
    return kind == WORKLOAD_UDP_IN || kind == WORKLOAD_UDP_OUT || kind == WORKLOAD_UDP_LOSS;
}

int request_parse(const uint8_t *bytes, struct workload *workload, uint32_t *tag)
{
    *workload = (struct workload){ .kind = protocol_get(bytes + 4), .count = protocol_get(bytes + 8),
                                   .payload = protocol_get(bytes + 12), .rate = protocol_get(bytes + 16) };
    *tag = protocol_get(bytes + 20);
    if (protocol_get(bytes) != PROTOCOL_MAGIC || !plan_name(workload->kind) || workload->count == 0
        || *tag > 255)
        return 0;
    if ((workload->kind == WORKLOAD_UDP_LOSS) != (workload->rate != 0) || workload->rate > WORKLOAD_RATE_MAX)
        return 0;
    if (!is_udp(workload->kind))
        return workload->payload == 0;
    return workload->count <= WORKLOAD_DATAGRAMS_MAX
           && workload->payload >= WORKLOAD_FRAME_MIN - WORKLOAD_FRAME_OVERHEAD
           && workload->payload <= WORKLOAD_FRAME_MAX - WORKLOAD_FRAME_OVERHEAD;
}

void verdict_make(uint32_t verified, uint32_t count, uint8_t *bytes)
{
    protocol_put(bytes, PROTOCOL_VERDICT);
    protocol_put(bytes + 4, verified);
    protocol_put(bytes + 8, count);
}

int verdict_parse(const uint8_t *bytes, uint32_t *verified, uint32_t *count)
{
    *verified = protocol_get(bytes + 4);
    *count = protocol_get(bytes + 8);
    return protocol_get(bytes) == PROTOCOL_VERDICT && *verified <= 1;
}
