/* SPDX-License-Identifier: GPL-2.0-only */
/* Pings the gateway, and prints how many replies came.
 *
 * It has no thread of its own. The stack runs on one thread, from the card upwards, and a
 * call downwards from another one could close a cycle of locks; so requests are sent from
 * tick(), which the stack's thread calls.
 */
#include "ping.server.h"

#include "print.h"

#include <string.h>

#define IDENTIFIER 0x5350
#define DATA_LENGTH 56
#define LAST_WAIT 1000          /* milliseconds that the last reply may take */

static struct pinger {
    u32 count, interval;        /* settings */
    u32 sent, received;
    u32 due;                    /* when to send next, or at the end to report */
    u32 started, reported;
    Registration registration;
} self_pinger;

static void report(struct pinger *self)
{
    self->reported = 1;
    print("ping: sent=%u received=%u\n", self->sent, self->received);
}

void pinger_tick(struct pinger *self, u32 now)
{
    if (!self->started) {
        self->started = 1;
        self->due = now;
    }
    if (self->reported || (i32)(now - self->due) < 0)
        return;
    if (self->sent == self->count) {
        report(self);
        return;
    }
    self->sent++;
    self->due = now + (self->sent < self->count ? self->interval : LAST_WAIT);
    Icmp_ping(icmp, 0, IDENTIFIER, self->sent, DATA_LENGTH);    /* if it fails, no reply comes */
}

void pinger_replied(struct pinger *self, u32 address, u32 identifier, u32 sequence)
{
    (void)address;
    (void)sequence;             /* ICMP tells each request's reply once */
    if (identifier != IDENTIFIER || self->reported)
        return;
    self->received++;
    if (self->received == self->count)
        report(self);
}

void pinger_destroy(struct pinger *self)
{
    (void)self;                 /* it is static */
}

/* The number that the setting `name` holds, from `least` to `most`; `usual` if it is not set. */
static status read_number(const char *name, u32 least, u32 most, u32 usual, u32 *number)
{
    char value[8];
    i32 length = settings ? Settings_get(settings, name, (u32)strlen(name), 0, value, sizeof value) : E_NOENT;

    *number = usual;
    if (length == E_NOENT)
        return OK;
    *number = length > 0 && length < 8 ? 0 : most + 1;
    for (i32 i = 0; i < length && *number <= most; i++)
        *number = value[i] >= '0' && value[i] <= '9' ? *number * 10 + (u32)(value[i] - '0') : most + 1;
    if (*number >= least && *number <= most)
        return OK;
    print("ping: setting `%s` must be a number from %u to %u\n", name, least, most);
    return E_INVAL;
}

status construct(void)
{
    struct pinger *self = &self_pinger;
    IcmpReceiver receiver;
    status result = read_number("count", 1, 1000, 4, &self->count);

    if (result >= 0)
        result = read_number("interval_ms", 10, 60000, 1000, &self->interval);
    if (result < 0)
        return result;
    receiver = pinger_create(self);
    result = Icmp_attach(icmp, receiver, &self->registration);
    IcmpReceiver_release(receiver);
    return result;
}

void destruct(void)
{
    Registration_release(self_pinger.registration);
}
