/* SPDX-License-Identifier: GPL-2.0-only */
/* Who is attached above IP: transports, by protocol number, and the reporter of errors. */
#include "ip_server.h"

/* A free place has protocol 0. */
static struct attachment attachments[ATTACHMENTS_MAX];

/* By protocol, or ERRORS; null if nobody is attached for it. */
static struct attachment *attached[ERRORS + 1];

struct attachment *attachment_find(u32 protocol)
{
    return attached[protocol];
}

static struct attachment *find_place(void)
{
    for (u32 i = 0; i < ATTACHMENTS_MAX; i++)
        if (attachments[i].protocol == 0)
            return &attachments[i];
    return 0;
}

void attachment_flush(void)
{
    for (u32 i = 0; i < ATTACHMENTS_MAX; i++) {
        if (!attachments[i].received)
            continue;
        attachments[i].received = 0;
        IpReceiver_flush(attachments[i].receiver);
    }
}

void attachment_tick(u32 now)
{
    for (u32 i = 0; i < ATTACHMENTS_MAX; i++)
        if (attachments[i].receiver)
            IpReceiver_tick(attachments[i].receiver, now);
}

/* One of `receiver` and `errors` is null. */
static status attach(u32 protocol, IpReceiver receiver, IcmpErrors errors, Registration *registration)
{
    struct attachment *place = find_place();

    if (attachment_find(protocol) != 0)
        return E_BUSY;
    if (place == 0)
        return E_NOSPC;
    receiver = IpReceiver_duplicate(receiver);
    errors = IcmpErrors_duplicate(errors);
    *registration = receiver || errors ? attachment_create(place) : 0;
    if (!*registration) {
        IpReceiver_release(receiver);
        IcmpErrors_release(errors);
        return E_NOMEM;
    }
    *place = (struct attachment){protocol, receiver, errors, 0};
    attached[protocol] = place;
    return OK;
}

status layer_attach(struct layer *self, u32 protocol, IpReceiver receiver, Registration *registration)
{
    (void)self;
    if (protocol == 0 || protocol > 255)
        return E_INVAL;
    return attach(protocol, receiver, 0, registration);
}

status layer_reportErrors(struct layer *self, IcmpErrors errors, Registration *registration)
{
    (void)self;
    return attach(ERRORS, 0, errors, registration);
}

void attachment_destroy(struct attachment *self)
{
    IpReceiver receiver = self->receiver;
    IcmpErrors errors = self->errors;

    attached[self->protocol] = 0;
    *self = (struct attachment){0, 0, 0, 0};
    IpReceiver_release(receiver);
    IcmpErrors_release(errors);
}
