/* SPDX-License-Identifier: GPL-2.0-only */
/* Datagrams and verdicts, made and checked alike in every guest and in the peer. */
#ifndef WORKLOAD_DATA_H
#define WORKLOAD_DATA_H

#include <stdint.h>

#include "plan.h"

/* Makes data datagram `number` (workload->payload bytes) at `bytes`. */
void data_make(const struct workload *workload, uint32_t tag, uint32_t number, uint8_t *bytes);

/* The number of a received datagram if it is data of this workload, with every byte right; -1 if
 * it is no data of it (another tag: late from an earlier one); -2 if it is, but altered. */
int32_t data_check(const struct workload *workload, uint32_t tag, const uint8_t *bytes, uint32_t length);

/* The request's PROTOCOL_REQUEST_SIZE bytes, from a workload, and back. request_parse() returns 0
 * for one that plan.h's limits do not allow; `text` of the workload is left empty. */
void request_make(const struct workload *workload, uint32_t tag, uint8_t *bytes);
int request_parse(const uint8_t *bytes, struct workload *workload, uint32_t *tag);

/* The verdict's PROTOCOL_VERDICT_SIZE bytes, and back: 0 if it is none. */
void verdict_make(uint32_t verified, uint32_t count, uint8_t *bytes);
int verdict_parse(const uint8_t *bytes, uint32_t *verified, uint32_t *count);

#endif
