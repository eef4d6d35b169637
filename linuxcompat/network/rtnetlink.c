// SPDX-License-Identifier: GPL-2.0-only
/* The lock of network configuration. (Linux: net/core/rtnetlink.c) */
#include <linux/rtnetlink.h>

static DEFINE_MUTEX(rtnl);

void rtnl_lock(void)
{
    mutex_lock(&rtnl);
}

void rtnl_unlock(void)
{
    mutex_unlock(&rtnl);
}

int rtnl_trylock(void)
{
    return mutex_trylock(&rtnl);
}

int rtnl_is_locked(void)
{
    return mutex_is_locked(&rtnl);
}
