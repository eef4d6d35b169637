/* SPDX-License-Identifier: GPL-2.0-only */
/* Made by interface-compiler from tests/interface-compiler/samples/sample/sample.component: variables, objects, signature. */
#include "sample.server.h"
#include "signature.h"

Component component;
Directory parent;
Everything other;

Directory directory_create(struct directory *self)
{
    return (Directory)Component_construct(component, 1, (u32)self);
}

struct directory *directory_of(Directory reference)
{
    return (struct directory *)Component_selfOf(component, 1, (u32)reference);
}

status directory_keep(void)
{
    return Component_keepObjects(component, 1);
}

Directory directory_reuse(struct directory **self)
{
    return (Directory)Component_reuseObject(component, 1, (u32 *)self);
}

u32 directory_kept(void)
{
    return Component_countKept(component, 1);
}

const struct sample_signature {
    struct signature_header header;
    struct signature_interface interfaces[4];
    struct signature_function functions[16];
    struct signature_parameter parameters[32];
    struct signature_implemented implemented[2];
    struct signature_required required[2];
    u32 addresses[9];
    char strings[312];
} sample_signature __attribute__((section(".slipway.signature"), used, aligned(4))) = {
    .header = {
        .magic = SIGNATURE_MAGIC,
        .size = sizeof(struct sample_signature),
        .flags = SIGNATURE_THREAD_SAFE,
        .interface_count = 4,
        .function_count = 16,
        .parameter_count = 32,
        .implemented_count = 2,
        .required_count = 2,
        .address_count = 9,
        .name = 0,  /* sample */
        .construct = (u32)&construct,
        .destruct = (u32)&destruct,
        .component = (u32)&component,
        .strings_size = 312,
    },
    .interfaces = {   /* name, first function, functions */
        { 7, 0, 7, 0 },  /* 0: Component */
        { 119, 7, 5, 0 },  /* 1: Everything */
        { 217, 12, 4, 0 },  /* 2: Directory */
        { 293, 16, 0, 0 },  /* 3: Empty */
    },
    .functions = {    /* name, first parameter, parameters, result, its interface */
        { 17, 0, 2, TYPE_U32, 0 },  /* Component.construct */
        { 50, 2, 1, TYPE_U32, 0 },  /* Component.duplicate */
        { 70, 3, 1, TYPE_STATUS, 0 },  /* Component.release */
        { 78, 4, 2, TYPE_U32, 0 },  /* Component.selfOf */
        { 85, 6, 1, TYPE_STATUS, 0 },  /* Component.keepObjects */
        { 97, 7, 2, TYPE_U32, 0 },  /* Component.reuseObject */
        { 109, 9, 1, TYPE_U32, 0 },  /* Component.countKept */
        { 130, 10, 6, TYPE_VOID, 0 },  /* Everything.scalars */
        { 150, 16, 3, TYPE_I8, 0 },  /* Everything.results */
        { 158, 19, 4, TYPE_STATUS, 0 },  /* Everything.references */
        { 192, 23, 2, TYPE_REFERENCE, 65535 },  /* Everything.made */
        { 210, 25, 3, TYPE_STATUS, 0 },  /* Everything.blocks */
        { 227, 28, 0, TYPE_U32, 0 },  /* Directory.getEntryCount */
        { 241, 28, 2, TYPE_COUNT, 0 },  /* Directory.getName */
        { 260, 30, 2, TYPE_STATUS, 0 },  /* Directory.getDirectory */
        { 283, 32, 0, TYPE_REFERENCE, 2 },  /* Directory.getParent */
    },
    .parameters = {   /* name, type, direction, flags, interface, bound */
        { 27, TYPE_U32, DIRECTION_IN, 0, 0, 0, 0 },  /* Component.construct: implementation */
        { 42, TYPE_U32, DIRECTION_IN, 0, 0, 0, 0 },  /* Component.construct: pointer */
        { 60, TYPE_U32, DIRECTION_IN, 0, 0, 0, 0 },  /* Component.duplicate: reference */
        { 60, TYPE_U32, DIRECTION_IN, 0, 0, 0, 0 },  /* Component.release: reference */
        { 27, TYPE_U32, DIRECTION_IN, 0, 0, 0, 0 },  /* Component.selfOf: implementation */
        { 60, TYPE_U32, DIRECTION_IN, 0, 0, 0, 0 },  /* Component.selfOf: reference */
        { 27, TYPE_U32, DIRECTION_IN, 0, 0, 0, 0 },  /* Component.keepObjects: implementation */
        { 27, TYPE_U32, DIRECTION_IN, 0, 0, 0, 0 },  /* Component.reuseObject: implementation */
        { 42, TYPE_U32, DIRECTION_OUT, 0, 0, 0, 0 },  /* Component.reuseObject: pointer */
        { 27, TYPE_U32, DIRECTION_IN, 0, 0, 0, 0 },  /* Component.countKept: implementation */
        { 138, TYPE_U8, DIRECTION_IN, 0, 0, 0, 0 },  /* Everything.scalars: a */
        { 140, TYPE_U16, DIRECTION_IN, 0, 0, 0, 0 },  /* Everything.scalars: b */
        { 142, TYPE_U32, DIRECTION_IN, 0, 0, 0, 0 },  /* Everything.scalars: c */
        { 144, TYPE_I8, DIRECTION_IN, 0, 0, 0, 0 },  /* Everything.scalars: d */
        { 146, TYPE_I16, DIRECTION_IN, 0, 0, 0, 0 },  /* Everything.scalars: e */
        { 148, TYPE_I32, DIRECTION_IN, 0, 0, 0, 0 },  /* Everything.scalars: f */
        { 138, TYPE_U8, DIRECTION_OUT, 0, 0, 0, 0 },  /* Everything.results: a */
        { 140, TYPE_U16, DIRECTION_OUT, 0, 0, 0, 0 },  /* Everything.results: b */
        { 142, TYPE_I32, DIRECTION_OUT, 0, 0, 0, 0 },  /* Everything.results: c */
        { 169, TYPE_REFERENCE, DIRECTION_IN, 0, 0, 3, 0 },  /* Everything.references: plain */
        { 175, TYPE_REFERENCE, DIRECTION_IN, 2, 0, 3, 0 },  /* Everything.references: maybe */
        { 181, TYPE_REFERENCE, DIRECTION_IN, 1, 0, 3, 0 },  /* Everything.references: given */
        { 187, TYPE_REFERENCE, DIRECTION_IN, 0, 0, 65535, 0 },  /* Everything.references: some */
        { 197, TYPE_REFERENCE, DIRECTION_OUT, 0, 0, 3, 0 },  /* Everything.made: first */
        { 203, TYPE_REFERENCE, DIRECTION_OUT, 0, 0, 65535, 0 },  /* Everything.made: second */
        { 138, TYPE_BLOCK, DIRECTION_IN, 4, 0, 0, 16 },  /* Everything.blocks: a */
        { 140, TYPE_BLOCK, DIRECTION_OUT, 4, 0, 0, 6 },  /* Everything.blocks: b */
        { 142, TYPE_BLOCK, DIRECTION_INOUT, 0, 0, 0, 65535 },  /* Everything.blocks: c */
        { 249, TYPE_U32, DIRECTION_IN, 0, 0, 0, 0 },  /* Directory.getName: index */
        { 255, TYPE_BLOCK, DIRECTION_OUT, 0, 0, 0, 255 },  /* Directory.getName: name */
        { 255, TYPE_BLOCK, DIRECTION_IN, 0, 0, 0, 255 },  /* Directory.getDirectory: name */
        { 273, TYPE_REFERENCE, DIRECTION_OUT, 0, 0, 2, 0 },  /* Directory.getDirectory: directory */
    },
    .implemented = {  /* interface, first address, root, destroy */
        { 1, 0, 1, 0, 0 },  /* everything */
        { 2, 5, 0, 0, (u32)&directory_destroy },
    },
    .required = {     /* interface, name, optional, variable */
        { 2, 299, 0, 0, (u32)&parent },
        { 1, 306, 1, 0, (u32)&other },
    },
    .addresses = {
        (u32)&everything_scalars,
        (u32)&everything_results,
        (u32)&everything_references,
        (u32)&everything_made,
        (u32)&everything_blocks,
        (u32)&directory_getEntryCount,
        (u32)&directory_getName,
        (u32)&directory_getDirectory,
        (u32)&directory_getParent,
    },
    .strings =
        "sample\0"
        "Component\0"
        "construct\0"
        "implementation\0"
        "pointer\0"
        "duplicate\0"
        "reference\0"
        "release\0"
        "selfOf\0"
        "keepObjects\0"
        "reuseObject\0"
        "countKept\0"
        "Everything\0"
        "scalars\0"
        "a\0"
        "b\0"
        "c\0"
        "d\0"
        "e\0"
        "f\0"
        "results\0"
        "references\0"
        "plain\0"
        "maybe\0"
        "given\0"
        "some\0"
        "made\0"
        "first\0"
        "second\0"
        "blocks\0"
        "Directory\0"
        "getEntryCount\0"
        "getName\0"
        "index\0"
        "name\0"
        "getDirectory\0"
        "directory\0"
        "getParent\0"
        "Empty\0"
        "parent\0"
        "other",
};

_Static_assert(sizeof sample_signature == 980, "no gap between the tables");
