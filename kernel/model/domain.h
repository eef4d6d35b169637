/* SPDX-License-Identifier: GPL-2.0-only */
/* Domains: where servers run (rule M10). The kernel's domain, or an address space in user
 * mode that some servers share.
 *
 * A domain lives as long as somebody holds it: each of its servers does, and the object that
 * the interface Domain denotes. One that was ended (rule M11) is dead: none of its code runs
 * any more, and nothing can be loaded into it. What it took is freed by the reaper, when the
 * last thread has left; the structure stays for those who ask why it ended. */
#ifndef KERNEL_MODEL_DOMAIN_H
#define KERNEL_MODEL_DOMAIN_H

#include "machine/wait_queue.h"
#include "signature.h"

#define DOMAIN_REASON_MAX   255     /* bytes of the text that says why one ended */
#define DOMAIN_THREADS_MAX  64u     /* that servers of one user domain can have made */

struct server;
struct space;
struct user_stack;

struct domain {
    struct space *space;            /* null: the kernel's domain, or one that the reaper is through with */
    u32 directory;                  /* of the space; 0: the kernel's domain */
    struct user_stack *free_stacks; /* user_stack.h */
    struct user_stack *stacks;      /* all of them */
    struct server *servers;         /* by next_in_domain; changes with interrupts off */
    u32 server_count;               /* those, and some that are being freed */
    u32 thread_count;               /* made by its servers, and not ended */
    u32 budget;                     /* milliseconds that a call may use without waiting; 0: any */
    u32 dead;
    u32 released;                   /* dead, and what its servers held was released, once at least */
    u32 reaped;                     /* dead, and nothing is left of it but this */
    u32 holds;
    struct wait_queue reaper;       /* the thread that reaps it, when it waits for anything */
    struct domain *next_dead;       /* in the list of those without a thread of their own (reaper.h) */
    char name[SIGNATURE_NAME_MAX + 1];
    char reason[DOMAIN_REASON_MAX + 1];     /* of its end, zero-terminated; empty while it lives */
};

/* The kernel's domain: no space, never dead. */
extern struct domain kernel_domain;

/* A new domain with an address space of its own and no server, held once by the caller.
 * `name` is copied and cut. Null if memory is short. */
struct domain *domain_create(const char *name, u32 budget);

/* Keeps a domain; gives up one hold: after the last its reaper frees the domain. */
void domain_hold(struct domain *domain);
void domain_drop(struct domain *domain);

/* Makes a server one of the domain's, which it holds. E_GONE if that is dead. */
status domain_admit(struct domain *domain, struct server *server);

/* The opposite, in two steps: it is none of the domain's any more, so that who ends that need not
 * care (interrupts are off); and it needs it no more. */
void domain_unlink(struct server *server);
void domain_expel(struct server *server);

/* For the reaper: frees stacks and space of a domain in which no thread is and no server has an
 * image; and the domain, which nobody holds. */
void domain_strip(struct domain *domain);
void domain_free(struct domain *domain);

/* Counts a thread that a server of the domain makes, unless it has too many; takes it back when
 * that ends. The thread holds the domain. E_NOSPC, E_GONE. */
status domain_count_thread(struct domain *domain);
void domain_uncount_thread(struct domain *domain);

/* Pages that the domain takes: of its space, its stacks, and its servers' images. */
u32 domain_pages(const struct domain *domain);

/* The server of a domain whose image holds `address`, and through `offset` the place in it; null if
 * there is none. */
const struct server *domain_server_at(const struct domain *domain, u32 address, u32 *offset);

/* Ends a domain: its code does not run any more, calls into it fail, calls of its servers that wait
 * in the kernel, or for a monitor, return with E_GONE; the reaper (reaper.h) does the rest.
 * `culprit` is the server that the text names, `format` what happened: "server nic (domain
 * driver): page fault: ...". Returns, also if the running thread is inside: code of the domain
 * that it goes back to faults. Twice is as good as once. Needs no memory; interrupts may be off. */
void domain_end(struct domain *domain, const struct server *culprit, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

#endif
