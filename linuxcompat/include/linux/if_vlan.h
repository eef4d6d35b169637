/* SPDX-License-Identifier: GPL-2.0-only */
/* VLAN tags. (Linux: include/linux/if_vlan.h) */
#ifndef SLIPWAY_LINUX_IF_VLAN_H
#define SLIPWAY_LINUX_IF_VLAN_H

#include <linux/etherdevice.h>
#include <linux/netdevice.h>
#include <linux/skbuff.h>
#include <uapi/linux/if_vlan.h>

#define VLAN_HLEN           4       /* octets that a tag adds */
#define VLAN_ETH_HLEN       18
#define VLAN_ETH_ZLEN       64
#define VLAN_ETH_DATA_LEN   1500
#define VLAN_ETH_FRAME_LEN  1518
#define VLAN_PRIO_MASK      0xe000
#define VLAN_PRIO_SHIFT     13
#define VLAN_CFI_MASK       0x1000
#define VLAN_VID_MASK       0x0fff
#define VLAN_N_VID          4096

struct vlan_hdr {
    __be16 h_vlan_TCI;
    __be16 h_vlan_encapsulated_proto;
};

struct vlan_ethhdr {
    unsigned char h_dest[ETH_ALEN];
    unsigned char h_source[ETH_ALEN];
    __be16 h_vlan_proto;
    __be16 h_vlan_TCI;
    __be16 h_vlan_encapsulated_proto;
};

#define skb_vlan_tag_present(skb)   ((skb)->vlan_all != 0)
#define skb_vlan_tag_get(skb)       ((skb)->vlan_tci)

static inline bool eth_type_vlan(__be16 type)
{
    return type == htons(ETH_P_8021Q) || type == htons(ETH_P_8021AD);
}

#endif
