/* SPDX-License-Identifier: GPL-2.0-only */
/* The IP server: what its files share. */
#ifndef IP_SERVER_H
#define IP_SERVER_H

#include "ip.server.h"

/* Somebody above IP, as long as the Registration object lives. */
struct attachment {
    u32 protocol;               /* 1 to 255, or ERRORS */
    IpReceiver receiver;        /* owned; null for ERRORS */
    IcmpErrors errors;          /* owned; null except for ERRORS */
    u32 received;               /* 1: it got packets since the last flush() */
};

#define ATTACHMENTS_MAX 8
#define ERRORS 256

/* Who is attached for that protocol, at most 255, or ERRORS; null if nobody is. */
struct attachment *attachment_find(u32 protocol);

/* Calls flush() of those that got packets since it was called before. */
void attachment_flush(void);

/* Calls tick(now) of all that are attached. */
void attachment_tick(u32 now);

/* Reads `address`, `netmask` and `gateway`. Says on the log what is missing or wrong. */
status configuration_read(u32 *address, u32 *netmask, u32 *gateway);

/* Says the configuration on the log. */
void configuration_print(u32 address, u32 netmask, u32 gateway);

#endif
