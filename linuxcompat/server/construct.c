// SPDX-License-Identifier: GPL-2.0-only
/* The server's constructor and destructor: settings, then the driver's own. */
#include <linux/kernel.h>
#include <slipway/server.h>

#include "../network/device.h"
#include "activity.h"
#include "network.server.h"
#include "server.h"
#include "threads.h"

/* servers/runtime/runtime.h. */
void heap_use(PhysicalMemory memory);

/* Made by server_constructor() and server_destructor() in the driver. */
int slipway_constructor(void);
__attribute__((weak)) void slipway_destructor(void);

status construct(struct network_roots *roots)
{
    struct task_struct task;
    int error;

    heap_use(memory);
    if (!activity_enter(&task, "construct"))
        return E_BUSY;
    error = settings_apply();
    if (!error)
        error = slipway_constructor();
    roots->network_device = network_device_root();
    if (!error && !roots->network_device) {
        pr_err("the driver offers no network device\n");
        error = -ENODEV;
    }
    if (error)
        threads_stop();
    activity_leave(&task);
    return error;
}

void destruct(void)
{
    struct task_struct task;

    if (!activity_enter(&task, "destruct"))
        return;
    if (slipway_destructor)
        slipway_destructor();
    threads_stop();
    activity_leave(&task);
}
