/* SPDX-License-Identifier: GPL-2.0-only */
/* Calls across domains that end otherwise than by returning: refused before they began, or failed
 * after (rule M11). What was passed is taken back, and the caller gets a negative call status, a
 * zero result where that is no status, and null for each reference that it was to get. */
#include "calls/crossing.h"

#include "calls/crossing_layout.h"
#include "calls/crossing_state.h"
#include "calls/entry_table.h"
#include "calls/trace_record.h"
#include "machine/interrupts.h"
#include "machine/space.h"
#include "model/frame_page.h"
#include "model/monitor.h"
#include "model/server.h"
#include "model/slots.h"
#include "model/user_stack.h"


/* Where one of the caller's parameters stands. */
static u32 parameter_address(const struct crossing_registers *registers, const struct parameter_type *p)
{
    return registers->ecx + 8 + 4u * p->word;
}

static u32 read_word(const struct server *server, u32 address)
{
    u32 word = 0;

    if (!server->directory)
        return *(const u32 *)address;
    crossing_read(&word, address, sizeof word);
    return word;
}

static void clear_word(const struct server *server, u32 address)
{
    const u32 null = 0;

    if (!server->directory && address)
        *(u32 *)address = 0;
    else if (server->directory)
        crossing_write(address, &null, sizeof null);
}

/* Releases a reference that was to be moved, if it is the server's at all. */
static void consume(const struct server *server, u32 handle)
{
    u32 flags = interrupts_disable();
    struct slot *slot = handle ? slot_find_owned(server_slot(server, handle), server) : NULL;
    struct object *object = slot ? slot_release(slot) : NULL;

    interrupts_restore(flags);
    if (object)
        object_unreferenced(object);
}

static void clear_places(const struct function_type *function, const struct server *caller,
                         const struct crossing_registers *registers)
{
    const struct parameter_type *p;
    u32 i;

    for (i = 0; i < function->parameter_count; i++) {
        p = &function->parameters[i];
        if (is_reference(p) && is_result(p))
            clear_word(caller, read_word(caller, parameter_address(registers, p)));
    }
}

static void answer(const struct function_type *function, struct crossing_registers *registers, status failure)
{
    registers->eax = !function || function_has_status(function) ? (u32)failure : 0;
    registers->edx = (u32)failure;
}

/* What the trap calls, as far as the slot says; null if it says nothing. */
static const struct function_type *function_called(const struct crossing_registers *registers)
{
    const struct slot *slot = slots + registers->edx % USER_HANDLES_SIZE / sizeof *slot;
    const struct interface_type *type = entry_table_type(slot->entries);
    u32 index = ~registers->eax;

    return type && index < type->function_count ? &type->functions[index] : NULL;
}

void crossing_refused(struct crossing_registers *registers, status reason)
{
    const struct function_type *function = function_called(registers);
    const struct server *caller = frame_top->server;
    u32 i;

    interrupts_restore(EFLAGS_IF);
    for (i = 0; function && i < function->parameter_count; i++)
        if (is_moved(&function->parameters[i]))
            consume(caller, read_word(caller, parameter_address(registers, &function->parameters[i])));
    if (function)
        clear_places(function, caller, registers);
    answer(function, registers, reason);
}

void crossing_lose_results(u32 value)
{
    const struct function_type *function = frame_top->entry->function;
    const struct server *caller = (frame_top - 1)->server;
    u32 is_value = function->result == TYPE_REFERENCE, count = function->results - is_value, i;
    const u32 *handles = (const u32 *)kernel_stack_top - count;

    frame_top->return_address = FRAME_ASIDE;
    interrupts_restore(EFLAGS_IF);
    for (i = 0; i < count; i++)
        consume(caller, handles[i]);
    if (is_value)
        consume(caller, value);
}

void crossing_lose_kernel_results(const struct function_type *function, const u8 *end, u32 value)
{
    const struct crossing_registers *registers = (struct crossing_registers *)kernel_stack_top - 1;
    const struct server *caller = frame_top->server;
    struct crossing_layout layout;
    u32 i, slot;

    crossing_lay_out(function, &layout);
    interrupts_restore(EFLAGS_IF);
    for (i = 0; i < function->parameter_count; i++)
        if (is_reference(&function->parameters[i]) && is_result(&function->parameters[i])) {
            slot = *(const u32 *)(end + layout.places[i].cell);
            consume(caller, slot ? server_handle(caller, (const struct slot *)slot) : 0);
        }
    if (function->result == TYPE_REFERENCE)
        consume(caller, value);
    clear_places(function, caller, registers);
    interrupts_disable();
}

/* Takes back what was lent; interrupts are off, except while an object is destroyed. */
static void take_back(const struct user_stack *stack)
{
    struct object *object;
    u32 i;

    for (i = 0; i < LENT_PER_STACK; i++) {
        struct slot *slot = &stack->lent[i];

        object = slot->object;
        slot->owner = NULL;
        slot->object = NULL;
        if (!object || --object->count)
            continue;
        interrupts_restore(EFLAGS_IF);
        object_unreferenced(object);
        interrupts_disable();
    }
}

/* The words that are kept, behind the stack and the monitor's previous holder. */
static u32 *kept_words(u32 locks)
{
    return (u32 *)kernel_stack_top + 1 + locks;
}

/* Ends what the callee had. Interrupts are off, before and after. */
static void leave_callee(struct user_stack *stack, struct thread *previous, u32 locks,
                         enum crossing_stage stage)
{
    struct server *server = frame_top->server;

    if ((stage == STAGE_LOCKED || stage == STAGE_RUNNING) && locks) {
        interrupts_restore(EFLAGS_IF);
        monitor_leave(server, previous);
        interrupts_disable();
    }
    if (stage != STAGE_LEAVING)
        take_back(stack);
    stack->next = server->domain->free_stacks;
    server->domain->free_stacks = stack;
}

/* Gives up what the frame of a call held, without the frame. Interrupts are on. */
static void finish_call(const struct function_type *function, struct object *object, const u32 *kept,
                        const struct crossing_registers *registers)
{
    const struct server *caller = frame_top->server;
    struct crossing_layout layout;
    u32 i;

    crossing_lay_out(function, &layout);
    for (i = 0; i < layout.moved; i++)
        consume(caller, kept[i]);               /* null: moved already, or released */
    object_drop(object);
    clear_places(function, caller, registers);
}

static struct crossing_registers *registers_behind(const struct function_type *function, u32 *kept)
{
    struct crossing_layout layout;

    if (!function)
        return (struct crossing_registers *)kept;
    crossing_lay_out(function, &layout);
    return (struct crossing_registers *)(kept + layout.kept);
}

u64 crossing_undo(status failure, enum crossing_stage stage)
{
    struct frame *frame = frame_top;
    const struct function_type *function = frame->entry->function;
    u32 locks = function && frame->server->serialised;
    u32 *kept = kept_words(locks);
    struct crossing_registers *registers = registers_behind(function, kept);

    frame->return_address = FRAME_ASIDE;
    if (frame->server->traced && function && stage >= STAGE_RUNNING)
        trace_failure(failure);
    leave_callee((struct user_stack *)kept[-1 - (i32)locks], (struct thread *)kept[-1], locks, stage);
    frame_top = frame - 1;
    interrupts_restore(EFLAGS_IF);
    if (function)
        finish_call(function, frame->object, kept, registers);
    answer(function, registers, failure);
    interrupts_disable();
    return (u32)registers | (u64)(function && frame_top->server->directory != 0) << 32;
}
