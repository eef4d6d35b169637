/* SPDX-License-Identifier: GPL-2.0-only */
/* Lists that are read under RCU are lists. (Linux: include/linux/rculist.h) */
#ifndef SLIPWAY_LINUX_RCULIST_H
#define SLIPWAY_LINUX_RCULIST_H

#include <linux/list.h>
#include <linux/rcupdate.h>

#define list_add_rcu(entry, head)                   list_add(entry, head)
#define list_add_tail_rcu(entry, head)              list_add_tail(entry, head)
#define list_del_rcu(entry)                         list_del(entry)
#define list_for_each_entry_rcu(at, head, member, condition...) list_for_each_entry(at, head, member)

#endif
