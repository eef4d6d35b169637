/* SPDX-License-Identifier: GPL-2.0-only */
/* Socket buffers. (Linux: include/linux/skbuff.h)
 *
 * The bytes from `head` to `end` lie in a block of the Packets server, or in private memory if
 * no block is large enough; sk_buff and shared info are private. A buffer is linear and has
 * one owner: what Linux shares between clones is not offered. */
#ifndef SLIPWAY_LINUX_SKBUFF_H
#define SLIPWAY_LINUX_SKBUFF_H

#include <linux/bug.h>
#include <linux/cache.h>
#include <linux/compiler.h>
#include <linux/dma-mapping.h>
#include <linux/gfp.h>
#include <linux/kernel.h>
#include <linux/netdev_features.h>
#include <linux/string.h>
#include <linux/types.h>
#include <net/checksum.h>

struct net_device;
struct napi_struct;
struct Packet_entries;

/* How far the checksum is done. */
#define CHECKSUM_NONE           0
#define CHECKSUM_UNNECESSARY    1
#define CHECKSUM_COMPLETE       2
#define CHECKSUM_PARTIAL        3

/* Room before the frame, so that headers can be pushed. */
#define NET_SKB_PAD     32
#define NET_IP_ALIGN    0
#define MAX_SKB_FRAGS   0

struct skb_shared_info {
    u8 nr_frags;
    unsigned short gso_size;
    unsigned short gso_segs;
    unsigned int gso_type;
    struct sk_buff *frag_list;
};

struct sk_buff {
    struct sk_buff *next;
    struct sk_buff *prev;
    struct net_device *dev;
    char cb[48] __aligned(8);       /* the owner's */
    unsigned int data_len;          /* those that are not linear: none */
    __u16 mac_len;
    __u16 queue_mapping;
    __u8 pkt_type : 3;
    __u8 ip_summed : 2;
    __u8 no_fcs : 1;
    __u8 xmit_more : 1;
    union {
        __wsum csum;
        struct {
            __u16 csum_start;       /* from head */
            __u16 csum_offset;      /* from csum_start */
        };
    };
    __u32 priority;
    __u32 hash;
    __be16 protocol;
    union {
        __u32 vlan_all;             /* not zero: there is a tag */
        struct {
            __be16 vlan_proto;
            __u16 vlan_tci;
        };
    };
    __u16 transport_header;         /* each from head */
    __u16 network_header;
    __u16 mac_header;
    struct skb_shared_info shared;
    /* From here on everything is set when a buffer is made. */
    unsigned int len;               /* bytes of the frame */
    unsigned char *head;            /* the block */
    unsigned char *data;            /* the frame */
    unsigned char *tail;            /* its end */
    unsigned char *end;             /* the end of the block */
    unsigned int truesize;
    const struct Packet_entries *const *packet;     /* owns the block; null: private memory */
};

#define skb_shinfo(skb)             (&(skb)->shared)
#define SKB_DATA_ALIGN(size)        ALIGN(size, SMP_CACHE_BYTES)

/* Stop the server: `skb` has no room for `size` bytes more, or not as many. */
void skb_over_panic(const struct sk_buff *skb, unsigned int size, const char *function)
    __attribute__((noreturn));
void skb_under_panic(const struct sk_buff *skb, unsigned int size, const char *function)
    __attribute__((noreturn));

static inline unsigned char *skb_end_pointer(const struct sk_buff *skb)
{
    return skb->end;
}

static inline unsigned char *skb_tail_pointer(const struct sk_buff *skb)
{
    return skb->tail;
}

static inline bool skb_is_nonlinear(const struct sk_buff *skb)
{
    return skb->data_len != 0;
}

static inline unsigned int skb_headlen(const struct sk_buff *skb)
{
    return skb->len - skb->data_len;
}

static inline unsigned int skb_headroom(const struct sk_buff *skb)
{
    return skb->data - skb->head;
}

static inline int skb_tailroom(const struct sk_buff *skb)
{
    return skb->end - skb->tail;
}

static inline void *skb_put(struct sk_buff *skb, unsigned int size)
{
    unsigned char *old = skb->tail;

    if (unlikely(size > (unsigned int)(skb->end - skb->tail)))
        skb_over_panic(skb, size, __func__);
    skb->tail += size;
    skb->len += size;
    return old;
}

static inline void *skb_put_zero(struct sk_buff *skb, unsigned int size)
{
    return memset(skb_put(skb, size), 0, size);
}

static inline void *skb_put_data(struct sk_buff *skb, const void *data, unsigned int size)
{
    return memcpy(skb_put(skb, size), data, size);
}

static inline void *skb_push(struct sk_buff *skb, unsigned int size)
{
    if (unlikely(size > skb_headroom(skb)))
        skb_under_panic(skb, size, __func__);
    skb->data -= size;
    skb->len += size;
    return skb->data;
}

/* Null if the frame is shorter. */
static inline void *skb_pull(struct sk_buff *skb, unsigned int size)
{
    if (unlikely(size > skb->len))
        return NULL;
    skb->len -= size;
    return skb->data += size;
}

static inline void *skb_pull_inline(struct sk_buff *skb, unsigned int size)
{
    return skb_pull(skb, size);
}

static inline bool pskb_may_pull(const struct sk_buff *skb, unsigned int size)
{
    return size <= skb->len;
}

/* Makes room at the front of an empty buffer. */
static inline void skb_reserve(struct sk_buff *skb, int size)
{
    if (unlikely(skb->len || size > skb_tailroom(skb)))
        skb_over_panic(skb, size, __func__);
    skb->data += size;
    skb->tail += size;
}

static inline void skb_trim(struct sk_buff *skb, unsigned int size)
{
    if (skb->len > size) {
        skb->len = size;
        skb->tail = skb->data + size;
    }
}

static inline void skb_reset_tail_pointer(struct sk_buff *skb)
{
    skb->tail = skb->data;
}

#define SLIPWAY_HEADER(name) \
static inline unsigned char *skb_##name(const struct sk_buff *skb) \
{ \
    return skb->head + skb->name; \
} \
static inline void skb_reset_##name(struct sk_buff *skb) \
{ \
    skb->name = skb->data - skb->head; \
} \
static inline int skb_##name##_offset(const struct sk_buff *skb) \
{ \
    return skb_##name(skb) - skb->data; \
}

SLIPWAY_HEADER(transport_header)
SLIPWAY_HEADER(network_header)
SLIPWAY_HEADER(mac_header)

#undef SLIPWAY_HEADER

#define skb_transport_offset(skb)   skb_transport_header_offset(skb)
#define skb_network_offset(skb)     skb_network_header_offset(skb)

static inline void skb_copy_from_linear_data(const struct sk_buff *skb, void *to, unsigned int size)
{
    memcpy(to, skb->data, size);
}

static inline void skb_copy_to_linear_data(struct sk_buff *skb, const void *from, unsigned int size)
{
    memcpy(skb->data, from, size);
}

static inline void skb_copy_to_linear_data_offset(struct sk_buff *skb, int offset, const void *from,
                                                  unsigned int size)
{
    memcpy(skb->data + offset, from, size);
}

static inline int skb_checksum_start_offset(const struct sk_buff *skb)
{
    return skb->csum_start - skb_headroom(skb);
}

static inline void skb_checksum_none_assert(const struct sk_buff *skb)
{
}

static inline bool skb_is_gso(const struct sk_buff *skb)
{
    return skb->shared.gso_size != 0;
}

static inline void skb_record_rx_queue(struct sk_buff *skb, u16 queue)
{
    skb->queue_mapping = queue + 1;
}

static inline u16 skb_get_queue_mapping(const struct sk_buff *skb)
{
    return skb->queue_mapping;
}

/* There are no time stamps. */
static inline void skb_tx_timestamp(struct sk_buff *skb)
{
}

/* An empty buffer with room for `size` bytes, behind NET_SKB_PAD bytes for netdev_ and napi_.
 * Null if all packets are in use, or memory is short. May be called in any context. */
struct sk_buff *alloc_skb(unsigned int size, gfp_t flags);
struct sk_buff *__netdev_alloc_skb(struct net_device *device, unsigned int size, gfp_t flags);
struct sk_buff *__napi_alloc_skb(struct napi_struct *napi, unsigned int size, gfp_t flags);

static inline struct sk_buff *dev_alloc_skb(unsigned int size)
{
    return __netdev_alloc_skb(NULL, size, GFP_ATOMIC);
}

static inline struct sk_buff *netdev_alloc_skb(struct net_device *device, unsigned int size)
{
    return __netdev_alloc_skb(device, size, GFP_ATOMIC);
}

static inline struct sk_buff *netdev_alloc_skb_ip_align(struct net_device *device, unsigned int size)
{
    return netdev_alloc_skb(device, size);
}

static inline struct sk_buff *napi_alloc_skb(struct napi_struct *napi, unsigned int size)
{
    return __napi_alloc_skb(napi, size, GFP_ATOMIC);
}

/* Frees the buffer; null is allowed. May be called in any context. */
void kfree_skb(struct sk_buff *skb);
#define consume_skb(skb)                kfree_skb(skb)
#define dev_kfree_skb(skb)              kfree_skb(skb)
#define dev_kfree_skb_any(skb)          kfree_skb(skb)
#define dev_kfree_skb_irq(skb)          kfree_skb(skb)
#define dev_consume_skb_any(skb)        kfree_skb(skb)
#define dev_consume_skb_irq(skb)        kfree_skb(skb)
#define napi_consume_skb(skb, budget)   kfree_skb(skb)

/* Copies the frame out; with CHECKSUM_PARTIAL the checksum is computed and put in. */
void skb_copy_and_csum_dev(const struct sk_buff *skb, u8 *to);
/* Computes the checksum that CHECKSUM_PARTIAL left to the device. 0, or -EINVAL. */
int skb_checksum_help(struct sk_buff *skb);
/* Adds zeros up to `size` bytes; `len` does not change. With an error the buffer is freed. */
int skb_pad(struct sk_buff *skb, int pad);
/* A buffer of its own with the same frame. */
struct sk_buff *skb_copy(const struct sk_buff *skb, gfp_t flags);

static inline int skb_padto(struct sk_buff *skb, unsigned int size)
{
    return likely(skb->len >= size) ? 0 : skb_pad(skb, size - skb->len);
}

/* The same, and `len` becomes `size`. */
static inline int skb_put_padto(struct sk_buff *skb, unsigned int size)
{
    unsigned int missing = size - skb->len;

    if (likely(skb->len >= size))
        return 0;
    if (skb_pad(skb, missing))
        return -ENOMEM;
    skb_put(skb, missing);
    return 0;
}

static inline int skb_linearize(struct sk_buff *skb)
{
    return 0;
}

/* A list of buffers. */
struct sk_buff_head {
    struct sk_buff *next;
    struct sk_buff *prev;
    __u32 qlen;
};

static inline void skb_queue_head_init(struct sk_buff_head *list)
{
    list->next = list->prev = (struct sk_buff *)list;
    list->qlen = 0;
}

static inline bool skb_queue_empty(const struct sk_buff_head *list)
{
    return list->qlen == 0;
}

static inline __u32 skb_queue_len(const struct sk_buff_head *list)
{
    return list->qlen;
}

static inline void __skb_queue_tail(struct sk_buff_head *list, struct sk_buff *skb)
{
    skb->next = (struct sk_buff *)list;
    skb->prev = list->prev;
    list->prev->next = skb;
    list->prev = skb;
    list->qlen++;
}

static inline struct sk_buff *__skb_dequeue(struct sk_buff_head *list)
{
    struct sk_buff *skb = list->qlen ? list->next : NULL;

    if (skb) {
        list->next = skb->next;
        skb->next->prev = (struct sk_buff *)list;
        skb->next = skb->prev = NULL;
        list->qlen--;
    }
    return skb;
}

#define skb_queue_tail(list, skb)   __skb_queue_tail(list, skb)
#define skb_dequeue(list)           __skb_dequeue(list)

#endif
