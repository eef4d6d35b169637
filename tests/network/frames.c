/* SPDX-License-Identifier: GPL-2.0-only */
/* Making frames, for tests (frames.h). */
#include "frames.h"

#include <string.h>

static u32 random_state = 1;

void random_seed(u32 seed)
{
    random_state = seed | 1;
}

u32 random_number(void)
{
    random_state ^= random_state << 13;
    random_state ^= random_state >> 17;
    random_state ^= random_state << 5;
    return random_state;
}

u32 random_below(u32 limit)
{
    return random_number() % limit;
}

void put16(u8 *at, u32 value)
{
    at[0] = (u8)(value >> 8);
    at[1] = (u8)value;
}

void put32(u8 *at, u32 value)
{
    put16(at, value >> 16);
    put16(at + 2, value);
}

u32 get16(const u8 *at)
{
    return (u32)at[0] << 8 | at[1];
}

u32 get32(const u8 *at)
{
    return get16(at) << 16 | get16(at + 2);
}

void station_address(u8 *at, u32 address)
{
    if (address == STACK_ADDRESS) {
        memcpy(at, "\x52\x54\x00\x12\x34\x56", 6);
        return;
    }
    if (address >> 8 != STACK_ADDRESS >> 8)
        address = GATEWAY_ADDRESS;      /* what is not on the link comes by the gateway */
    put16(at, 0x0200);
    put32(at + 2, address);
}

u32 internet_checksum(const u8 *bytes, u32 length, u32 sum)
{
    for (; length > 1; bytes += 2, length -= 2)
        sum += get16(bytes);
    if (length > 0)
        sum += (u32)bytes[0] << 8;
    while (sum >> 16)
        sum = (sum & 0xffff) + (sum >> 16);
    return ~sum & 0xffff;
}

static void make_ethernet(u8 *frame, u32 source, u32 destination, u32 type)
{
    station_address(frame, destination);
    station_address(frame + 6, source);
    if (destination == BROADCAST_ADDRESS || destination == 0xffffffff)
        memset(frame, 0xff, 6);
    if (destination >> 28 == 0xe) {
        memcpy(frame, "\x01\x00\x5e", 3);
        frame[3] = (u8)(destination >> 16 & 0x7f);
        put16(frame + 4, destination);
    }
    put16(frame + 12, type);
}

u32 make_arp(u8 *frame, u32 operation, u32 sender, u32 target)
{
    u8 *arp = frame + ETHERNET_HEADER;

    memset(frame, 0, 60);
    make_ethernet(frame, sender, operation == 1 ? 0xffffffff : target, 0x0806);
    put16(arp, 1);
    put16(arp + 2, 0x0800);
    arp[4] = 6;
    arp[5] = 4;
    put16(arp + 6, operation);
    station_address(arp + 8, sender);
    put32(arp + 14, sender);
    put32(arp + 24, target);
    return 60;
}

static void finish_ip(u8 *ip)
{
    put16(ip + 10, 0);
    put16(ip + 10, internet_checksum(ip, IP_HEADER, 0));
}

u32 make_ip(u8 *frame, u32 source, u32 destination, u32 protocol, u32 length)
{
    static u32 identification;
    u8 *ip = frame + ETHERNET_HEADER;

    make_ethernet(frame, source, destination, 0x0800);
    memset(ip, 0, IP_HEADER);
    ip[0] = 0x45;
    put16(ip + 2, IP_HEADER + length);
    put16(ip + 4, identification++);
    ip[8] = 64;
    ip[9] = (u8)protocol;
    put32(ip + 12, source);
    put32(ip + 16, destination);
    finish_ip(ip);
    return PAYLOAD + length;
}

void make_fragment(u8 *frame, u32 identification, u32 where, u32 length)
{
    u8 *ip = frame + ETHERNET_HEADER;

    put16(ip + 2, IP_HEADER + length);
    put16(ip + 4, identification);
    put16(ip + 6, where);
    finish_ip(ip);
}

u32 make_echo(u8 *frame, u32 source, u32 sequence, u32 length)
{
    u8 *icmp = frame + PAYLOAD;

    memset(icmp, 0, 8);
    icmp[0] = 8;
    put16(icmp + 4, 0x1234);
    put16(icmp + 6, sequence);
    for (u32 i = 0; i < length; i++)
        icmp[8 + i] = pattern_byte(sequence + i);
    put16(icmp + 2, internet_checksum(icmp, 8 + length, 0));
    return make_ip(frame, source, STACK_ADDRESS, 1, 8 + length);
}

/* The checksum of a UDP or TCP payload, with its pseudo header. */
static u32 transport_checksum(const u8 *payload, u32 length, u32 source, u32 destination, u32 protocol)
{
    u32 sum = (source >> 16) + (source & 0xffff) + (destination >> 16) + (destination & 0xffff);

    return internet_checksum(payload, length, sum + protocol + length);
}

u32 make_udp(u8 *frame, u32 source, u32 source_port, u32 port, u32 length)
{
    u8 *udp = frame + PAYLOAD;

    put16(udp, source_port);
    put16(udp + 2, port);
    put16(udp + 4, 8 + length);
    put16(udp + 6, 0);
    for (u32 i = 0; i < length; i++)
        udp[8 + i] = pattern_byte(source_port + i);
    put16(udp + 6, transport_checksum(udp, 8 + length, source, STACK_ADDRESS, 17));
    return make_ip(frame, source, STACK_ADDRESS, 17, 8 + length);
}

u32 make_tcp(u8 *frame, const struct segment *segment)
{
    u32 header = TCP_HEADER + segment->options_length;
    u8 *tcp = frame + PAYLOAD;

    put16(tcp, segment->source_port);
    put16(tcp + 2, segment->port);
    put32(tcp + 4, segment->sequence);
    put32(tcp + 8, segment->acknowledged);
    tcp[12] = (u8)(header / 4 << 4);
    tcp[13] = (u8)segment->flags;
    put16(tcp + 14, segment->window);
    put32(tcp + 16, 0);
    if (segment->options_length > 0)
        memcpy(tcp + TCP_HEADER, segment->options, segment->options_length);
    for (u32 i = 0; i < segment->length; i++)
        tcp[header + i] = segment->data ? segment->data[i] : pattern_byte(segment->sequence + i);
    put16(tcp + 16, transport_checksum(tcp, header + segment->length, segment->source, STACK_ADDRESS, 6));
    return make_ip(frame, segment->source, STACK_ADDRESS, 6, header + segment->length);
}

u8 pattern_byte(u32 sequence)
{
    return (u8)(sequence * 2654435761u >> 24);
}
