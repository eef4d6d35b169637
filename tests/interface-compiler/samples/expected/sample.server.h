/* SPDX-License-Identifier: GPL-2.0-only */
/* Made by interface-compiler from tests/interface-compiler/samples/sample/sample.component: for the server's own files. */
#ifndef sample_SERVER_H
#define sample_SERVER_H

#include "types.h"
#include "Component.h"
#include "Everything.h"
#include "Directory.h"
#include "Empty.h"

typedef const void *const *Any;

/* What every server holds, and what it requires (null if optional and not given). */
extern Component component;
extern Directory parent;
extern Everything other;

/* construct() stores here what `self` of each root shall be. */
struct sample_roots {
    struct everything *everything;
};

/* Called once, when all required references are there. A negative status: not loaded. */
status construct(struct sample_roots *roots);
/* Called once, when the server is being unloaded. */
void destruct(void);

/* The root `everything`, which implements Everything. */
struct everything;
void everything_scalars(struct everything *self, u8 a, u16 b, u32 c, i8 d, i16 e, i32 f);
i8 everything_results(struct everything *self, u8 *a, u16 *b, i32 *c);
status everything_references(struct everything *self, Empty plain, Empty maybe, Empty given, Any some);
Any everything_made(struct everything *self, Empty *first, Any *second);
status everything_blocks(struct everything *self, const void *a, void *b, void *c, u32 size);

/* Local objects `directory`, which implements Directory. */
struct directory;
u32 directory_getEntryCount(struct directory *self);
i32 directory_getName(struct directory *self, u32 index, void *name, u32 size);
status directory_getDirectory(struct directory *self, const void *name, u32 length, Directory *directory);
Directory directory_getParent(struct directory *self);
/* Nobody references it any more. */
void directory_destroy(struct directory *self);
/* Generated: a reference to a new local object, which the caller owns; null when memory is short. */
Directory directory_create(struct directory *self);
/* Generated: `self` of an own object, null if the reference is to another server's. */
struct directory *directory_of(Directory reference);
/* Generated: from now on, objects that nobody references are kept, not destroyed; and a reference
 * to the one kept last, with its `self`; null if there is none; and how many there are. */
status directory_keep(void);
Directory directory_reuse(struct directory **self);
u32 directory_kept(void);

/* Another reference to the same object, or null; and giving one up. Null is allowed. */
static inline Any Any_duplicate(Any reference)
{
    return reference ? (Any)Component_duplicate(component, (u32)reference) : (Any)0;
}
static inline void Any_release(Any reference)
{
    if (reference)
        Component_release(component, (u32)reference);
}
static inline Everything Everything_duplicate(Everything reference)
{
    return reference ? (Everything)Component_duplicate(component, (u32)reference) : (Everything)0;
}
static inline void Everything_release(Everything reference)
{
    if (reference)
        Component_release(component, (u32)reference);
}
static inline Directory Directory_duplicate(Directory reference)
{
    return reference ? (Directory)Component_duplicate(component, (u32)reference) : (Directory)0;
}
static inline void Directory_release(Directory reference)
{
    if (reference)
        Component_release(component, (u32)reference);
}
static inline Empty Empty_duplicate(Empty reference)
{
    return reference ? (Empty)Component_duplicate(component, (u32)reference) : (Empty)0;
}
static inline void Empty_release(Empty reference)
{
    if (reference)
        Component_release(component, (u32)reference);
}

/* The signature in the file's section .slipway.signature (signature.h). */
extern const struct sample_signature sample_signature;

#endif
