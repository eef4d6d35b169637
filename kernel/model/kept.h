/* SPDX-License-Identifier: GPL-2.0-only */
/* Objects that are kept when nobody references them (Component.keepObjects): the two steps that are
 * taken for each packet. One that is kept is not alive, but counts as one of the references that its
 * server may have: kept objects take no more memory than these could. */
#ifndef KERNEL_MODEL_KEPT_H
#define KERNEL_MODEL_KEPT_H

#include "model/slots.h"

extern u32 objects_alive;           /* object.c */

/* Keeps an object whose count went down to 0, if its server wants that; returns whether. Interrupts
 * are off. */
static inline int object_keep(struct object *object)
{
    struct implementation *implementation = object->implementation;

    if (!implementation->keeps || implementation->server->room <= 0)
        return 0;
    implementation->server->room--;
    object->next = implementation->kept;
    implementation->kept = object;
    implementation->kept_count++;
    objects_alive--;
    return 1;
}

/* Makes a new slot the only reference to an object. */
static inline void slot_refer_first(struct slot *slot, struct object *object)
{
    object->count = 1;
    slot->entries = object->implementation->entries;
    slot->object = object;
}

/* A reference to the object that was kept last, in place of the one that it counted as; null if there
 * is none, or no slot. Interrupts are off. */
static inline struct slot *object_reuse(struct implementation *implementation)
{
    struct object *object = implementation->kept;
    struct slot *slot = object ? slot_take_reserved(implementation->server) : NULL;

    if (!slot)
        return NULL;
    implementation->kept = object->next;
    implementation->kept_count--;
    objects_alive++;
    slot_refer_first(slot, object);
    return slot;
}

#endif
