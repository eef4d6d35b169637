/* SPDX-License-Identifier: GPL-2.0-only */
/* lwIP's ip4_frag.c as it is, except for the name of ip4_reass(): reassembly.c has one
 * that first copies the fragment out of shared memory, and calls this.
 */
#define ip4_reass lwip_ip4_reass

#include "core/ipv4/ip4_frag.c"
