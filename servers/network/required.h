/* SPDX-License-Identifier: GPL-2.0-only */
/* The references that the shared network code uses: `component` and `packets`. It is
 * compiled anew for each server that contains it, with that server's own header, which
 * servers/network/module.mk names.
 */
#ifndef NETWORK_REQUIRED_H
#define NETWORK_REQUIRED_H

#ifndef SERVER_HEADER
#error "define SERVER_HEADER, the generated header of the server"
#endif
#include SERVER_HEADER

#endif
