// SPDX-License-Identifier: GPL-2.0-only
/* A model of the RTL-8139: registers, rings, serial EEPROM. */
#include <string.h>

#include "../world.h"
#include "rtl8139.h"

/* Of asm/io.h beside this folder. */
unsigned model_read(unsigned long address, unsigned width);
void model_write(unsigned long address, unsigned width, unsigned value);

enum {
    MULTICAST = 0x08, TX_STATUS = 0x10, TX_ADDRESS = 0x20, RX_BUFFER = 0x30, COMMAND = 0x37, RX_READ = 0x38,
    RX_WRITTEN = 0x3a, MASK = 0x3c, STATUS = 0x3e, TX_CONFIGURATION = 0x40, RX_CONFIGURATION = 0x44,
    EEPROM = 0x50, BMCR = 0x62, BMSR = 0x64, ADVERTISED = 0x66, PARTNER = 0x68, CSCR = 0x74
};
enum { RX_OK = 0x01, TX_OK = 0x04, RX_OVERFLOW = 0x10, LINK_CHANGE = 0x20 };
enum { RECEIVER = 0x08, TRANSMITTER = 0x04, RESET = 0x10, EMPTY = 0x01 };
#define OWN 0x2000u
#define SENT 0x8000u
#define PORTS 0xc000
#define RING 32768u
#define RING_HEADER 4
#define CRC 4

static unsigned char registers[256];
static unsigned written;                    /* where in the ring the next frame goes */
unsigned rtl8139_sent, rtl8139_last_length;
unsigned char rtl8139_last[2048];
int rtl8139_holds_frames;

static unsigned get(unsigned offset, unsigned width)
{
    unsigned value = 0;

    memcpy(&value, registers + offset, width);
    return value;
}

static void set(unsigned offset, unsigned width, unsigned value)
{
    memcpy(registers + offset, &value, width);
}

/* The serial EEPROM 93C46: a start bit, two of operation, six of address; then sixteen of data. */
static const unsigned short words[64] = { 0x8129, 0x10ec, 0x8139, [7] = 0x5452, 0x1200, 0x5634 };
static struct {
    unsigned bits, shifted, out, previous;
} eeprom;

static void write_eeprom(unsigned value)
{
    if (!(value & 0x08)) {                  /* not selected */
        memset(&eeprom, 0, sizeof eeprom);
    } else if (value & 0x04 && !(eeprom.previous & 0x04)) {
        eeprom.shifted = eeprom.shifted << 1 | (value >> 1 & 1);
        if (eeprom.bits || eeprom.shifted & 1)
            eeprom.bits++;
        /* `addr_len` is 6 or 8 in the driver; the words of this one are told by six. */
        if (eeprom.bits >= 9)
            eeprom.out = eeprom.bits == 9 ? words[eeprom.shifted & 63] : eeprom.out << 1;
    }
    eeprom.previous = value;
    set(EEPROM, 1, (value & ~1u) | (eeprom.bits > 9 ? eeprom.out >> 16 & 1 : 0));
}

static void reset(void)
{
    static const unsigned char address[6] = { 0x52, 0x54, 0x00, 0x12, 0x34, 0x56 };

    memset(registers + 0x10, 0, sizeof registers - 0x10);
    memcpy(registers, address, 6);
    set(TX_CONFIGURATION, 4, 0x74000000);   /* RTL-8139C */
    set(BMCR, 2, 0x1000);
    set(BMSR, 2, 0x782d);
    set(ADVERTISED, 2, 0x01e1);
    set(PARTNER, 2, 0x45e1);
    set(RX_READ, 2, 0xfff0);
    for (int i = 0; i < 4; i++)
        set(TX_STATUS + 4 * i, 4, OWN);
    written = 0;
}

static void send(unsigned descriptor)
{
    unsigned status = get(TX_STATUS + 4 * descriptor, 4);
    void *frame = world_dma(get(TX_ADDRESS + 4 * descriptor, 4));

    if (status & OWN || rtl8139_holds_frames || !(get(COMMAND, 1) & TRANSMITTER) || !frame)
        return;
    rtl8139_last_length = status & 0x1fff;
    memcpy(rtl8139_last, frame, rtl8139_last_length);
    rtl8139_sent++;
    set(TX_STATUS + 4 * descriptor, 4, status | OWN | SENT);
    set(STATUS, 2, get(STATUS, 2) | TX_OK);
}

void rtl8139_send_held(void)
{
    for (unsigned descriptor = 0; descriptor < 4; descriptor++)
        send(descriptor);
}

static unsigned unread(void)
{
    return (written - (get(RX_READ, 2) + 16)) % RING;
}

int rtl8139_receive_status(const void *frame, unsigned length, unsigned status)
{
    unsigned char *ring = world_dma(get(RX_BUFFER, 4));
    unsigned header = (length + CRC) << 16 | status;

    if (!(get(COMMAND, 1) & RECEIVER) || !ring)
        return 0;
    if (unread() + RING_HEADER + length + CRC >= RING) {
        set(STATUS, 2, get(STATUS, 2) | RX_OVERFLOW);
        return 0;
    }
    /* The driver asked not to wrap: a frame runs over the end of the ring. */
    memcpy(ring + written, &header, RING_HEADER);
    memcpy(ring + written + RING_HEADER, frame, length);
    memset(ring + written + RING_HEADER + length, 0xcc, CRC);
    written = (written + RING_HEADER + length + CRC + 3) / 4 * 4 % RING;
    set(RX_WRITTEN, 2, written);
    set(STATUS, 2, get(STATUS, 2) | RX_OK);
    return 1;
}

int rtl8139_receive(const void *frame, unsigned length)
{
    return rtl8139_receive_status(frame, length, 0x0001);
}

int rtl8139_interrupts(void)
{
    return (get(STATUS, 2) & get(MASK, 2)) != 0;
}

void rtl8139_link(int up)
{
    set(BMSR, 2, up ? 0x782d : 0x7809);
    set(CSCR, 2, get(CSCR, 2) | 0x0800);
    set(STATUS, 2, get(STATUS, 2) | LINK_CHANGE);
}

int rtl8139_accepts_hash(unsigned hash)
{
    return registers[MULTICAST + hash / 8] >> hash % 8 & 1;
}

unsigned rtl8139_receive_configuration(void)
{
    return get(RX_CONFIGURATION, 4);
}

static unsigned offset_of(unsigned long address)
{
    static int powered;

    if (!powered)
        reset();
    powered = 1;
    if (address >= PORTS && address < PORTS + sizeof registers)
        return address - PORTS;
    return address - (unsigned long)world_registers;
}

unsigned model_read(unsigned long address, unsigned width)
{
    unsigned offset = offset_of(address);

    if (offset + width > sizeof registers)
        check(0, "a register outside the card is read: %#lx", address);
    if (offset == COMMAND)
        return (get(COMMAND, 1) & ~EMPTY) | (unread() ? 0 : EMPTY);
    return get(offset, width);
}

void model_write(unsigned long address, unsigned width, unsigned value)
{
    unsigned offset = offset_of(address);

    if (offset == STATUS) {
        set(STATUS, 2, get(STATUS, 2) & ~value);            /* ones clear */
    } else if (offset == COMMAND && value & RESET) {
        reset();
    } else if (offset == COMMAND) {
        if (value & RECEIVER && !(get(COMMAND, 1) & RECEIVER)) {
            written = 0;
            set(RX_READ, 2, 0xfff0);
        }
        set(COMMAND, 1, value);
    } else if (offset == EEPROM) {
        write_eeprom(value);
    } else if (offset != TX_CONFIGURATION && offset != BMSR) {
        set(offset, width, value);
        if (offset >= TX_STATUS && offset < TX_ADDRESS)
            send((offset - TX_STATUS) / 4);
    }
}
