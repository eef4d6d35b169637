/* SPDX-License-Identifier: GPL-2.0-only */
/* A stand-in for the kernel, in a 32-bit host program: it loads servers that were built as
 * shared objects, with sanitizers, and binds them by their signatures. References are
 * counted, objects die, calls are direct; nothing is translated or serialised.
 */
#ifndef TESTS_STAND_IN_H
#define TESTS_STAND_IN_H

#include "types.h"

/* What a reference points at. */
struct object {
    const void *const *entries; /* first: a reference is the address of this */
    void *self;
    u32 references;
    void (*destroy)(void *self);
    struct server *server;      /* null: the stand-in's own */
};

/* A loaded server. */
struct server;

/* Makes an object of `count` functions, which get `self` as their first argument, and whose
 * table stays where it is. The reference belongs to the caller; destroy (may be null) is
 * called when the last goes. */
void *object_create(void *const *functions, u32 count, void *self, void (*destroy)(void *self));

/* Counting references; null is allowed. */
void *reference_duplicate(void *reference);
void reference_release(void *reference);

/* Lets servers make or duplicate so many more references (0xffffffff: without limit). */
void references_limit(u32 more);

/* What Component.checkRequired() answers. */
extern status check_required_result;

/* Loads the shared object `file` of the server `name`. `references` are what it requires,
 * in order, and stay the caller's. Exits with a message on a failure. */
struct server *server_load(const char *file, const char *name, void *const *references);

/* Likewise, but the constructor may fail: `result` is what it said. */
struct server *server_try(const char *file, const char *name, void *const *references, status *result);

/* The address of one of its variables or functions. */
void *server_symbol(struct server *server, const char *name);

/* A reference to its root `index` (of its `implements` lines); it belongs to the server. */
void *server_root(struct server *server, u32 index);

/* A Component object for code that is linked into the test itself. It constructs nothing. */
void *component_create(const char *name);

#endif
