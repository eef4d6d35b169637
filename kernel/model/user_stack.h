/* SPDX-License-Identifier: GPL-2.0-only */
/* The stacks that calls into a user domain run on. Each call takes one off its domain's list of
 * free stacks, and puts it back; making one is the slow path, and who runs out of memory then
 * fails the call.
 *
 * A stack is USER_STACK_SIZE bytes of physically contiguous memory, mapped writable into the
 * domain with an unmapped page below. The kernel reaches it through the direct map: what follows
 * it there is a page that the domain does not see, which begins with struct user_stack. So the
 * address of that structure is also the end of the kernel's view of the stack.
 *
 *      user space            direct map
 *      end ................. struct user_stack
 *      self and arguments    of calls without blocks: USER_STACK_FIXED bytes
 *      return address        USER_RETURN, written once        <- top
 *      blocks
 *      self and arguments    of calls with blocks
 *      ...
 */
#ifndef KERNEL_MODEL_USER_STACK_H
#define KERNEL_MODEL_USER_STACK_H

#include "signature.h"

struct domain;
struct slot;

#define USER_STACK_SIZE     (128u * 1024)
#define USER_STACKS_MAX     160u                                /* of one domain */
#define USER_STACK_FIXED    (4 * (SIGNATURE_WORDS_MAX + 2))     /* return address, self, arguments */

/* Trap code knows the offsets. */
struct user_stack {
    struct user_stack *next;    /* of the domain's free ones */
    u32 top;                    /* user address of the return address */
    u32 lent_handle;            /* user handle of the first of `lent` */
    struct slot *lent;          /* LENT_PER_STACK slots in a row: what a call lends to its callee */
    struct user_stack *other;   /* of all of the domain's */
    u32 address;                /* of the lowest byte, in the domain's space */
};

/* Makes one more free stack for a domain. Interrupts may be off. E_NOSPC if it has USER_STACKS_MAX,
 * E_NOMEM, E_GONE. */
status user_stack_create(struct domain *domain) __asm__("user_stack_create");

/* Frees all stacks of a domain that no thread is in any more. Its space may be cleared already. */
void user_stacks_free(struct domain *domain);

/* How many there are. */
u32 user_stacks_count(const struct domain *domain);

#endif
