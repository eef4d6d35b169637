/* SPDX-License-Identifier: GPL-2.0-only */
/* The machine half of the kernel, played by a 32-bit process of the host: enough of it
 * that kernel/model and kernel/calls run there, with its generated code, under sanitizers.
 *
 * The test program is the kernel's server: it calls as the kernel, and its component
 * file (kernel.component here) says what it implements. */
#ifndef TESTS_COMPONENT_HOST_H
#define TESTS_COMPONENT_HOST_H

#include "model/server.h"
#include "machine/thread.h"

/* Brings the component model up. Exits if that fails. */
void host_start(void);

/* The bytes of a file, aligned to a page; exits if it cannot be read. The caller frees
 * them with pages_free(). */
u8 *host_read(const char *path, u32 *size, u32 *pages);

/* The folder of server files. */
extern const char *host_servers;

/* Loads NAME.server of that folder under that name; exits with the error text if
 * that fails. Its references are still to be supplied. */
struct server *host_load(const char *name);

/* Runs its constructor; exits with the error text if that fails. */
void host_run(struct server *server);

/* A reference, the kernel's, to the root of that interface; exits if there is none. */
void *host_root(const struct server *server, const char *interface);

/* Loads a server file twice and runs both; `roots` become references to their roots of that interface. */
void host_pair(const char *name, const char *interface, struct server *servers[2], void *roots[2]);

/* Pages and heap blocks in use, for leak tests. */
extern u32 host_pages, host_blocks;

/* Run once, before the next block of the heap is given: as another thread that is faster. */
extern void (*host_on_allocation)(void);

/* Address spaces, and ranges reserved in them. */
extern u32 host_spaces, host_ranges;

/* When not negative, that many further allocations succeed, and then none. */
extern i32 host_allocations_left;

/* Called where a thread would sleep: plays the other threads until the sleeper is
 * woken. Null: nobody may sleep. */
extern void (*host_sleep)(void);

/* Another thread, and running on one. */
struct thread *host_thread(u32 priority);
void host_switch(struct thread *thread);

/* What panic() does: it is not to return. Null: the program ends. */
extern void (*host_panic)(const char *text);

/* The last message of the kernel's log. */
extern char host_log[512];

#endif
