/* SPDX-License-Identifier: GPL-2.0-only */
/* Passing references, where generated code does not (rules M6, M8; entry_passing.c has the
 * usual way): the first thing that is wrong with one, everything that follows then, and what
 * is rare.
 *
 *   lent      the callee gets a slot of its own, which goes when the call returns
 *   moved     the caller's slot becomes the callee's, whatever the call returns
 *   results   the callee's slots become the caller's, all of them or none; none if the
 *             function returns a negative status
 *
 * In the words saved with the frame stands, for each reference parameter that is not moved to
 * the callee, the slot that was lent, or the address of the place for a result. */
#include "calls/reference_passing.h"

#include "machine/interrupts.h"
#include "model/frame_page.h"
#include "model/slots.h"

/* Objects whose last reference went while interrupts were off, linked by `next`. */
struct unreferenced {
    struct object *first;
};

static void collect(struct unreferenced *list, struct object *object)
{
    if (object) {
        object->next = list->first;
        list->first = object;
    }
}

static void destroy_collected(struct unreferenced *list)
{
    struct object *object;

    while ((object = list->first)) {
        list->first = object->next;
        object_unreferenced(object);
    }
}

static int is_result(const struct parameter_type *p)
{
    return p->direction == DIRECTION_OUT;
}

/* Clears the places for references, as far as there are any. With interrupts on: a pager may have to be
 * asked for them, and who only named them would be cut off otherwise. */
static void clear_places(const struct function_type *function, const u32 *arguments)
{
    const struct parameter_type *p;
    u32 i;

    for (i = 0; i < function->parameter_count; i++) {
        p = &function->parameters[i];
        if (p->type == TYPE_REFERENCE && is_result(p) && arguments[1 + p->word])
            *(u32 *)arguments[1 + p->word] = 0;
    }
}

/* The slot behind a reference that `owner` passes as `type`. */
static status check_reference(u32 handle, const struct server *owner, const struct interface_type *type,
                              int must_own, struct slot **found)
{
    struct slot *slot = must_own ? slot_find_owned(handle, owner) : slot_find(handle, owner);

    *found = slot;
    if (!slot)
        return E_REFERENCE;
    if (!slot->object)
        return E_GONE;
    if (type && slot->object->implementation->type != type)
        return E_TYPE;
    return OK;
}

static u32 *saved_words(const struct frame *frame)
{
    return (u32 *)frame - frame->entry->saved;
}

/* Who made the call of a frame that entry code pushed. */
static struct server *caller_of(const struct frame *frame)
{
    return ((struct frame *)saved_words(frame) - 1)->server;
}

/* One reference to the callee. */
static status pass(const struct parameter_type *p, u32 *argument, u32 *saved)
{
    struct server *caller = caller_of(frame_top), *callee = frame_top->server;
    int move = p->flags & PARAMETER_MOVE;
    struct slot *slot;
    status result;

    if (!*argument)
        return p->flags & PARAMETER_OPTIONAL ? OK : E_REFERENCE;
    result = check_reference(*argument, caller, p->interface, move, &slot);
    if (result < 0)
        return result;
    slot = move ? slot_move(slot, callee) : slot_lend(slot, callee);
    if (!slot)
        return E_NOMEM;
    *argument = (u32)slot;
    if (!move)
        *saved = (u32)slot;
    return OK;
}

/* Releases a reference that was to be moved, if it is `owner`'s at all. */
static void consume(u32 handle, const struct server *owner, struct unreferenced *list)
{
    struct slot *slot = slot_find_owned(handle, owner);

    if (slot)
        collect(list, slot_release(slot));
}

/* Takes back what was lent to the callee. */
static void take_back(const struct function_type *function, const u32 *saved, struct unreferenced *list)
{
    const struct parameter_type *p;
    u32 i;

    for (i = 0; i < function->parameter_count; i++) {
        p = &function->parameters[i];
        if (!reference_is_saved(p))
            continue;
        if (!is_result(p) && *saved)
            collect(list, slot_take_back((struct slot *)*saved));
        saved++;
    }
}

/* The call fails at the `passed`th reference: what came before is the callee's already.
 * Releases it, and the rest of what was to be moved; the places for results are left to be cleared. */
static void abandon(const struct function_type *function, u32 *arguments, u32 passed,
                    const struct server *caller, const struct server *callee, struct unreferenced *list)
{
    const struct parameter_type *p;
    u32 i, k = 0;

    for (i = 0; k < function->references; i++) {
        p = &function->parameters[i];
        if (p->type != TYPE_REFERENCE)
            continue;
        if (p->flags & PARAMETER_MOVE)
            consume(arguments[1 + p->word], k < passed ? callee : caller, list);
        else if (!is_result(p) && k < passed && arguments[1 + p->word])
            collect(list, slot_take_back((struct slot *)arguments[1 + p->word]));
        k++;
    }
}

/* Moves one of several holds: TCP does that with each segment, which it keeps. Returns whether that
 * was all there is to do. */
static int move_held(const struct parameter_type *p, u32 *argument)
{
    struct server *caller = caller_of(frame_top);
    u32 flags = interrupts_disable();
    struct slot *slot = slot_find_owned(*argument, caller), *moved = NULL;

    if (slot && slot->object && slot->holds_or_next > 1
        && (!p->interface || slot->object->implementation->type == p->interface))
        moved = slot_move(slot, frame_top->server);
    if (moved)
        *argument = (u32)moved;
    interrupts_restore(flags);
    return moved != NULL;
}

status call_move(u32 *arguments, u32 index, const struct parameter_type *p)
{
    return move_held(p, &arguments[1 + p->word]) ? OK : call_pass(arguments, index);
}

status call_pass(u32 *arguments, u32 index)
{
    const struct function_type *function = frame_top->entry->function;
    const struct parameter_type *p = function->parameters;
    struct unreferenced list = { NULL };
    u32 *saved = saved_words(frame_top);
    u32 flags = interrupts_disable(), passed = 0;
    status result;

    for (; passed < index || p->type != TYPE_REFERENCE; p++) {
        passed += p->type == TYPE_REFERENCE;
        saved += reference_is_saved(p);
    }
    if (is_result(p))
        result = E_FAULT;               /* no place for it */
    else
        result = pass(p, &arguments[1 + p->word], saved);
    if (result < 0)
        abandon(function, arguments, index, caller_of(frame_top), frame_top->server, &list);
    interrupts_restore(flags);
    destroy_collected(&list);
    if (result < 0)
        clear_places(function, arguments);
    return result;
}

/* A reference that the callee hands over, as it stands at `*place`. */
struct handover {
    u32 *place;
    const struct interface_type *type;
};

/* Why they cannot be handed over, or OK. What is gone can: the caller will find out. */
static status check_results(const struct handover *results, u32 count, const struct server *callee)
{
    struct slot *slot;
    status result;
    u32 i;

    for (i = 0; i < count; i++) {
        if (!*results[i].place)
            continue;
        result = check_reference(*results[i].place, callee, results[i].type, 1, &slot);
        if (result < 0 && result != E_GONE)
            return result;
    }
    return OK;
}

/* Hands them over; or none, if one of them is not the callee's to give or the call
 * failed already. */
static status hand_over(const struct handover *results, u32 count, struct server *caller,
                        struct server *callee, status result, struct unreferenced *list)
{
    u32 moved = 0, i;

    if (result >= 0)
        result = check_results(results, count, callee);

    for (; moved < count && result >= 0; moved++) {
        struct slot *slot = slot_find_owned(*results[moved].place, callee);

        if (!slot && *results[moved].place)
            result = E_REFERENCE;                       /* one was given twice */
        if (slot) {
            slot = slot_move(slot, caller);
            if (slot)
                *results[moved].place = (u32)slot;
            else
                result = E_NOMEM;
        }
        if (result < 0)
            break;
    }
    for (i = 0; i < count && result < 0; i++) {
        consume(*results[i].place, i < moved ? caller : callee, list);
        *results[i].place = 0;
    }
    return result;
}

/* What the function says to have written, against the size that it was given. `saved`
 * is that size if it is not a constant. */
static status check_length(const struct function_type *function, u32 value, u32 saved)
{
    const struct parameter_type *counted = entry_counted_block(function);

    if (!counted)
        return OK;
    if (counted->flags & PARAMETER_SIZE_CONSTANT)
        saved = counted->bound;
    return (i32)value <= (i32)saved ? OK : E_SIZE;
}

/* The references that the callee hands over; returns how many there are places for. */
static u32 collect_results(const struct function_type *function, const u32 *saved, u32 *value,
                           struct handover *results)
{
    u32 count = 0, i;

    for (i = 0; i < function->parameter_count; i++) {
        const struct parameter_type *p = &function->parameters[i];

        if (!reference_is_saved(p))
            continue;
        if (is_result(p))
            results[count++] = (struct handover){ (u32 *)*saved, p->interface };
        saved++;
    }
    if (function->result == TYPE_REFERENCE)
        results[count++] = (struct handover){ value, function->result_interface };
    return count;
}

u64 call_leave(u32 value)
{
    const struct function_type *function = frame_top->entry->function;
    struct handover results[SIGNATURE_WORDS_MAX + 1];
    struct unreferenced list = { NULL };
    u32 *saved = saved_words(frame_top);
    u32 flags = interrupts_disable(), count;
    status result, refused, failed = function_has_status(function) && (i32)value < 0 ? (status)value : OK;

    take_back(function, saved, &list);
    result = check_length(function, value, saved[function->saved]);
    if (function->results) {
        count = collect_results(function, saved, &value, results);
        refused = hand_over(results, count, caller_of(frame_top), frame_top->server,
                            failed < 0 ? failed : result, &list);
        result = failed < 0 ? OK : refused;     /* a call that was made, though its status is negative */
    }
    interrupts_restore(flags);
    destroy_collected(&list);
    if (result < 0 && function->result != TYPE_REFERENCE)
        value = function_has_status(function) ? (u32)result : 0;
    return value | (u64)(u32)result << 32;
}

void call_refused(const struct function_type *function, u32 *arguments)
{
    struct server *caller = frame_top->server;
    struct unreferenced list = { NULL };
    u32 flags = interrupts_disable();

    abandon(function, arguments, 0, caller, caller, &list);
    interrupts_restore(flags);
    destroy_collected(&list);
    clear_places(function, arguments);
}
