// SPDX-License-Identifier: GPL-2.0-only
/* Socket buffers around packets. (Linux: net/core/skbuff.c) */
#include <linux/kernel.h>
#include <linux/netdevice.h>
#include <linux/ratelimit.h>
#include <linux/skbuff.h>
#include <linux/slab.h>

#include "device.h"
#include "network.server.h"
#include "packet_memory.h"

/* sk_buffs that are not in use: at most as many as ever were. */
static struct sk_buff *unused;

/* Clears what is not set when a buffer is made. It is done for each frame: a call of memset() would
 * cost as much again. */
static void clear(struct sk_buff *skb)
{
    unsigned int words = offsetof(struct sk_buff, len) / 4;
    void *at = skb;

    BUILD_BUG_ON(offsetof(struct sk_buff, len) % 4);
    asm volatile("rep stosl" : "+D"(at), "+c"(words) : "a"(0) : "memory");
}

static struct sk_buff *new_skb(gfp_t flags)
{
    struct sk_buff *skb = unused;

    if (skb)
        unused = skb->next;
    else
        skb = kmalloc(sizeof *skb, flags);
    if (skb)
        clear(skb);
    return skb;
}

static void put_skb(struct sk_buff *skb)
{
    skb->next = unused;
    unused = skb;
}

static void set_block(struct sk_buff *skb, unsigned char *block, unsigned int size)
{
    skb->len = 0;
    skb->head = skb->data = skb->tail = block;
    skb->end = block + size;
    skb->truesize = size + sizeof *skb;
}

static bool allocate_packet(struct sk_buff *skb)
{
    unsigned char *block;
    u32 start;

    if (Packets_allocate(packets, &skb->packet, &start) < 0)
        return false;
    block = packet_block(start);
    if (!block) {
        Packet_release(skb->packet);
        return false;
    }
    set_block(skb, block, packet_block_size());
    return true;
}

static bool allocate_private(struct sk_buff *skb, unsigned int size, gfp_t flags)
{
    unsigned char *block = kmalloc(size, flags);

    if (!block)
        return false;
    set_block(skb, block, size);
    skb->packet = NULL;
    return true;
}

struct sk_buff *alloc_skb(unsigned int size, gfp_t flags)
{
    struct sk_buff *skb = new_skb(flags);

    if (!skb)
        return NULL;
    if (likely(size <= packet_block_size()) ? allocate_packet(skb) : allocate_private(skb, size, flags))
        return skb;
    put_skb(skb);
    return NULL;
}

struct sk_buff *__netdev_alloc_skb(struct net_device *dev, unsigned int size, gfp_t flags)
{
    struct sk_buff *skb = size <= UINT_MAX - NET_SKB_PAD ? alloc_skb(size + NET_SKB_PAD, flags) : NULL;

    if (likely(skb)) {
        skb_reserve(skb, NET_SKB_PAD);
        skb->dev = dev;
    }
    return skb;
}

struct sk_buff *__napi_alloc_skb(struct napi_struct *napi, unsigned int size, gfp_t flags)
{
    return __netdev_alloc_skb(napi->dev, size, flags);
}

void kfree_skb(struct sk_buff *skb)
{
    if (!skb)
        return;
    if (skb->packet)
        Packet_release(skb->packet);
    else
        kfree(skb->head);
    put_skb(skb);
}

void skb_over_panic(const struct sk_buff *skb, unsigned int size, const char *function)
{
    pr_emerg("%s: %u bytes at the end of a buffer with room for %d\n", function, size, skb_tailroom(skb));
    BUG();
}

void skb_under_panic(const struct sk_buff *skb, unsigned int size, const char *function)
{
    pr_emerg("%s: %u bytes before a buffer with room for %u\n", function, size, skb_headroom(skb));
    BUG();
}

int skb_pad(struct sk_buff *skb, int pad)
{
    if (pad > skb_tailroom(skb)) {
        kfree_skb(skb);
        return -ENOMEM;
    }
    memset(skb->tail, 0, pad);
    return 0;
}

struct sk_buff *skb_copy(const struct sk_buff *skb, gfp_t flags)
{
    struct sk_buff *copy = alloc_skb(skb->end - skb->head, flags);
    struct sk_buff fresh;

    if (!copy)
        return NULL;
    fresh = *copy;
    *copy = *skb;
    copy->next = copy->prev = NULL;
    copy->packet = fresh.packet;
    copy->head = fresh.head;
    copy->end = fresh.end;
    copy->truesize = fresh.truesize;
    copy->data = copy->head + skb_headroom(skb);
    copy->tail = copy->data + skb->len;
    memcpy(copy->head, skb->head, skb->tail - skb->head);
    return copy;
}

int skb_checksum_help(struct sk_buff *skb)
{
    const int start = skb_checksum_start_offset(skb), place = start + skb->csum_offset;
    __sum16 sum;

    if (skb->ip_summed == CHECKSUM_PARTIAL) {
        if (start < 0 || place < 0 || place + (int)sizeof sum > (int)skb->len)
            return -EINVAL;
        sum = csum_fold(csum_partial(skb->data + start, skb->len - start, 0));
        memcpy(skb->data + place, sum ? &sum : &(__sum16){ (__force __sum16)0xffff }, sizeof sum);
    }
    skb->ip_summed = CHECKSUM_NONE;
    return 0;
}

void skb_copy_and_csum_dev(const struct sk_buff *skb, u8 *to)
{
    const int start = skb_checksum_start_offset(skb), place = start + skb->csum_offset;
    __sum16 sum;

    memcpy(to, skb->data, skb->len);
    if (skb->ip_summed != CHECKSUM_PARTIAL)
        return;
    BUG_ON(start < 0 || place + sizeof sum > skb->len);
    sum = csum_fold(csum_partial(to + start, skb->len - start, 0));
    memcpy(to + place, &sum, sizeof sum);
}

struct sk_buff *skb_of_packet(Packet packet, u32 offset, u32 length)
{
    unsigned char *block = packet_block(offset);
    unsigned int front = block ? offset - packet_offset(block) : 0;
    struct sk_buff *skb = NULL;

    if (unlikely(!block || length > packet_block_size() - front))
        pr_err_ratelimited("a frame of %u bytes at %u is not inside its packet\n", length, offset);
    else
        skb = new_skb(GFP_ATOMIC);
    if (!skb) {
        Packet_release(packet);
        return NULL;
    }
    skb->packet = packet;
    set_block(skb, block, packet_block_size());
    skb->data += front;
    skb->tail = skb->data + length;
    skb->len = length;
    return skb;
}

Packet skb_to_packet(struct sk_buff *skb, u32 *offset, u32 *length)
{
    struct sk_buff *copy = skb;
    Packet packet;

    *length = skb->tail - skb_mac_header(skb);
    if (unlikely(!skb->packet)) {
        copy = *length <= packet_block_size() ? alloc_skb(*length, GFP_ATOMIC) : NULL;
        if (copy)
            skb_put_data(copy, skb_mac_header(skb), *length);
        kfree_skb(skb);
        if (!copy)
            return NULL;
    }
    packet = copy->packet;
    *offset = packet_offset(copy == skb ? skb_mac_header(skb) : copy->data);
    put_skb(copy);
    return packet;
}
