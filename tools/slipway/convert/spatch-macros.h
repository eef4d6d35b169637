/* SPDX-License-Identifier: GPL-2.0-only */
/* What spatch is told about macros that it cannot parse in Linux drivers (--macro-file):
 * only the shape counts, not the meaning. Nothing is ever compiled with this file. */
#define __ETHTOOL_DECLARE_LINK_MODE_MASK(name) unsigned long name[1]
#define SET_RUNTIME_PM_OPS(suspend, resume, idle)
#define RUNTIME_PM_OPS(suspend, resume, idle)
#define SET_SYSTEM_SLEEP_PM_OPS(suspend, resume)
#define SYSTEM_SLEEP_PM_OPS(suspend, resume)
#define __stringify(x) "x"
