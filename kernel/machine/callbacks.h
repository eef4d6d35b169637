/* SPDX-License-Identifier: GPL-2.0-only */
/* All that the machine calls in the rest of the kernel. It includes nothing else of it: model/, calls/ and roots/
 * implement what is declared here, and in the test image of the machine alone the tests do. */
#ifndef KERNEL_MACHINE_CALLBACKS_H
#define KERNEL_MACHINE_CALLBACKS_H

#include "machine/interrupts.h"

struct thread;
struct wait_queue;

/* The start of the system, and names for messages (start.c). */

/* Brings up the component model and the first server. Call once, on the first thread,
 * when memory, threads and the log work and after frame_stack_initialise() for that thread.
 *   - Makes the kernel's own server from its signature, which is linked into the kernel
 *     (section .slipway.signature, between the linker script's symbols
 *     signature_start and signature_end; its addresses are absolute), sets its
 *     `component` and calls its construct(), which must fill the roots.
 *   - Loads the boot module `loader`, supplies its required reference of interface
 *     Catalog with the kernel's root of interface Catalog, and runs its
 *     constructor on the calling thread.
 * Returns what that constructor returned, or why it was not reached; then a message
 * stands in the log. */
status component_start(void);

/* Name of the server whose code or data contains `address`, for messages about faults,
 * and through `offset` the place in its file; null if there is none. */
const char *server_name_at(u32 address, u32 *offset);

/* Threads (model/frame.c, model/caller.c, model/monitor.c). */

/* Makes the frame page of a new thread. The caller has set `thread->frame_page` to
 * 4096 bytes of memory, aligned to 4096, and `thread->stack`, from which the place is
 * taken where calls are refused; null means that there is no such place. Sets `thread->frame_top` and
 * `thread->frame_limit`, which the thread switch moves from and to the globals
 * `frame_top` and `frame_limit` (kernel/machine/thread.h). The thread starts in the kernel's
 * own server. */
void frame_stack_initialise(struct thread *thread);

/* Memory that the kernel takes for what its caller wants. If user mode is behind it, directly or
 * through servers of the kernel's domain, PAGES_RESERVED pages stay free (machine/pages.h): else a server
 * there could take them by threads, references or semaphores, of which it may have thousands. */
/* pages_allocate(), or pages_allocate_spare(); pages_free() gives them back. */
void *caller_pages(u32 count);

/* heap_allocate(), or heap_allocate_spare(); heap_free() gives it back. */
void *caller_memory(u32 size);

/* Sleeps as wait_queue_sleep() does, on behalf of the server that called this kernel function:
 * E_GONE if its domain has ended, or ends meanwhile. With interrupts off. */
status monitor_sleep(struct wait_queue *queue, u32 timeout);

/* Interrupts and exceptions (calls/, model/pager_fault.c, model/budget.c). */

/* For the interrupt path, with interrupts off: before a thread is taken off the
 * processor because of an interrupt, its interrupted instruction pointer must be
 * replaced by what this returns for it. The opening checks of an entry count as one
 * step because of that: a thread caught in their middle begins its call again. Returns
 * `eip` unchanged for all other code, as a rule after two comparisons: only code near the
 * generated code is searched for. */
u32 entry_restart(u32 eip);

/* Where sysenter goes (trap.asm): interrupts off, esp = TSS_ESP0, everything else as user mode
 * left it, but for cs and ss. Not a function. */
extern char trap_entry[];

/* User mode made an exception. `address` is the one that a page fault was about, else 0.
 * Interrupts are on; it may sleep, and is on the thread's kernel stack. It returns if the
 * instruction is to be tried again, as `frame` then says, which it may change; or it ends the
 * domain and does not return. */
void user_fault(struct interrupt_frame *frame, u32 address);

/* An interrupt of user mode is over, and nothing else runs first. The domain may have ended by now, in
 * this interrupt too; emptying its space does not stop a thread that runs in the user area, which all have
 * and where some bytes of the stubs are loops. Then `frame` is changed so that it faults. Interrupts are
 * off. */
void user_interrupted(struct interrupt_frame *frame);

/* The kernel made a page fault at an `address` below DIRECT_MAP: trap code that reads or writes
 * what a user mode server named, which may begin below USER_END and end above. Interrupts are as they were when it faulted. OK: go on as
 * `frame` says. Any other status: it was no such code, and the kernel panics. May not return. */
status crossing_fault(struct interrupt_frame *frame, u32 address);

/* The kernel, or a server in its domain, made a page fault in the window, at no guard page of
 * a stack. Interrupts are as they were; if they are on it may sleep. OK: try again; else the
 * kernel panics. `write`: 1 if it was a write. */
status pager_kernel_fault(u32 address, u32 write);

/* The tick interrupted current_thread, which is not the idle thread. Interrupts are off. */
void budget_tick(void);

#endif
