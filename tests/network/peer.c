/* SPDX-License-Identifier: GPL-2.0-only */
/* A peer of one TCP connection (peer.h). */
#include "peer.h"

#include "frames.h"

#include <stdio.h>
#include <sys/wait.h>
#include <unistd.h>

struct peer peer;

/* The window scale option of a SYN; 0 if there is none. */
static u32 find_shift(const u8 *tcp)
{
    const u8 *end = tcp + (tcp[12] >> 4) * 4u;

    for (const u8 *at = tcp + TCP_HEADER; at < end && *at != 0; at += *at == 1 ? 1 : at[1])
        if (*at == 3)
            return at[2];
    return 0;
}

void peer_observe(const u8 *frame, u32 length)
{
    const u8 *tcp = frame + PAYLOAD;
    u32 header = (tcp[12] >> 4) * 4u, data = get16(frame + ETHERNET_HEADER + 2) - IP_HEADER - header;
    u32 sequence = get32(tcp + 4), end = sequence + data + (tcp[13] & FLAG_FIN);

    if (length < PAYLOAD + TCP_HEADER || get16(frame + 12) != 0x0800 || frame[ETHERNET_HEADER + 9] != 6 ||
        get16(tcp + 2) != PEER_PORT)
        return;
    if (tcp[13] & FLAG_SYN) {
        peer.syn = 1;
        peer.port = get16(tcp);
        peer.first = peer.end = sequence + 1;
        peer.shift = find_shift(tcp);
        peer.window = get16(tcp + 14);
    } else {
        peer.window = get16(tcp + 14) << peer.shift;
        peer.repeated += data == 0 && get32(tcp + 8) == peer.acknowledged;
    }
    peer.frames++;
    peer.bytes += data;
    peer.acknowledged = get32(tcp + 8);
    if ((i32)(end - peer.end) > 0)
        peer.end = end;
    for (u32 i = 0; i < data; i++)
        peer.wrong += tcp[header + i] != pattern_byte(PEER_FIRST + sequence - peer.first + i);
}

void peer_offer(const struct say *say)
{
    struct segment segment = {
        .source = GATEWAY_ADDRESS, .source_port = PEER_PORT, .port = peer.port, .sequence = say->sequence,
        .acknowledged = say->acknowledged ? say->acknowledged : peer.end, .flags = say->flags,
        .window = say->window, .options = say->options, .options_length = say->options_length,
        .length = say->length,
    };
    u8 frame[2048];

    world_offer(frame, make_tcp(frame, &segment));
}

void peer_say(const struct say *say)
{
    peer_offer(say);
    world_advance(0);
}

void peer_pass(u32 milliseconds)
{
    for (; milliseconds > 0; milliseconds -= 10)
        world_advance(10);
}

void peer_open(u32 port, u32 first_window, u32 window, const u8 *options, u32 options_length)
{
    peer = (struct peer){.port = port};
    peer_say(&(struct say){.sequence = PEER_FIRST - 1, .flags = FLAG_SYN, .window = first_window,
                           .options = options, .options_length = options_length});
    peer_say(&(struct say){.sequence = PEER_FIRST, .flags = FLAG_ACK, .window = window});
}

void peer_reset(void)
{
    for (u32 i = 0; i < 4; i++) {       /* one that it does not take, it answers by where it is */
        peer_say(&(struct say){.sequence = peer.acknowledged, .flags = FLAG_RST | FLAG_ACK});
        peer_pass(500);
    }
}

struct stack *peer_load_stack(void)
{
    struct stack *stack = stack_load(peer_observe);
    u8 frame[64];

    application_load("tcp_echo", (void *[]){stack->tcp_layer, stack->packets, stack->log});
    application_load("bulk", (void *[]){stack->tcp_layer, stack->packets, stack->log});
    world_receive(frame, make_arp(frame, 1, GATEWAY_ADDRESS, STACK_ADDRESS));
    return stack;
}

int peer_survives(int (*scenario)(u32 argument), u32 argument)
{
    int result = -1;
    pid_t child;

    fflush(stdout);
    child = fork();
    if (child == 0) {
        alarm(60);
        _exit(scenario(argument) == 1 ? 0 : 1);
    }
    waitpid(child, &result, 0);
    return result == 0;
}
