/* SPDX-License-Identifier: GPL-2.0-only */
/* The writers of generated files. Each takes checked input and cannot fail. */
#ifndef INTERFACE_COMPILER_EMIT_H
#define INTERFACE_COMPILER_EMIT_H

#include <stdio.h>

#include "closure.h"
#include "model.h"

/* X.h: types and calls for those who hold references to X. */
void emit_client_header(FILE *out, const struct interface *interface);
/* NAME.server.h: what a server's own files include. */
void emit_server_header(FILE *out, const struct server *server, const struct closure *closure);
/* NAME.signature.c: the server's variables, generated functions, and signature. */
void emit_signature(FILE *out, const struct server *server, const struct closure *closure);
/* The manual page of all interfaces, in the order of the array. */
void emit_document(FILE *out, struct interface *const interfaces[], unsigned count);

/* C spelling, shared by the writers (c_text.c). */

/* "u32", "status", "Packet", "Any": the C type of a result, or of a parameter's value. */
const char *c_type(enum signature_type type, struct name interface);
/* ", u32 offset, void *data, u32 size": the parameters after the first, with names. */
const char *c_parameters(const struct function *function);
/* ", offset, data, size": the same as arguments. */
const char *c_arguments(const struct function *function);
/* Opens a file: license, where it comes from, and what it is. */
void emit_banner(FILE *out, const char *source, const char *what);

#endif
