/* SPDX-License-Identifier: GPL-2.0-only */
/* The server's root: what the functions of NetworkDevice are called on. */
#ifndef SLIPWAY_NETWORK_ROOT_H
#define SLIPWAY_NETWORK_ROOT_H

#include "../server/activity.h"
#include "device.h"

struct network_device {
    struct net_device *dev;             /* null before it is offered and after it is withdrawn */
};

/* Begins a call: false if there is no device any more, or the call is out of place; then
 * it is answered with E_GONE. */
static inline bool network_device_enter(struct network_device *self, struct task_struct *task,
                                        const char *name)
{
    return self->dev && activity_enter(task, name);
}

/* Gives up what start() was given. */
void network_device_release_queues(struct net_device *dev);

#endif
