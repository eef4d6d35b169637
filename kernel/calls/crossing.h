/* SPDX-License-Identifier: GPL-2.0-only */
/* Calls that cross from one domain to another (paper, section 3.2): the generator of their code,
 * and what that code leaves to C.
 *
 * A call into a user domain has two ways in, which are generated for each function of a server
 * there: its trap code, for callers in user mode, and its entry point, for callers in the
 * kernel's domain. A call from user mode into the kernel's domain has one, generated for each
 * function of an interface type: it calls the entry point that servers in the kernel's domain
 * use. crossing_into_user.c describes the code; trap.asm has what all of it shares.
 *
 * What the callee gets of a block is a private copy on its own stack. Out scalars and out blocks
 * reach the caller only if the call was carried out and the function did not return a negative
 * status: a block whose length the function counts as far as it says, the rest whole; what the
 * callee did not write there is zero. References follow the rules of reference_passing.c. A call that fails
 * changes nothing but that its out references are null and what it was to move is released.
 */
#ifndef KERNEL_CALLS_CROSSING_H
#define KERNEL_CALLS_CROSSING_H

#include "model/interface.h"

struct domain;
struct emitter;
struct entry;
struct server;

/* Bytes of all blocks of one call, each rounded up to 4: more is E_SIZE. */
#define CROSSING_BLOCKS_MAX     (96u * 1024)

/* The kernel's stack that calls between user domains use, in bytes for each frame of the thread's
 * frame page that is left: so few of them have to look. Who enters user mode from the kernel's
 * domain makes sure of that, and of as much more for what cannot be refused: destructions. */
#define CROSSING_FRAME_STACK    48u
#define CROSSING_MARGIN         4096u

/* Trap code that refuses with E_REFERENCE and with E_GONE: for tables of slots without object
 * (entry_table.h), any function. Not functions of C. */
extern const u8 crossing_released[], crossing_gone[];

/* Generates what a server in a user domain needs for one of its functions, which runs at
 * `address` there: the entry point (sets entry->code), and the trap code (entry->trap). `entry`
 * has everything else of what entry_emit() wants, and `saved` is 0. `table` is the one that they
 * are to stand in. The length depends on the function's type, on whether the server is
 * serialised and whether it is traced, on nothing else. */
void crossing_emit(struct emitter *e, struct server *server, struct entry *entry,
                   const struct function_stubs *stubs, u32 table, u32 address);

/* Generates the trap code that leads from user mode to function `index` of an interface,
 * whichever server of the kernel's domain implements it; returns its address. Permanent: it belongs
 * to the type. */
u32 crossing_emit_kernel_trap(struct emitter *e, const struct function_type *function, u32 index);

/* Ends the call whose frame is the running thread's newest, one into a user domain, with that
 * failure: the thread goes on where the caller gets its answer. For a thread whose user code
 * cannot go on; on its kernel stack, interrupts on or off. What is above on the stack is lost:
 * it may hold nothing that has to be given back. */
void crossing_abort(status failure) __asm__("crossing_abort") __attribute__((noreturn));

/* Copies between the kernel and the user half of the space that is loaded, which is the newest
 * frame's server's; asks a pager if need be, so it may sleep if interrupts are on. E_FAULT if some
 * of the bytes cannot be accessed; then a part may have been copied. */
status crossing_read(void *to, u32 from, u32 size);
status crossing_write(u32 to, const void *from, u32 size);

#endif
