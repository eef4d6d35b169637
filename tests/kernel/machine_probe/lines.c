/* SPDX-License-Identifier: GPL-2.0-only */
/* Interrupt lines, by the periodic interrupt of the calendar chip (MC146818). */
#include "port_io.h"
#include "probe.h"

#define CLOCK_LINE          8
#define CLOCK_INDEX         0x70
#define CLOCK_DATA          0x71
#define CLOCK_B             11
#define CLOCK_B_PERIODIC    0x40
#define CLOCK_C             12      /* reading it acknowledges */

static u8 clock_read(u8 index)
{
    port_write8(CLOCK_INDEX, index);
    return port_read8(CLOCK_DATA);
}

static void clock_set_periodic(u8 bit)
{
    u8 value = (u8)((clock_read(CLOCK_B) & ~CLOCK_B_PERIODIC) | bit);
    port_write8(CLOCK_INDEX, CLOCK_B);
    port_write8(CLOCK_DATA, value);
    clock_read(CLOCK_C);
}

static void probe_line(InterruptLine line)
{
    u32 arrived = 0;
    clock_set_periodic(CLOCK_B_PERIODIC);
    check_result(InterruptLine_wait(line, 10), E_TIMEDOUT, "a line is masked when it is opened");
    for (u32 i = 0; i < 10; i++) {
        InterruptLine_complete(line);
        arrived += InterruptLine_wait(line, 5000) == OK;
        clock_read(CLOCK_C);
    }
    check(arrived == 10, "ten interrupts arrive");
    check_result(InterruptLine_wait(line, 0), E_TIMEDOUT, "and no more before complete()");
    clock_set_periodic(0);
}

void probe_lines(void)
{
    Any object, ports;
    InterruptLine line = 0, second = 0;
    check_result(open_name("interruptlines", &object), OK, "interrupt lines");
    InterruptLines lines = (InterruptLines)object;
    check_result(open_name("ports(0x70-0x71)", &ports), OK, "the calendar chip's ports");
    check_result(Component_enablePorts(component, (IoPorts)ports), OK, "enabled");
    check_result(InterruptLines_open(lines, 0, &line), E_BUSY, "the timer's line");
    check_result(InterruptLines_open(lines, 2, &line), E_BUSY, "the cascade");
    check_result(InterruptLines_open(lines, 16, &line), E_RANGE, "line 16");
    check_result(InterruptLines_open(lines, CLOCK_LINE, &line), OK, "the calendar chip's line");
    check_result(InterruptLines_open(lines, CLOCK_LINE, &second), E_BUSY, "twice");
    probe_line(line);
    InterruptLine_release(line);
    check_result(InterruptLines_open(lines, CLOCK_LINE, &line), OK, "again after it was released");
    InterruptLine_release(line);
    Any_release(ports);
    InterruptLines_release(lines);
}
