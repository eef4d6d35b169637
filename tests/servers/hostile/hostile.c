/* SPDX-License-Identifier: GPL-2.0-only */
/* The hostile server: which attack is which, and those by plain memory accesses. What should end it
 * and does not is noticed by whoever called it: the call returns. */
#include "hostile.h"

static struct attack { u32 unused; } self_attack;
/* What it does when it is destroyed. */
static struct helper { enum { DESTROY_WELL, DESTROY_FAULT, DESTROY_RETURN } destroy; } self_helper,
    self_doomed = { DESTROY_FAULT }, self_returning = { DESTROY_RETURN };
static volatile u32 data = 0x600d;

void (*helper_task)(void);

void expect(struct outcome *outcome, u32 got, u32 expected, const char *name)
{
    char text[120];

    outcome->tried++;
    if (got == expected)
        return;
    if (++outcome->wrong > 10)
        return;
    snprintf(text, sizeof text, "hostile: %s: %d (0x%x) instead of %d\n", name, got, got, expected);
    Log_write(log, text, strlen(text));
}

static u32 overrun(volatile u32 *last)
{
    volatile u32 local[256];

    local[0] = *last + 1;
    return local[0] ? overrun(local) + local[0] : 0;
}

static u32 loop_address;

/* In code that no end of the domain takes away. */
static void loop_in_stub(void)
{
    ((void (*)(void))loop_address)();
}

static void loop(void)
{
    for (;;)
        data++;
}

static void jump(u32 address)
{
    ((void (*)(void))address)();
}

/* Gives an object away, whose destruction is then caused by who released it. */
static void give_away(struct outcome *outcome, struct helper *helper)
{
    Bystander_keep(near, (Any)helper_create(helper));
    Bystander_forget(near);
    expect(outcome, Bystander_add(near, 1, 2, 3, 4), 10, "a call afterwards");
}

static void attack_memory_access(u32 way, u32 address)
{
    switch (way) {
    case WAY_READ: data = *(volatile u32 *)address; break;
    case WAY_WRITE: *(volatile u32 *)address = 0xbad; break;
    case WAY_JUMP: jump(address); break;
    case WAY_WRITE_TEXT: *(volatile u8 *)(u32)attack_attack = 0xc3; break;
    case WAY_WRITE_HANDLES: *(volatile u32 *)(u32)component = 0xbad; break;
    case WAY_OVERRUN: data = overrun(&data); break;
    }
}

static void attack_with(struct outcome *outcome, u32 way, u32 argument, u32 seed)
{
    switch (way) {
    case WAY_INSTRUCTION: attack_instruction(argument); break;
    case WAY_INTERRUPT: attack_interrupt(argument); break;
    case WAY_PORT: attack_port(argument, 0); break;
    case WAY_PORT_WRITE: attack_port(argument, 1); break;
    case WAY_KNOWN_PORT: attack_known_port(argument, 0); break;
    case WAY_KNOWN_PORT_WRITE: attack_known_port(argument, 1); break;
    case WAY_PORT_BITMAP: attack_port_bitmap(outcome); break;
    case WAY_FLAGS: attack_flags(outcome); break;
    case WAY_SEGMENTS: attack_segments(outcome); break;
    case WAY_FORGED: attack_forged(outcome); break;
    case WAY_FORGED_ARGUMENTS: attack_forged_arguments(outcome); break;
    case WAY_STALE: attack_stale(outcome); break;
    case WAY_FOREIGN: attack_foreign(outcome, argument); break;
    case WAY_FUNCTIONS: attack_functions(outcome); break;
    case WAY_REGISTERS: attack_registers(outcome); break;
    case WAY_COMPONENT: attack_component(outcome); break;
    case WAY_SIZES: attack_sizes(outcome); break;
    case WAY_BLOCKS: attack_blocks(outcome); break;
    case WAY_PLACES: attack_places(outcome); break;
    case WAY_STACK: attack_stack(argument); break;
    case WAY_GARBAGE: attack_garbage(outcome, argument, seed); break;
    case WAY_GARBAGE_ALL: attack_garbage_all(seed); break;
    case WAY_RETURN: attack_return(seed); break;
    case WAY_RECURSE: attack_recurse(outcome); break;
    case WAY_REFERENCES: attack_references(outcome); break;
    case WAY_MAPPINGS: attack_mappings(outcome); break;
    case WAY_MEMORY: attack_memory(outcome); break;
    case WAY_THREADS: attack_threads(outcome, 0, 4); break;
    case WAY_SEMAPHORES: attack_semaphores(outcome); break;
    case WAY_LOOP: loop(); break;
    case WAY_LOOP_THREADS:
        loop_address = argument;
        attack_threads(outcome, argument ? loop_in_stub : loop, 7);
        Threads_sleep(threads, FOREVER);
        break;
    case WAY_SLEEP: Threads_sleep(threads, FOREVER); break;
    case WAY_ABORT: Component_abort(component, "as told", 7); break;
    case WAY_DESTROY: give_away(outcome, &self_doomed); break;
    case WAY_RETURN_EARLY: give_away(outcome, &self_returning); break;
    default: attack_memory_access(way, argument);
    }
}

status attack_attack(struct attack *self, u32 way, u32 argument, u32 seed, u32 *wrong, u32 *tried)
{
    struct outcome outcome = { 0, 0 };

    (void)self;
    attack_with(&outcome, way, argument, seed);
    *wrong = outcome.wrong;
    *tried = outcome.tried;
    return OK;
}

i32 attack_answer(struct attack *self, u32 way, void *text, u32 size, Runnable *reference, u32 *number)
{
    (void)self;
    memset(text, 'x', size);
    *number = 0x600d;
    if (way >= HANDLES) {
        *reference = is_own(way) ? 0 : (Runnable)way;
        return is_own(way) ? E_IO : 1;
    }
    switch (way) {
    case ANSWER_TOO_LONG: return (i32)size + 1;
    case ANSWER_NEGATIVE: return E_IO;
    case ANSWER_FORGED: *reference = (Runnable)(HANDLES + 0x12340); break;
    case ANSWER_OF_ANOTHER_TYPE: *reference = (Runnable)near; break;
    case ANSWER_FAULT: *(volatile u32 *)0 = 0; break;
    default: *reference = new_helper();
    }
    return 1;
}

Runnable new_helper(void)
{
    return helper_create(&self_helper);
}

void helper_run(struct helper *self)
{
    (void)self;
    if (helper_task)
        helper_task();
}

void helper_destroy(struct helper *self)
{
    if (self->destroy == DESTROY_FAULT)
        *(volatile u32 *)0 = 0xbad;
    if (self->destroy == DESTROY_RETURN)
        attack_return(1);
}

status construct(struct hostile_roots *roots)
{
    roots->attack = &self_attack;
    heap_use(memory);
    return OK;
}

void destruct(void)
{
}
