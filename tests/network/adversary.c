/* SPDX-License-Identifier: GPL-2.0-only */
/* Another domain that acts between accesses to the packets' memory (adversary.h).
 *
 * The memory may not be touched. Where an instruction does, the page is opened for this one
 * instruction: the processor's trap flag brings the program back after it (or after one step of a
 * repeated one), the adversary acts on that page, and it is closed again.
 */
#include "adversary.h"
#include "packets.h"

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <ucontext.h>

#define PAGE 4096u
#define TRAP_FLAG 0x100
#define WRITE_ACCESS 2          /* in the error code of a page fault */
#define OPENED_MAX 4            /* pages that one instruction can touch */

static adversary_function acts;
static u8 *memory;
static u32 size;
static u8 *touched;             /* by the instruction that is being stepped over */
static int written;
static u8 *opened[OPENED_MAX];
static u32 opened_count;

static void protect(u8 *start, u32 length, int rights)
{
    if (mprotect(start, length, rights) == 0)
        return;
    perror("mprotect");
    exit(3);
}

static void on_fault(int number, siginfo_t *information, void *context)
{
    greg_t *registers = ((ucontext_t *)context)->uc_mcontext.gregs;
    u8 *at = information->si_addr;

    (void)number;
    if (acts == NULL || at < memory || at >= memory + size || opened_count == OPENED_MAX) {
        signal(SIGSEGV, SIG_DFL);       /* a fault of the program: it happens again */
        return;
    }
    if (opened_count == 0)
        touched = at;
    written = (registers[REG_ERR] & WRITE_ACCESS) != 0;
    opened[opened_count] = memory + ((u32)(at - memory) & ~(PAGE - 1));
    protect(opened[opened_count++], PAGE, PROT_READ | PROT_WRITE);
    registers[REG_EFL] |= TRAP_FLAG;
}

static void on_step(int number, siginfo_t *information, void *context)
{
    (void)number;
    (void)information;
    ((ucontext_t *)context)->uc_mcontext.gregs[REG_EFL] &= ~TRAP_FLAG;
    if (acts != NULL)
        acts(touched, written);
    while (opened_count > 0)
        protect(opened[--opened_count], PAGE, acts != NULL ? PROT_NONE : PROT_READ | PROT_WRITE);
}

static void handle(int number, void (*handler)(int, siginfo_t *, void *))
{
    struct sigaction action = {.sa_sigaction = handler, .sa_flags = SA_SIGINFO | SA_NODEFER};

    sigaction(number, &action, NULL);
}

void adversary_set(adversary_function act)
{
    if (memory == NULL) {
        memory = packets_memory(&size);
        handle(SIGSEGV, on_fault);
        handle(SIGTRAP, on_step);
    }
    acts = act;
    protect(memory, size, act != NULL ? PROT_NONE : PROT_READ | PROT_WRITE);
}
