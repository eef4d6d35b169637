/* SPDX-License-Identifier: GPL-2.0-only */
/* Folders of Linux's sources that set-up did not unpack. */
#ifndef SLIPWAY_CONVERT_LINUX_FOLDER_H
#define SLIPWAY_CONVERT_LINUX_FOLDER_H

#include <stdbool.h>

/* Unpacks the folder that `file` ("drivers/i2c/busses/i2c-piix4.c") stands in from the source
 * package of that version of Linux into `tree`, unless the folder is there already. Returns
 * whether the file is there then; says nothing if it is not. Takes some seconds. */
bool linux_folder_unpack(const char *tree, const char *version, const char *file);

/* Which version the sources in `tree` are, "6.1.192", in new memory; empty if they do not say. */
char *linux_folder_version(const char *tree);

#endif
