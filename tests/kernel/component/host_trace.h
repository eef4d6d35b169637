/* SPDX-License-Identifier: GPL-2.0-only */
/* The machine's part of tracing, in a process: records are kept in memory. */
#ifndef TESTS_COMPONENT_HOST_TRACE_H
#define TESTS_COMPONENT_HOST_TRACE_H

#include "calls/trace_record.h"

/* What was written so far. */
extern u8 host_trace[65536];
extern u32 host_trace_size;

#endif
