/* SPDX-License-Identifier: GPL-2.0-only */
/* Stands for servers/network/entropy.c in the host tests: always the same, so that the
 * layered stack and the reference draw the same sequence numbers and ports.
 */
#include "arch/cc.h"

u32 network_entropy(void)
{
    return 0x5bd1e995;
}
