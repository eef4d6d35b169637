/* SPDX-License-Identifier: GPL-2.0-only */
/* Sections of a kernel image mean nothing to a server. (Linux: include/linux/init.h) */
#ifndef SLIPWAY_LINUX_INIT_H
#define SLIPWAY_LINUX_INIT_H

#include <linux/compiler.h>
#include <linux/stringify.h>
#include <linux/types.h>

#define __init
#define __exit
#define __initdata
#define __initconst
#define __exitdata
#define __devinit
#define __devexit

#endif
