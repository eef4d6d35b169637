/* SPDX-License-Identifier: GPL-2.0-only */
/* The interfaces that a server's header and signature speak of. */
#ifndef INTERFACE_COMPILER_CLOSURE_H
#define INTERFACE_COMPILER_CLOSURE_H

#include "library.h"
#include "model.h"

struct closure {
    struct interface **interfaces;  /* interfaces[i]->index == i */
    unsigned count;
};

/* Component, the interfaces that the server's clauses name, and all that these mention, over
 * any number of steps; in the order in which they are found. False after a reported error. */
bool closure_make(struct closure *closure, const struct server *server, struct library *library);

/* The index in the signature of the interface that a reference names, SIGNATURE_ANY for `any`. */
unsigned closure_index(const struct closure *closure, struct name interface);

#endif
