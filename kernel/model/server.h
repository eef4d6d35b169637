/* SPDX-License-Identifier: GPL-2.0-only */
/* Servers: what was loaded, what it holds, and what it offers. */
#ifndef KERNEL_MODEL_SERVER_H
#define KERNEL_MODEL_SERVER_H

#include "calls/entry_block.h"
#include "machine/wait_queue.h"
#include "model/domain.h"
#include "model/elf.h"
#include "model/object.h"
#include "model/reference.h"
#include "model/server_signature.h"

enum server_state {
    SERVER_LOADED,              /* references can be bound */
    SERVER_STARTING,            /* its constructor runs */
    SERVER_STARTED,             /* roots can be asked for */
    SERVER_FAILED,              /* its constructor failed, or its roots could not be made */
    SERVER_GOING                /* unloaded as far as others see; freed when no call is inside */
};

#define SERVER_MAPPINGS_MAX 1024u

struct mapping;

struct server {
    /* The monitor (monitor.h). Entry code knows these two. */
    struct thread *holder;
    u32 attention;                      /* threads that wait, objects in `unreferenced`, `unload_wanted` */
    struct wait_queue waiters;
    struct object *unreferenced;        /* to be destroyed by the holder */
    u32 unload_wanted;                  /* 1: to be told that it goes, by the holder */

    char name[SIGNATURE_NAME_MAX + 1];
    enum server_state state;
    u32 constructed;                    /* its constructor succeeded: its destructor is to run */
    u32 serialised;
    u32 traced;                         /* its calls are recorded (trace.h) */
    u32 trace_described;                /* the trace has its name and functions */
    struct domain *domain;              /* where it runs; held */
    u32 directory;                      /* of that, for generated code; 0: the kernel's domain */
    struct server *next_in_domain;
    struct server *next;                /* of all servers */
    u32 holds;                          /* objects, calls by the kernel, the reaper's, and `kept` */
    u32 kept;                           /* 1: its owner has not given it up yet */
    i32 room;                           /* slots that it may still own; negative when it goes: none */
    u32 handles;                        /* its handle of slots[0]: the address, or USER_HANDLES */

    struct image image;                 /* base null: the kernel's own, never freed */
    void *signature_bytes;              /* what `signature` points into */
    struct signature signature;
    const struct interface_type **types;        /* of signature.interfaces */
    struct implementation *implementations;     /* of signature.implemented */
    struct object **roots;                      /* of signature.implemented; null: not offered */
    struct slot **required;                     /* of signature.required; null: not bound */

    struct slot *component_slot;        /* its `component` */
    struct mapping *mappings;
    u32 mapping_count;                  /* at most SERVER_MAPPINGS_MAX */
    struct slot *end_handler;           /* a Runnable, the kernel's; null: none */
};

/* The kernel, which is a server too: the first, and never unloaded. */
extern struct server kernel_server;

/* All servers, the newest first. Changes with interrupts off. */
extern struct server *all_servers;

/* Makes the kernel's server from the signature that is linked into the kernel (start.c
 * does the rest). `direct`: entry.h. */
status server_make_kernel(const void *signature, u32 size, const struct direct_function *direct);

/* Loads a server file, which must not change meanwhile (elf.h), into a domain; `traced` 1:
 * its calls are recorded. `name` is copied. Fails with an error text. */
status server_load(const u8 *file, u32 size, const char *name, struct domain *domain, u32 traced,
                   struct server **loaded);

/* Supplies required reference `index` with what `slot`, the kernel's, denotes; a text
 * says why not. */
status server_supply(struct server *server, u32 index, const struct slot *slot);

/* Runs its constructor, and makes its roots. Fails with an error text, or with what the
 * constructor returned. */
status server_run(struct server *server);

/* Name of the interface of required reference `index`, which exists. */
const char *server_required_type(const struct server *server, u32 index);

/* The root that implements the interface of that name, or null. */
struct object *server_root(const struct server *server, const char *interface_name);

/* Whether the server may take for what it is called what it gets as a reference to any interface. It
 * cannot be told by another name than that: E_TYPE, and a text, if the server's signature knows an
 * interface of the object's name, and that is another. Interrupts are off. */
status server_check_known(const struct server *server, const struct object *object);

/* Whether what `slot` denotes has the interface of the server's required reference `index`, which
 * exists: E_TYPE, E_GONE, with a text. Interrupts are off. */
status server_check_required(const struct server *server, u32 index, const struct slot *slot);

/* Unloads it: revokes what others have of it, tells it, and revokes what it has. If
 * waiting for its monitor could not end, the thread inside tells it when it leaves. One
 * whose domain has ended is the reaper's; it is only given up. */
void server_unload(struct server *server);

/* The last two steps of that, for monitors: the first inside the monitor, the second outside;
 * it may free the server. */
void server_tell(struct server *server);
void server_finish(struct server *server);

/* Steps that the reaper takes too. The first may be called with interrupts off.
 *   going    it makes no objects and gets no references any more (one to an object of its own
 *            would keep it for ever), and no new reference to an object of it can be called
 *   cut      revokes what others have of it
 *   release  revokes what it has: first what it was given when it was loaded, which includes
 *            a device that may still write into memory, then everything but memory
 *   strip    the rest: memory, mappings, entry points, image. Nobody is inside any more. */
void server_set_going(struct server *server);
void server_cut(struct server *server);
void server_release(struct server *server);
void server_strip(struct server *server);

/* Keeps the server while the kernel uses it; gives up one of `holds`: the last frees the
 * server. */
void server_hold(struct server *server);
void server_drop(struct server *server);

/* Its owner gives it up: once is as good as twice. */
void server_disown(struct server *server);

/* Where a function of its signature runs. */
static inline u32 server_address(const struct server *server, u32 offset)
{
    return server->image.address + offset;
}

/* Stores a reference of its own in a variable of its signature. */
void server_set_variable(struct server *server, u32 offset, const struct slot *slot);

/* Undoes everything that it mapped (mapping.c). */
void server_unmap_all(struct server *server);

#endif
