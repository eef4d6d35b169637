/* SPDX-License-Identifier: GPL-2.0-only */
/* What the grammar does not say: checks on what was parsed. */
#ifndef INTERFACE_COMPILER_CHECK_H
#define INTERFACE_COMPILER_CHECK_H

#include "library.h"
#include "model.h"

/* Checks an interface and fills in what its modifiers and bounds mean. Interfaces that it
 * mentions need only exist in `library`. False if an error was reported. */
bool check_interface(struct interface *interface, const struct library *library);

/* Checks a server and resolves the interfaces that its clauses name. False likewise. */
bool check_server(struct server *server, struct library *library);

/* Checks that a name fits the signature and can be used in C; `what` it names is for messages. */
void check_name(struct name name, const char *what);

#endif
