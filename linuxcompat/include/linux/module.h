/* SPDX-License-Identifier: GPL-2.0-only */
/* What a module says of itself; its constructor is in slipway/server.h.
 * (Linux: include/linux/module.h) */
#ifndef SLIPWAY_LINUX_MODULE_H
#define SLIPWAY_LINUX_MODULE_H

#include <linux/export.h>
#include <linux/init.h>
#include <linux/kernel.h>
#include <linux/list.h>
#include <linux/moduleparam.h>
#include <linux/stringify.h>

struct module;

/* Checked to be text, and kept nowhere. */
#define MODULE_INFO(tag, text)          _Static_assert(sizeof("" text) > 0, "module information is text")
#define MODULE_AUTHOR(text)             MODULE_INFO(author, text)
#define MODULE_DESCRIPTION(text)        MODULE_INFO(description, text)
#define MODULE_LICENSE(text)            MODULE_INFO(license, text)
#define MODULE_VERSION(text)            MODULE_INFO(version, text)
#define MODULE_ALIAS(text)              MODULE_INFO(alias, text)
#define MODULE_FIRMWARE(text)           MODULE_INFO(firmware, text)
#define MODULE_SOFTDEP(text)            MODULE_INFO(softdep, text)
#define MODULE_DEVICE_TABLE(type, name) extern typeof(name) name

#endif
