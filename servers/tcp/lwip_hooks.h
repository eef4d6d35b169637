/* SPDX-License-Identifier: GPL-2.0-only */
/* Functions of ours that lwIP's TCP calls (LWIP_HOOK_... in lwipopts.h): its files include this. */
#ifndef TCP_LWIP_HOOKS_H
#define TCP_LWIP_HOOKS_H

#include "premises.h"
#include "sequence.h"

#endif
