/* SPDX-License-Identifier: GPL-2.0-only */
/* Module parameters are settings of the server (slipway/server.h).
 * (Linux: include/linux/moduleparam.h) */
#ifndef SLIPWAY_LINUX_MODULEPARAM_H
#define SLIPWAY_LINUX_MODULEPARAM_H

#include <linux/init.h>
#include <slipway/server.h>

#define MODULE_PARM_DESC(variable, text)    MODULE_INFO(parm, text)

#endif
