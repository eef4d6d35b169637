/* SPDX-License-Identifier: GPL-2.0-only */
/* A model of the RTL-8139 (RealTek's data sheet RTL8139C, 2002), as far as its driver in Linux uses
 * it, for tests on the host. */
#ifndef TESTS_LINUXCOMPAT_MODEL_RTL8139_H
#define TESTS_LINUXCOMPAT_MODEL_RTL8139_H

/* A frame arrives, without its CRC. 1: it is in the ring; 0: the receiver is off, or the ring full. */
int rtl8139_receive(const void *frame, unsigned length);
/* The same, with a receive status of its own. */
int rtl8139_receive_status(const void *frame, unsigned length, unsigned status);

/* Frames sent, and the last of them. With `rtl8139_holds_frames` they are not, until it is 0 and
 * rtl8139_send_held() is called. */
extern unsigned rtl8139_sent, rtl8139_last_length;
extern unsigned char rtl8139_last[2048];
extern int rtl8139_holds_frames;
void rtl8139_send_held(void);

/* The interrupt line. */
int rtl8139_interrupts(void);
/* The link goes up or down. */
void rtl8139_link(int up);
/* The receiver accepts a multicast frame whose address has this hash. */
int rtl8139_accepts_hash(unsigned hash);
/* The receive configuration register. */
unsigned rtl8139_receive_configuration(void);

#endif
