/* SPDX-License-Identifier: GPL-2.0-only */
/* Counters of 64 bits: nobody reads one while it is half written.
 * (Linux: include/linux/u64_stats_sync.h) */
#ifndef SLIPWAY_LINUX_U64_STATS_SYNC_H
#define SLIPWAY_LINUX_U64_STATS_SYNC_H

#include <linux/types.h>

struct u64_stats_sync {
};

typedef struct {
    u64 v;
} u64_stats_t;

#define u64_stats_read(counter)             ((counter)->v)
#define u64_stats_set(counter, value)       ((void)((counter)->v = (value)))
#define u64_stats_add(counter, value)       ((void)((counter)->v += (value)))
#define u64_stats_inc(counter)              ((void)(counter)->v++)

static inline void u64_stats_init(struct u64_stats_sync *sync)
{
}

static inline void u64_stats_update_begin(struct u64_stats_sync *sync)
{
}

static inline void u64_stats_update_end(struct u64_stats_sync *sync)
{
}

static inline unsigned int u64_stats_fetch_begin(const struct u64_stats_sync *sync)
{
    return 0;
}

static inline bool u64_stats_fetch_retry(const struct u64_stats_sync *sync, unsigned int start)
{
    return false;
}

#define u64_stats_update_begin_irqsave(sync)        ({ u64_stats_update_begin(sync); 0ul; })
#define u64_stats_update_end_irqrestore(sync, flags) ((void)(flags), u64_stats_update_end(sync))
#define u64_stats_fetch_begin_irq                   u64_stats_fetch_begin
#define u64_stats_fetch_retry_irq                   u64_stats_fetch_retry

#endif
