/* SPDX-License-Identifier: GPL-2.0-only */
/* Read-copy-update. A reader may not sleep, so that nobody else is inside the server before it
 * has finished: waiting for readers needs nothing but the right to sleep.
 * (Linux: include/linux/rcupdate.h) */
#ifndef SLIPWAY_LINUX_RCUPDATE_H
#define SLIPWAY_LINUX_RCUPDATE_H

#include <linux/preempt.h>

#define rcu_read_lock()                     preempt_disable()
#define rcu_read_unlock()                   preempt_enable()
#define rcu_dereference(pointer)            READ_ONCE(pointer)
#define rcu_dereference_protected(pointer, condition) (pointer)
#define rcu_assign_pointer(pointer, value)  do { barrier(); (pointer) = (value); } while (0)
#define RCU_INIT_POINTER(pointer, value)    rcu_assign_pointer(pointer, value)
#define synchronize_rcu()                   might_sleep()
#define synchronize_net()                   might_sleep()

#endif
