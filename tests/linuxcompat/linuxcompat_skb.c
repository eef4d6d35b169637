// SPDX-License-Identifier: GPL-2.0-only
/* Socket buffers: pointers, room, packets that run out, padding, checksums. */
#include <linux/etherdevice.h>
#include <linux/netdevice.h>
#include <linux/skbuff.h>
#include <slipway/server.h>

#include "linuxcompat/network/device.h"
#include "linuxcompat/server/activity.h"
#include "world.h"

static int no_driver(void)
{
    return 0;
}
server_constructor(no_driver);

static struct sk_buff *victim;

static void put_too_much(void)
{
    skb_put(victim, skb_tailroom(victim) + 1);
}

static void push_too_much(void)
{
    skb_push(victim, skb_headroom(victim) + 1);
}

static void reserve_after_put(void)
{
    skb_reserve(victim, 1);
}

static void pointers(void)
{
    struct sk_buff *skb = netdev_alloc_skb(NULL, 1500);

    check(skb && !skb->len && skb->data == skb->tail, "a new buffer is empty");
    check_number(skb_headroom(skb), NET_SKB_PAD, "with room before");
    check(skb_tailroom(skb) >= 1500, "and behind");
    skb_reserve(skb, 2);
    check_number(skb_headroom(skb), NET_SKB_PAD + 2, "reserve moves both ends");
    memset(skb_put(skb, 100), 0x11, 100);
    check(skb->len == 100 && skb->tail == skb->data + 100, "put grows the end");
    *(u8 *)skb_push(skb, 4) = 0x22;
    check(skb->len == 104 && skb->data[0] == 0x22 && skb->data[4] == 0x11, "push grows the front");
    check(skb_pull(skb, 4) == skb->data && skb->len == 100, "pull shrinks it");
    check(!skb_pull(skb, 101) && skb->len == 100, "pull refuses more than there is");
    skb_trim(skb, 10);
    check(skb->len == 10 && skb->tail == skb->data + 10, "trim shrinks the end");
    skb_trim(skb, 20);
    check_number(skb->len, 10, "and never grows it");

    victim = skb;
    world_log_clear();
    check(world_stops(put_too_much) && world_logged("at the end of a buffer"),
          "putting too much stops the server");
    check(world_stops(push_too_much) && world_logged("before a buffer"), "so does pushing too much");
    check(world_stops(reserve_after_put), "and reserving in a buffer with data");
    kfree_skb(skb);
    kfree_skb(NULL);
    check_number(world_packets_free, WORLD_PACKETS, "freeing gives the packet back");
}

static void exhaustion(void)
{
    static struct sk_buff *all[WORLD_PACKETS + 1];
    unsigned number = 0;
    struct sk_buff *large;

    while (number <= WORLD_PACKETS && (all[number] = dev_alloc_skb(1514)))
        number++;
    check_number(number, WORLD_PACKETS, "each buffer is a packet, and then there are none");
    check(!napi_alloc_skb(&(struct napi_struct){ 0 }, 64), "napi_alloc_skb says so too");
    large = alloc_skb(5000, GFP_KERNEL);
    check(large && skb_tailroom(large) == 5000 && !large->packet,
          "what no packet holds lies in private memory");
    kfree_skb(large);
    while (number)
        kfree_skb(all[--number]);
    check(!__netdev_alloc_skb(NULL, UINT_MAX, GFP_KERNEL), "a size that wraps is refused");
    world_memory = 0;
    check(!alloc_skb(5000, GFP_KERNEL), "so is one for which memory is short");
    world_memory = -1;
}

static void padding(void)
{
    struct sk_buff *skb = dev_alloc_skb(200);

    memset(skb_put(skb, 14), 0xff, 14);
    memset(skb->tail, 0xee, 60);
    check(!skb_padto(skb, ETH_ZLEN) && skb->len == 14 && !skb->data[59] && skb->data[13] == 0xff,
          "padto zeroes, and leaves the length");
    check(!eth_skb_pad(skb) && skb->len == ETH_ZLEN && !skb->data[59], "eth_skb_pad grows it to 60");
    check(!eth_skb_pad(skb) && skb->len == ETH_ZLEN, "and no further");
    kfree_skb(skb);
    skb = alloc_skb(2048, GFP_KERNEL);
    skb_put(skb, 2040);
    check(skb_padto(skb, 2060) == -ENOMEM, "padding without room fails");
    check_number(world_packets_free, WORLD_PACKETS, "and frees the buffer");
}

static void copies(void)
{
    struct sk_buff *skb = dev_alloc_skb(200), *copy;
    u8 out[64] = { 0 };

    memcpy(skb_put(skb, 8), "abcdefgh", 8);
    skb_copy_to_linear_data_offset(skb, 2, "XY", 2);
    skb_copy_from_linear_data(skb, out, 8);
    check(!memcmp(out, "abXYefgh", 8), "data goes in and out");
    copy = skb_copy(skb, GFP_KERNEL);
    check(copy && copy->head != skb->head && copy->len == 8 && !memcmp(copy->data, skb->data, 8)
          && skb_headroom(copy) == skb_headroom(skb), "a copy has the same frame elsewhere");
    copy->data[0] = 'Z';
    check(skb->data[0] == 'a', "and its own data");
    kfree_skb(copy);
    kfree_skb(skb);
}

/* The header of RFC 1071's errata and of many a textbook: checksum 0xb1e6. */
static const u8 internet_header[20] = {
    0x45, 0x00, 0x00, 0x3c, 0x1c, 0x46, 0x40, 0x00, 0x40, 0x06,
    0x00, 0x00, 0xac, 0x10, 0x0a, 0x63, 0xac, 0x10, 0x0a, 0x0c
};

static void checksums(void)
{
    struct sk_buff *skb = dev_alloc_skb(200);
    u8 out[64] = { 0 };

    check_number(csum_fold(csum_partial(internet_header, 20, 0)), htons(0xb1e6), "the Internet checksum");
    check_number(csum_partial("\x01\x02\x03", 3, 0), 0x0201 + 0x0003, "an odd byte counts as the low one");
    skb_put_data(skb, "headerheaderhh", 14);
    skb_put_data(skb, internet_header, 20);
    skb->csum_start = skb_headroom(skb) + 14;
    skb->csum_offset = 10;
    skb_copy_and_csum_dev(skb, out);
    check(!memcmp(out, skb->data, 34), "without CHECKSUM_PARTIAL the frame is copied");
    skb->ip_summed = CHECKSUM_PARTIAL;
    skb_copy_and_csum_dev(skb, out);
    check(out[24] == 0xb1 && out[25] == 0xe6 && !skb->data[24], "with it the copy has the checksum");
    check(!skb_checksum_help(skb) && skb->data[24] == 0xb1 && skb->ip_summed == CHECKSUM_NONE,
          "skb_checksum_help puts it into the frame");
    skb->ip_summed = CHECKSUM_PARTIAL;
    skb->csum_offset = 30;
    check_number(skb_checksum_help(skb), -EINVAL, "and refuses a place outside");
    kfree_skb(skb);
}

static void types(void)
{
    static const u8 frames[][16] = {
        { 2, 0, 0, 0, 0, 1, 2, 0, 0, 0, 0, 9, 0x08, 0x00 },
        { 255, 255, 255, 255, 255, 255, 2, 0, 0, 0, 0, 9, 0x08, 0x06 },
        { 1, 0, 0x5e, 0, 0, 1, 2, 0, 0, 0, 0, 9, 0x86, 0xdd },
        { 2, 0, 0, 0, 0, 7, 2, 0, 0, 0, 0, 9, 0x00, 0x40, 0xff, 0xff },
        { 2, 0, 0, 0, 0, 1, 2, 0, 0, 0, 0, 9, 0x00, 0x40, 0x42, 0x42 },
    };
    static const u16 protocols[] = { ETH_P_IP, ETH_P_ARP, ETH_P_IPV6, ETH_P_802_3, ETH_P_802_2 };
    static const u8 packet_types[] = { PACKET_HOST, PACKET_BROADCAST, PACKET_MULTICAST, PACKET_OTHERHOST,
          PACKET_HOST };
    struct net_device *dev = alloc_etherdev(0);

    eth_hw_addr_set(dev, (const u8[]){ 2, 0, 0, 0, 0, 1 });
    for (int i = 0; i < 5; i++) {
        struct sk_buff *skb = dev_alloc_skb(64);

        skb_put_data(skb, frames[i], 16);
        check_number(ntohs(eth_type_trans(skb, dev)), protocols[i], "eth_type_trans tells the protocol");
        check_number(skb->pkt_type, packet_types[i], "and for whom it is");
        check(skb->dev == dev && skb->len == 2 && skb_mac_header(skb) == skb->data - 14,
              "and pulls the header");
        kfree_skb(skb);
    }
    free_netdev(dev);
}

static void lists(void)
{
    struct sk_buff_head list;
    struct sk_buff *one = dev_alloc_skb(1), *other = dev_alloc_skb(1);

    skb_queue_head_init(&list);
    check(skb_queue_empty(&list) && !skb_dequeue(&list), "an empty list");
    skb_queue_tail(&list, one);
    skb_queue_tail(&list, other);
    check_number(skb_queue_len(&list), 2, "counts");
    check(skb_dequeue(&list) == one && skb_dequeue(&list) == other && !skb_dequeue(&list),
          "first in, first out");
    kfree_skb(one);
    kfree_skb(other);
}

int main(void)
{
    struct task_struct task;

    world_begin();
    activity_enter(&task, "test");
    pointers();
    exhaustion();
    padding();
    copies();
    checksums();
    types();
    lists();
    activity_leave(&task);
    return world_end();
}
