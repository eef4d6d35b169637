/* SPDX-License-Identifier: GPL-2.0-only */
/* Looking into received packets (packet_view.h). */
#include "packet_view.h"

#include "packet_blocks.h"

const u8 *packet_view(u32 offset, u32 length)
{
    return packet_bytes(offset, length, 0);
}
