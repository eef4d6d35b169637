/* SPDX-License-Identifier: GPL-2.0-only */
/* Made by interface-compiler from tests/interface-compiler/samples/interfaces/Empty.interface: for those who call it, without
 * comments, so that one that changes compiles nothing anew. */
#ifndef Empty_INTERFACE_H
#define Empty_INTERFACE_H

#include "types.h"

typedef const struct Empty_entries *const *Empty;

struct Empty_entries {
};

#endif
