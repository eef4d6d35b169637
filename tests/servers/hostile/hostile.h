/* SPDX-License-Identifier: GPL-2.0-only */
/* The hostile server: what its files share. */
#ifndef HOSTILE_H
#define HOSTILE_H

#include "attacks.h"
#include "hostile.server.h"
#include "runtime.h"

/* What the attempts of an attack came to. */
struct outcome {
    u32 tried, wrong;
};

/* Counts an attempt; says in the log what was wrong with it: `got` is not `expected`. */
void expect(struct outcome *outcome, u32 got, u32 expected, const char *name);

/* Registers for a sysenter, and what came back of eax and edx. */
struct registers {
    u32 eax, ebx, ecx, edx, esi, edi, ebp, flags;
};

/* Enters the kernel with these registers, all eight of them. Comes back if the kernel returns to
 * a stack that enter_stack() made. */
void enter(struct registers *registers);

/* The same with that selector in ds and es. */
void enter_with_segments(struct registers *registers, u32 selector);

/* Makes a stack for a call through `reference` with those arguments; the result is for ecx. */
u32 enter_stack(u32 reference, const u32 *arguments, u32 count);

/* Calls function `function` of `reference` so; stores the call status. Returns the result. */
u32 call_raw(u32 reference, u32 function, const u32 *arguments, u32 count, status *call);

/* A pseudo-random number. */
u32 random_number(u32 *seed);

void attack_instruction(u32 which);
void attack_interrupt(u32 number);
void attack_port(u32 port, u32 write);
void attack_known_port(u32 index, u32 write);
void attack_port_bitmap(struct outcome *outcome);

void attack_flags(struct outcome *outcome);
void attack_segments(struct outcome *outcome);

void attack_forged(struct outcome *outcome);
void attack_forged_arguments(struct outcome *outcome);
void attack_stale(struct outcome *outcome);
void attack_foreign(struct outcome *outcome, u32 part);

/* Whether it holds that handle itself. */
u32 is_own(u32 handle);
void attack_functions(struct outcome *outcome);
void attack_registers(struct outcome *outcome);
void attack_component(struct outcome *outcome);

void attack_sizes(struct outcome *outcome);
void attack_blocks(struct outcome *outcome);
void attack_places(struct outcome *outcome);

void attack_stack(u32 stack);
void attack_garbage(struct outcome *outcome, u32 sets, u32 seed);
void attack_garbage_all(u32 seed);
void attack_return(u32 seed);

void attack_recurse(struct outcome *outcome);
void attack_references(struct outcome *outcome);
void attack_mappings(struct outcome *outcome);
void attack_memory(struct outcome *outcome);
void attack_threads(struct outcome *outcome, void (*run)(void), u32 priority);
void attack_semaphores(struct outcome *outcome);

/* The thing that helper_run() does. */
extern void (*helper_task)(void);
Runnable new_helper(void);

#endif
