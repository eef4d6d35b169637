/* SPDX-License-Identifier: GPL-2.0-only */
/* lwIP's ip4.c as it is, and a way to its counter of identifications, for datagrams that do not
 * go through it (quick.c).
 */
#include "core/ipv4/ip4.c"

#include "quick.h"

u32 ip4_take_identification(void)
{
    return ip_id++;
}
