/* SPDX-License-Identifier: GPL-2.0-only */
/* Looking into received packets (packet_view.h). */
#include "packet_view.h"

#include "packet_blocks.h"

const u8 *packet_view(Packet packet, u32 offset, u32 length)
{
    const u8 *block = packet_block(packet);
    u32 size = packet_block_size();

    return block && offset <= size && length <= size - offset ? block + offset : 0;
}
