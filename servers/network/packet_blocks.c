/* SPDX-License-Identifier: GPL-2.0-only */
/* Mapping the packets' memory, and finding blocks in it (packet_blocks.h). */
#include "packet_blocks.h"

#include "required.h"

static u8 *all_blocks;          /* the packets' memory, mapped */
static u32 all_size;
static u32 block_size;          /* a power of two that divides all_size */

status packet_blocks_map(void)
{
    Memory memory = 0;
    u32 address = 0, size;
    status result = Packets_getMemory(packets, &memory);

    if (result < 0)
        return result;
    all_size = Memory_getSize(memory);
    result = Component_map(component, (Any)memory, &address);
    Memory_release(memory);
    if (result < 0)
        return result;
    size = Packets_getBlockSize(packets);
    if (size == 0 || (size & (size - 1)) != 0 || all_size % size != 0)
        return E_INVAL;
    all_blocks = (u8 *)address;
    block_size = size;
    return OK;
}

u32 packet_block_size(void)
{
    return block_size;
}

u8 *packet_block(u32 offset)
{
    return all_blocks + (offset & ~(block_size - 1));
}

u32 packet_offset_of(const void *bytes)
{
    return (u32)((const u8 *)bytes - all_blocks);
}

u8 *packet_bytes(u32 offset, u32 length, u32 front)
{
    u32 before = offset & (block_size - 1);

    return offset < all_size && before >= front && length <= block_size - before ? all_blocks + offset : 0;
}

u32 packet_owns(Packet packet, u32 offset)
{
    return Packets_owns(packets, packet, offset);
}
