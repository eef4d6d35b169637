/* SPDX-License-Identifier: GPL-2.0-only */
/* The functions of the interface Component that make references and give them up.
 *
 * They are called for almost everything that a server does, so their entry points are the
 * functions here themselves, without frame or count (direct_function in entry_block.h): the
 * caller is the server of the newest frame, and the kernel, to which their object belongs,
 * cannot go. To hold an owned reference once more, or once less but not for the last time, takes
 * a few checks and one instruction; that is generated, for both domains: interrupts stay on in the
 * entry points, and are off in the trap codes.
 *
 * Handles are the caller's own, as it sees them: server_slot() in slots.h. */
#include "calls/component_direct.h"

#include "calls/crossing_code.h"
#include "calls/reference_code.h"
#include "calls/release_code.h"
#include "kernel.server.h"
#include "machine/interrupts.h"
#include "model/frame_page.h"
#include "model/kept.h"

#define ARGUMENT    8                   /* on the stack at the entry point */
#define ARGUMENT2   12
#define HOLDS       ((i32)offsetof(struct slot, holds_or_next))
#define HANDLE_SLOT ((i32)((u32)slots - USER_HANDLES))      /* from a handle of user mode to its slot */

static u64 answer(u32 value, status call)
{
    return value | (u64)(u32)call << 32;
}

/* The implementation of the server's that an `object` line stands for; null if there is none. */
static struct implementation *find_local(struct server *server, u32 implementation)
{
    if (implementation >= server->signature.header->implemented_count
        || server->signature.implemented[implementation].root)
        return NULL;
    return &server->implementations[implementation];
}

static u64 construct_directly(const struct slot *self, u32 implementation, u32 pointer)
{
    struct server *server = frame_top->server;
    struct implementation *local = find_local(server, implementation);
    const struct slot *slot = local ? object_construct(local, (void *)pointer) : NULL;

    (void)self;
    return answer(slot ? server_handle(server, slot) : 0, OK);
}

static u64 reuse_directly(const struct slot *self, u32 implementation, u32 *pointer)
{
    struct server *server = frame_top->server;
    struct implementation *local = find_local(server, implementation);
    const struct slot *slot;
    u32 flags;

    (void)self;
    if (!local)
        return answer(0, OK);
    flags = interrupts_disable();
    slot = object_reuse(local);
    interrupts_restore(flags);
    if (!slot)
        return answer(0, OK);
    *pointer = (u32)slot->object->self;
    return answer(server_handle(server, slot), OK);
}

/* A reference that is lent gets a slot of its own, an owned one is held once more. */
static u64 duplicate_directly(const struct slot *self, u32 reference)
{
    struct server *server = frame_top->server;
    u32 flags = interrupts_disable();
    struct slot *slot = slot_find(server_slot(server, reference), server);

    (void)self;
    if (slot && !slot_find_owned((u32)slot, server))
        slot = slot_copy(slot, server);
    else if (slot && slot->holds_or_next < SLOT_HOLDS_MAX)
        slot->holds_or_next++;
    else
        slot = NULL;
    interrupts_restore(flags);
    return answer(slot ? server_handle(server, slot) : 0, OK);
}

static u64 refuse(u32 flags)
{
    interrupts_restore(flags);
    return answer((u32)E_REFERENCE, E_REFERENCE);
}

static u64 release_last(struct object *object, u32 flags)
{
    interrupts_restore(flags);
    object_unreferenced(object);
    return answer(OK, OK);
}

static u64 release_directly(const struct slot *self, u32 reference)
{
    struct server *server = frame_top->server;
    u32 flags = interrupts_disable();
    struct slot *slot = slot_find_owned(server_slot(server, reference), server);
    struct object *object;

    (void)self;
    if (!slot)
        return refuse(flags);
    object = slot_release(slot);
    if (object && !object_keep(object))
        return release_last(object, flags);
    interrupts_restore(flags);
    return answer(OK, OK);
}

/* Loads the argument into eax, and makes sure that it is an owned slot of the server that runs,
 * by way of ecx and edx. User mode's handles never are: they are left to C. */
static void emit_own_slot(struct emitter *e, struct emit_marks *slow)
{
    emit_load(e, EAX, ESP, ARGUMENT);
    emit_load_variable(e, EDX, (u32)&frame_top);
    references_emit_range(e, EAX, (u32)slots, ECX, OWNED_SLOTS_MAX, slow);
    emit_load(e, EDX, EDX, (i32)offsetof(struct frame, server));
    references_emit_owner(e, (struct slot_operand){ EAX, 0 }, (struct server_operand){ NULL, EDX }, slow);
}

/* The same in a trap (crossing_into_user.c says what is in which register), by way of edi. The handle in
 * eax is one of user mode then. */
static void emit_own_handle(struct emitter *e, struct emit_marks *slow)
{
    emit_compare_constant(e, ECX, USER_END - (ARGUMENT + 4));
    emit_marks_add(slow, emit_jump_ahead_if(e, IF_ABOVE));
    emit_load(e, EAX, ECX, ARGUMENT);
    references_emit_range(e, EAX, USER_HANDLES, EDI, OWNED_SLOTS_MAX, slow);
    references_emit_owner(e, (struct slot_operand){ EAX, HANDLE_SLOT }, (struct server_operand){ NULL, ESI },
                          slow);
}

/* Ends a trap with the result in eax. */
static void emit_answer(struct emitter *e)
{
    crossing_emit_return_to_user(&(struct crossing){ .e = e });
}

/* Up to its last instruction, the count, it begins again if it is torn. */
static void emit_duplicate(struct emitter *e, struct restart_list *sections, u32 slowly)
{
    struct emit_marks slow = { .count = 0 };
    u32 begin = emit_address(e);

    emit_own_slot(e, &slow);
    emit_compare_memory(e, EAX, HOLDS, SLOT_HOLDS_MAX);
    emit_marks_add(&slow, emit_jump_ahead_if(e, IF_ABOVE_EQUAL));
    emit_increment(e, EAX, HOLDS);
    restart_here(sections, e, begin);
    emit_clear(e, EDX);
    emit_return(e);
    emit_marks_land(e, &slow);
    emit_jump(e, slowly);
}

static void emit_release(struct emitter *e, struct restart_list *sections, u32 slowly)
{
    struct emit_marks slow = { .count = 0 };
    u32 begin = emit_address(e);

    emit_own_slot(e, &slow);
    emit_compare_memory_small(e, EAX, HOLDS, 1);
    emit_marks_add(&slow, emit_jump_ahead_if(e, IF_BELOW_EQUAL));
    emit_decrement(e, EAX, HOLDS);
    restart_here(sections, e, begin);
    emit_clear(e, EAX);
    emit_clear(e, EDX);
    emit_return(e);
    emit_marks_land(e, &slow);
    emit_jump(e, slowly);
}

static void emit_duplicate_trap(struct emitter *e, u32 slowly)
{
    struct emit_marks slow = { .count = 0 };

    emit_own_handle(e, &slow);
    emit_compare_memory(e, EAX, HANDLE_SLOT + HOLDS, SLOT_HOLDS_MAX);
    emit_marks_add(&slow, emit_jump_ahead_if(e, IF_ABOVE_EQUAL));
    emit_increment(e, EAX, HANDLE_SLOT + HOLDS);
    emit_answer(e);
    emit_marks_land(e, &slow);
    emit_jump(e, slowly);
}

static void emit_release_trap(struct emitter *e, u32 slowly)
{
    struct emit_marks slow = { .count = 0 };
    u32 last;

    emit_own_handle(e, &slow);
    emit_compare_memory_small(e, EAX, HANDLE_SLOT + HOLDS, 1);
    last = emit_jump_ahead_if(e, IF_BELOW_EQUAL);
    emit_decrement(e, EAX, HANDLE_SLOT + HOLDS);
    emit_clear(e, EAX);
    emit_answer(e);
    emit_land(e, last);
    release_emit_last(e, &slow);
    emit_marks_land(e, &slow);
    emit_jump(e, slowly);
}

static u64 self_of_directly(const struct slot *self, u32 implementation, u32 reference)
{
    struct server *server = frame_top->server;
    u32 flags = interrupts_disable(), pointer = 0;
    const struct slot *slot = slot_find(server_slot(server, reference), server);

    (void)self;
    if (slot && slot->object && implementation < server->signature.header->implemented_count
        && slot->object->implementation == &server->implementations[implementation])
        pointer = (u32)slot->object->self;
    interrupts_restore(flags);
    return answer(pointer, OK);
}

/* Of a server in the kernel's domain, all of it one section, because it only reads. */
static void emit_self_of(struct emitter *e, struct restart_list *sections, u32 slowly)
{
    struct emit_marks slow = { .count = 0 };
    u32 begin = emit_address(e);

    emit_load(e, EAX, ESP, ARGUMENT2);
    emit_load_variable(e, EDX, (u32)&frame_top);
    references_emit_range(e, EAX, (u32)slots, ECX, SLOTS_MAX, &slow);
    emit_load(e, EDX, EDX, (i32)offsetof(struct frame, server));
    references_emit_owner(e, (struct slot_operand){ EAX, 0 }, (struct server_operand){ NULL, EDX }, &slow);
    references_emit_object(e, (struct slot_operand){ EAX, 0 }, NULL, EAX, EAX, &slow, NULL);
    emit_load(e, ECX, EAX, (i32)offsetof(struct object, implementation));
    emit_compare(e, EDX, ECX, (i32)offsetof(struct implementation, server));
    emit_marks_add(&slow, emit_jump_ahead_if(e, IF_NOT_EQUAL));
    emit_load(e, ECX, ECX, (i32)offsetof(struct implementation, index));
    emit_compare(e, ECX, ESP, ARGUMENT);
    emit_marks_add(&slow, emit_jump_ahead_if(e, IF_NOT_EQUAL));
    emit_load(e, EAX, EAX, (i32)offsetof(struct object, self));
    emit_clear(e, EDX);
    restart_here(sections, e, begin);
    emit_return(e);
    emit_marks_land(e, &slow);
    emit_jump(e, slowly);
}

const struct direct_function component_direct[] = {
    { (u32)component_object_construct, (u32)construct_directly, NULL, NULL },
    { (u32)component_object_reuseObject, (u32)reuse_directly, NULL, NULL },
    { (u32)component_object_duplicate, (u32)duplicate_directly, emit_duplicate,
      emit_duplicate_trap },
    { (u32)component_object_release, (u32)release_directly, emit_release,
      emit_release_trap },
    { (u32)component_object_selfOf, (u32)self_of_directly, emit_self_of, NULL },
    { 0, 0, NULL, NULL }
};

/* The signature names these; entry points lead to those above. */
u32 component_object_construct(struct component_object *self, u32 implementation, u32 pointer)
{
    (void)self;
    return (u32)construct_directly(NULL, implementation, pointer);
}

u32 component_object_reuseObject(struct component_object *self, u32 implementation, u32 *pointer)
{
    (void)self;
    return (u32)reuse_directly(NULL, implementation, pointer);
}

u32 component_object_duplicate(struct component_object *self, u32 reference)
{
    (void)self;
    return (u32)duplicate_directly(NULL, reference);
}

status component_object_release(struct component_object *self, u32 reference)
{
    (void)self;
    return (status)release_directly(NULL, reference);
}

u32 component_object_selfOf(struct component_object *self, u32 implementation, u32 reference)
{
    (void)self;
    return (u32)self_of_directly(NULL, implementation, reference);
}
