/* SPDX-License-Identifier: GPL-2.0-only */
/* Paged mappings: ranges of addresses whose pages a server supplies when they are touched (rule
 * M9; interfaces/Pager.interface). A mapping belongs to the server that made it, and is seen by
 * all that share its address space: a user domain's, or the kernel's (the window).
 *
 * The pager is called on the thread that faulted, with interrupts on, in a frame of the
 * kernel's own. No lock is held meanwhile; whoever comes back finds out whether the mapping is
 * still there, and whether another thread was faster. */
#ifndef KERNEL_MODEL_PAGER_H
#define KERNEL_MODEL_PAGER_H

#include "types.h"

struct paged;
struct server;
struct slot;
struct space;

#define PAGER_SIZE_MAX      (64u << 20)     /* of one mapping, in bytes */
#define PAGER_REDIRECTS_MAX 8u              /* pagers asked in a row for one page */
#define PAGER_REASON_MAX    160u            /* with its zero */

/* Whether the slot denotes an object of interface Pager. */
int pager_is(const struct slot *slot);

/* Reserves addresses for the pager that `slot`, the kernel's own, denotes: in `space`, or in
 * the window if that is null. Asks the pager for its size, so not with interrupts off. The
 * mapping, which is `server`'s, takes the slot if it is made, and stores its address. E_SIZE for
 * a size that is 0, too large or no multiple of a page; E_NOSPC, E_NOMEM, E_GONE; or why the
 * pager could not be called. */
status pager_map(struct server *server, struct space *space, struct slot *slot, struct paged **made,
                 u32 *address);

/* Unmaps it: no fault finds it any more, its pages are given back, the pager's reference is
 * released; a fault in progress fails its access. In the kernel's domain a page that could not
 * be supplied stays readable until nobody can touch it any more. Not with interrupts off. */
void pager_unmap(struct paged *paged);

/* Frees what pager_unmap() left of a server's mappings: no call is inside it any more. */
void pager_free_all(struct server *server);

/* User mode in `space`, or the kernel on its behalf, cannot read (or with `write`, write to)
 * `address`. May sleep, so interrupts are on. OK: the access can be made now. E_NOENT: no
 * mapping there, or it may not be made: it has another cause. Anything else: the access fails,
 * and `reason` says so, with the pager's server and the address. */
status pager_user_fault(struct space *space, u32 address, u32 write, char reason[PAGER_REASON_MAX]);

/* The same for the kernel's domain is pager_kernel_fault() in callbacks.h. A page that cannot be
 * supplied becomes a scratch page there, zeros that nobody else sees, because the code that
 * touches it cannot be cut short; and the server that made the mapping ends. */

#endif
