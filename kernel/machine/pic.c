/* SPDX-License-Identifier: GPL-2.0-only */
/* The two interrupt controllers. (Intel 8259A data sheet; cascaded as in the PC AT.) */
#include "machine/interrupts.h"
#include "machine/machine.h"
#include "machine/pic.h"

#define MASTER              0x20
#define SLAVE               0xa0
#define COMMAND(pic)        (pic)
#define DATA(pic)           ((u16)((pic) + 1))

#define ICW1_START          0x11    /* ICW4 follows; edge triggered, cascaded */
#define ICW4_8086           0x01
#define OCW2_SPECIFIC_EOI   0x60
#define OCW3_READ_SERVICE   0x0b    /* the next read returns the in-service register */

struct line {
    void (*handler)(void *);        /* null: nobody has the line */
    void *argument;
};

/* Changed with interrupts off. */
static struct line lines[LINES];
static u16 masked = 0xffff;         /* bit n: line n; what the controllers' registers hold */
u32 spurious_interrupts;

/* Of the controller that has the line. */
static void write_mask(u32 line)
{
    if (line >= 8)
        port_write8(DATA(SLAVE), masked >> 8);
    else
        port_write8(DATA(MASTER), masked & 0xff);
}

static void initialise_controller(u16 pic, u8 vector, u8 cascade)
{
    port_write8(COMMAND(pic), ICW1_START);
    port_write8(DATA(pic), vector);
    port_write8(DATA(pic), cascade);
    port_write8(DATA(pic), ICW4_8086);
    port_write8(COMMAND(pic), OCW3_READ_SERVICE);
}

void pic_initialise(void)
{
    initialise_controller(MASTER, VECTOR_LINES, 1 << LINE_CASCADE);
    initialise_controller(SLAVE, VECTOR_LINES + 8, LINE_CASCADE);
    masked = (u16)~(1 << LINE_CASCADE);
    write_mask(LINE_CASCADE);
    write_mask(8);
}

status line_claim(u32 line, void (*handler)(void *), void *argument)
{
    if (line >= LINES)
        return E_RANGE;
    if (line == LINE_CASCADE)
        return E_BUSY;
    u32 flags = interrupts_disable();
    status result = lines[line].handler ? E_BUSY : OK;
    if (result == OK)
        lines[line] = (struct line){ handler, argument };
    interrupts_restore(flags);
    return result;
}

void line_release(u32 line)
{
    u32 flags = interrupts_disable();
    line_mask(line);
    lines[line].handler = 0;
    interrupts_restore(flags);
}

void line_mask(u32 line)
{
    u32 flags = interrupts_disable();
    masked |= (u16)(1 << line);
    write_mask(line);
    interrupts_restore(flags);
}

void line_unmask(u32 line)
{
    u32 flags = interrupts_disable();
    masked &= (u16)~(1 << line);
    write_mask(line);
    interrupts_restore(flags);
}

/* Tells the controllers that the line is served. */
static void end_of_interrupt(u32 line)
{
    if (line >= 8) {
        port_write8(COMMAND(SLAVE), (u8)(OCW2_SPECIFIC_EOI | (line - 8)));
        line = LINE_CASCADE;
    }
    port_write8(COMMAND(MASTER), (u8)(OCW2_SPECIFIC_EOI | line));
}

/* A request that vanished before it was acknowledged comes as the lowest line of its
 * controller, without being in service there. For the slave's the master is to be told,
 * for whom the cascade was real. */
static u32 is_spurious(u32 line)
{
    u16 pic = line >= 8 ? SLAVE : MASTER;
    if (line % 8 != 7 || port_read8(COMMAND(pic)) & 0x80)
        return 0;
    if (line >= 8)
        end_of_interrupt(LINE_CASCADE);
    return 1;
}

void line_fired(u32 line)
{
    if (is_spurious(line)) {
        spurious_interrupts++;
        return;
    }
    if (line != LINE_TIMER)
        line_mask(line);
    end_of_interrupt(line);
    if (lines[line].handler)
        lines[line].handler(lines[line].argument);
}
