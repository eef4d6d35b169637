/* SPDX-License-Identifier: GPL-2.0-only */
/* The kernel's messages: the first serial port. (National Semiconductor PC16550D data
 * sheet, section 8.) It is written by polling, because messages must come out when
 * nothing else works any more. */
#include "format.h"
#include "interrupts.h"
#include "log.h"
#include "machine.h"

#define SERIAL              0x3f8
#define SERIAL_DATA         (SERIAL + 0)    /* divisor latch, low, while DLAB is set */
#define SERIAL_INTERRUPTS   (SERIAL + 1)    /* divisor latch, high */
#define SERIAL_FIFO         (SERIAL + 2)
#define SERIAL_LINE         (SERIAL + 3)
#define SERIAL_MODEM        (SERIAL + 4)
#define SERIAL_STATUS       (SERIAL + 5)

#define LINE_DLAB           0x80
#define LINE_8N1            0x03
#define FIFO_ON_CLEAR       0x07
#define MODEM_DTR_RTS       0x03
#define STATUS_ROOM         0x20            /* the transmitter takes a byte */
#define DIVISOR_115200      1

/* Polls before a byte is written regardless: where no port is, nothing may hang. One
 * byte takes 87 us, a poll at least a tenth of one. */
#define POLLS_MAX           10000

#define MESSAGE_MAX         512

void log_initialise(void)
{
    port_write8(SERIAL_INTERRUPTS, 0);
    port_write8(SERIAL_LINE, LINE_DLAB);
    port_write8(SERIAL_DATA, DIVISOR_115200);
    port_write8(SERIAL_INTERRUPTS, 0);
    port_write8(SERIAL_LINE, LINE_8N1);
    port_write8(SERIAL_FIFO, FIFO_ON_CLEAR);
    port_write8(SERIAL_MODEM, MODEM_DTR_RTS);
}

static void write_byte(char byte)
{
    u32 polls = 0;
    while (!(port_read8(SERIAL_STATUS) & STATUS_ROOM) && ++polls < POLLS_MAX)
        ;
    port_write8(SERIAL_DATA, (u8)byte);
}

void log_bytes(const char *text, u32 length)
{
    u32 flags = interrupts_disable();
    for (; length; length--, text++) {
        if (*text == '\n')
            write_byte('\r');
        write_byte(*text);
    }
    interrupts_restore(flags);
}

void log_printf(const char *format, ...)
{
    char text[MESSAGE_MAX];
    va_list arguments;
    va_start(arguments, format);
    u32 length = format_list(text, sizeof text, format, arguments);
    va_end(arguments);
    log_bytes(text, length < sizeof text ? length : sizeof text - 1);
}
