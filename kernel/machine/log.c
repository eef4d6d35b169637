/* SPDX-License-Identifier: GPL-2.0-only */
/* The kernel's messages: the first serial port. (National Semiconductor PC16550D data
 * sheet, section 8.) It is written by polling, because messages must come out when
 * nothing else works any more. */
#include <stdarg.h>
#include <stddef.h>

#include "bytes.h"
#include "format.h"
#include "machine/interrupts.h"
#include "machine/log.h"
#include "machine/machine.h"
#include "machine/thread.h"

#define SERIAL_DATA         (LOG_SERIAL_PORT + 0)    /* divisor latch, low, while DLAB is set */
#define SERIAL_INTERRUPTS   (LOG_SERIAL_PORT + 1)    /* divisor latch, high */
#define SERIAL_FIFO         (LOG_SERIAL_PORT + 2)
#define SERIAL_LINE         (LOG_SERIAL_PORT + 3)
#define SERIAL_MODEM        (LOG_SERIAL_PORT + 4)
#define SERIAL_STATUS       (LOG_SERIAL_PORT + 5)

#define LINE_DLAB           0x80
#define LINE_8N1            0x03
#define FIFO_ON_CLEAR       0x07
#define MODEM_DTR_RTS       0x03
#define STATUS_ROOM         0x20            /* the transmitter's FIFO is empty */
#define DIVISOR_115200      1

#define FIFO_SIZE           16

/* Polls before bytes are written regardless: where no port is, nothing may hang. A full
 * FIFO takes 1.4 ms, a poll at least a tenth of a microsecond. */
#define POLLS_MAX           20000

#define MESSAGE_MAX         512

/* How long a text waits for the one before, in milliseconds. That one may be a pager's, who has
 * something to say himself. */
#define TURN_MAX            1000

/* Texts come out one after the other, but for those that cannot wait. With interrupts off. */
static u32 writing;
static struct wait_queue waiting;

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

/* Fills the FIFO; returns how many bytes of the text that took. */
static u32 write_burst(const char *text, u32 length)
{
    u32 done, room = FIFO_SIZE;
    for (done = 0; done < length && room > 1; done++) {
        if (text[done] == '\n') {
            port_write8(SERIAL_DATA, '\r');
            room--;
        }
        port_write8(SERIAL_DATA, (u8)text[done]);
        room--;
    }
    return done;
}

/* Interrupts are off only while the FIFO is filled, not while it drains, unless they were
 * off before. */
static void write(const char *text, u32 length)
{
    char burst[FIFO_SIZE];
    u32 polls = 0;
    while (length) {
        u32 count = length < FIFO_SIZE ? length : FIFO_SIZE;
        memcpy(burst, text, count);     /* the text may be a pager's, who is not asked with interrupts off */
        u32 flags = interrupts_disable(), done = 0;
        if (port_read8(SERIAL_STATUS) & STATUS_ROOM || ++polls == POLLS_MAX) {
            done = write_burst(burst, count);
            polls = 0;
        }
        interrupts_restore(flags);
        text += done;
        length -= done;
    }
}

/* Waits for the text that is being written, if there is one and the caller can wait. */
static void begin(void)
{
    u32 flags = interrupts_disable();
    status result = OK;
    while (writing && flags & EFLAGS_IF && result >= 0)
        result = wait_queue_sleep(&waiting, TURN_MAX);
    writing++;
    interrupts_restore(flags);
}

static void end(void)
{
    u32 flags = interrupts_disable();
    if (!--writing)
        wait_queue_wake(&waiting);
    interrupts_restore(flags);
}

void log_bytes(const char *text, u32 length)
{
    begin();
    write(text, length);
    end();
}

void log_printf(const char *format, ...)
{
    char text[MESSAGE_MAX];
    va_list arguments;
    va_start(arguments, format);
    u32 length = format_list(text, sizeof text, format, arguments, NULL);
    va_end(arguments);
    log_bytes(text, length < sizeof text ? length : sizeof text - 1);
}
