/* SPDX-License-Identifier: GPL-2.0-only */
/* Looking into received packets (packet_view.h). */
#include "packet_view.h"

#include "required.h"

static const u8 *all_blocks;    /* the packets' memory, mapped */
static u32 all_size;
static u32 block_size;

status packet_view_start(void)
{
    Memory memory = 0;
    u32 address = 0;
    status result = Packets_getMemory(packets, &memory);

    if (result < 0)
        return result;
    all_size = Memory_getSize(memory);
    result = Component_map(component, memory, &address);
    Memory_release(memory);
    if (result < 0)
        return result;
    all_blocks = (const u8 *)address;
    block_size = Packets_getBlockSize(packets);
    return block_size > 0 && block_size <= all_size ? OK : E_INVAL;
}

const u8 *packet_view(Packet packet, u32 offset, u32 length)
{
    status call = E_INVAL;
    u32 start = Packet_getOffset_checked(packet, &call);

    if (call < 0 || start > all_size - block_size || offset > block_size || length > block_size - offset)
        return 0;
    return all_blocks + start + offset;
}
