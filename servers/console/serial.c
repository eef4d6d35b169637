/* SPDX-License-Identifier: GPL-2.0-only */
/* A 16550A serial port, polled: it is written in bursts of what its FIFO holds.
 * (National Semiconductor PC16550D data sheet, section 8.)
 */
#include "console.h"

#define DATA            0       /* or the divisor's low byte, while LINE_DIVISOR is set */
#define INTERRUPTS      1       /* or its high byte */
#define FIFO            2
#define LINE            3
#define MODEM           4
#define LINE_STATUS     5

#define FIFO_ON         0x01
#define LINE_8N1        0x03
#define LINE_DIVISOR    0x80
#define MODEM_READY     0x03    /* data terminal ready, request to send */
#define STATUS_FIFO_EMPTY 0x20
#define STATUS_IDLE     0x40    /* the last bit has left */

#define DIVISOR_115200  1
#define FIFO_SIZE       16

/* 16 bytes take 1.4 ms; a port access takes about a microsecond. A port that is not ready
 * after that many is not there, or broken: the system goes on without it. */
#define PATIENCE        100000

static u16 port;
static u32 room;                /* bytes that the FIFO certainly has room for */
static u32 silent;              /* the port was given up */

static void await(u8 condition)
{
    for (u32 i = 0; i < PATIENCE && !silent; i++)
        if (port_read8(port + LINE_STATUS) & condition)
            return;
    silent = 1;
}

/* What somebody else sent before leaves the port first. */
void serial_initialise(u32 first)
{
    port = first;
    await(STATUS_IDLE);
    port_write8(port + INTERRUPTS, 0);
    port_write8(port + LINE, LINE_DIVISOR);
    port_write8(port + DATA, DIVISOR_115200);
    port_write8(port + INTERRUPTS, 0);
    port_write8(port + LINE, LINE_8N1);
    port_write8(port + FIFO, FIFO_ON);
    port_write8(port + MODEM, MODEM_READY);
}

static void send(char byte)
{
    if (!room) {
        await(STATUS_FIFO_EMPTY);
        room = FIFO_SIZE;
    }
    if (silent)
        return;
    port_write8(port + DATA, byte);
    room--;
}

/* The kernel's log uses the port too, so the FIFO may have filled since the last message. */
void serial_write(const char *text, u32 length)
{
    room = 0;
    for (u32 i = 0; i < length; i++) {
        if (text[i] == '\n')
            send('\r');
        send(text[i]);
    }
}
