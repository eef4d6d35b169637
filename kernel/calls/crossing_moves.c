/* SPDX-License-Identifier: GPL-2.0-only */
/* References that change their owner in a call into a user domain: those that are moved to the
 * callee, and those that it returns. All of them do or none; checked here, once, on words that
 * neither caller nor callee can reach. */
#include "calls/crossing.h"

#include "calls/crossing_layout.h"
#include "calls/crossing_state.h"
#include "calls/entry_table.h"
#include "machine/interrupts.h"
#include "machine/thread.h"
#include "model/frame.h"
#include "model/server.h"
#include "model/slots.h"

/* Handles that pass from one server to another. */
struct passage {
    struct server *giver, *taker;
    u32 count;
    u32 *handles[SIGNATURE_WORDS_MAX + 1];
    const struct interface_type *types[SIGNATURE_WORDS_MAX + 1];        /* null: any */
    u32 may_be_null[SIGNATURE_WORDS_MAX + 1];
    u32 may_be_gone;            /* all of them: what they denote */
};

/* Only what is added is written: the arrays are longer than a usual call takes. */
static void begin(struct passage *passage, struct server *giver, struct server *taker, u32 may_be_gone)
{
    passage->giver = giver;
    passage->taker = taker;
    passage->may_be_gone = may_be_gone;
    passage->count = 0;
}

static void add(struct passage *passage, u32 *handle, const struct interface_type *type, u32 may_be_null)
{
    u32 i = passage->count++;

    passage->handles[i] = handle;
    passage->types[i] = type;
    passage->may_be_null[i] = may_be_null;
}

/* Null is no reference here. */
static status pass_one(struct server *giver, struct server *taker, u32 *handle,
                       const struct interface_type *type, u32 may_be_gone)
{
    struct slot *slot = slot_find_owned(server_slot(giver, *handle), giver);

    if (!slot)
        return E_REFERENCE;
    if (!slot->object && !may_be_gone)
        return E_GONE;
    if (type && entry_table_type(slot->entries) != type)
        return E_TYPE;
    slot = slot_move(slot, taker);
    if (!slot)
        return E_NOMEM;
    *handle = server_handle(taker, slot);
    return OK;
}

static status pass(const struct passage *passage, u32 index)
{
    u32 *handle = passage->handles[index];

    if (!*handle)
        return passage->may_be_null[index] ? OK : E_REFERENCE;
    return pass_one(passage->giver, passage->taker, handle, passage->types[index], passage->may_be_gone);
}

/* Releases all of them: the first `passed` are the taker's. Interrupts are off, except while an
 * object is destroyed. */
static void release_all(const struct passage *passage, u32 passed)
{
    const struct server *owner;
    struct object *object;
    struct slot *slot;
    u32 i;

    frame_top->return_address = FRAME_ASIDE;
    for (i = 0; i < passage->count; i++) {
        owner = i < passed ? passage->taker : passage->giver;
        slot = slot_find_owned(server_slot(owner, *passage->handles[i]), owner);
        object = *passage->handles[i] && slot ? slot_release(slot) : NULL;
        *passage->handles[i] = 0;
        if (object) {
            interrupts_restore(EFLAGS_IF);
            object_unreferenced(object);
            interrupts_disable();
        }
    }
}

static status pass_all(const struct passage *passage)
{
    status result = OK;
    u32 passed;

    for (passed = 0; passed < passage->count; passed++) {
        result = pass(passage, passed);
        if (result < 0) {
            release_all(passage, passed);
            break;
        }
    }
    return result;
}

status crossing_move(const struct function_type *function, u32 *handles)
{
    struct passage passage;
    const struct parameter_type *p;
    u32 i;

    begin(&passage, (frame_top - 1)->server, frame_top->server, 0);
    for (i = 0; i < function->parameter_count; i++) {
        p = &function->parameters[i];
        if (is_moved(p))
            add(&passage, handles++, p->interface, p->flags & PARAMETER_OPTIONAL);
    }
    return pass_all(&passage);
}

status crossing_move_one(const struct function_type *function, u32 *handle, const struct interface_type *type)
{
    if (*handle && pass_one((frame_top - 1)->server, frame_top->server, handle, type, 0) >= 0)
        return OK;
    return crossing_move(function, handle);
}

status crossing_hand_over(const struct function_type *function, u32 *words)
{
    struct passage passage;
    const struct parameter_type *p;
    u32 *handle = words + 1, i;

    begin(&passage, frame_top->server, (frame_top - 1)->server, 1);
    for (i = 0; i < function->parameter_count; i++) {
        p = &function->parameters[i];
        if (is_reference(p) && is_result(p))
            add(&passage, handle++, p->interface, 1);
    }
    if (function->result == TYPE_REFERENCE)
        add(&passage, words, function->result_interface, 1);
    if (!function_has_status(function) || (i32)words[0] >= 0)
        return pass_all(&passage);
    release_all(&passage, 0);
    return OK;
}
