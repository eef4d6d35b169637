/* SPDX-License-Identifier: GPL-2.0-only */
/* Asking pagers, and checking what they answer: the status, the reference's interface, offset,
 * alignment and size, and that a page for a write can be written to. What the answer denotes is
 * kept by its object's count, not by a reference of the kernel's, of which there are too few
 * for that many pages. */
#include <stdarg.h>
#include <stddef.h>

#include "model/pager_ask.h"

#include "bytes.h"
#include "format.h"
#include "kernel.server.h"
#include "machine/interrupts.h"
#include "machine/machine.h"
#include "model/memory.h"
#include "model/pager.h"
#include "model/slots.h"

/* A page that is being asked for, wherever the last answer redirected to. */
struct asking {
    u32 offset;
    u32 write;
    u32 writable;               /* as far as all agree who were asked */
    char *reason;
    char name[SIGNATURE_NAME_MAX + 1];  /* of the pager's server */
};

const struct interface_type *pager_type(void)
{
    static const struct interface_type *type;
    u32 i, count = kernel_server.signature.header->interface_count;

    for (i = 0; !type && i < count; i++)
        if (!strcmp(kernel_server.types[i]->name, "Pager"))
            type = kernel_server.types[i];
    return type;
}

int pager_is(const struct slot *slot)
{
    u32 flags = interrupts_disable();
    int is = slot->object && slot->object->implementation->type == pager_type();

    interrupts_restore(flags);
    return is;
}

static status explain(const struct asking *asking, status result, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

static status explain(const struct asking *asking, status result, const char *format, ...)
{
    u32 length = format_text(asking->reason, PAGER_REASON_MAX, "pager `%s`, offset 0x%x, ", asking->name,
                             asking->offset);
    va_list arguments;

    va_start(arguments, format);
    format_list(asking->reason + length, PAGER_REASON_MAX - length, format, arguments, NULL);
    va_end(arguments);
    return result;
}

static void note_name(struct asking *asking, const struct slot *slot)
{
    u32 flags = interrupts_disable();

    format_text(asking->name, sizeof asking->name, "%s",
                slot->object ? slot->object->implementation->server->name : "(gone)");
    interrupts_restore(flags);
}

/* Calls one pager. Where its answer leads stands in `asking` and `*memory`, whatever the result. */
static status call(struct asking *asking, Pager pager, Any *memory)
{
    u32 offset = 0, writable = 0;
    status result = Pager_fault(pager, asking->offset, asking->write, memory, &offset, &writable);

    if (result < 0)
        return explain(asking, result, "fails with %d", result);
    if (!*memory)
        return explain(asking, E_FAULT, "answers without memory");
    if (asking->write && !writable)
        return explain(asking, E_FAULT, "answers a write with a read-only page");
    if (offset & PAGE_MASK)
        return explain(asking, E_FAULT, "answers with offset 0x%x, which is not a page's", offset);
    asking->offset = offset;
    asking->writable &= writable != 0;
    return OK;
}

/* Whether the place that an answer leads to is one of this pager's. */
static status check_pager(struct asking *asking, Pager pager)
{
    status called;
    u32 size = Pager_getSize_checked(pager, &called);

    if (called < 0)
        return explain(asking, called, "redirects to a pager whose getSize() fails with %d", called);
    if (asking->offset >= size)
        return explain(asking, E_RANGE, "redirects there in a pager of %u bytes", size);
    return OK;
}

/* The page in memory of the kernel's. */
static status accept(const struct asking *asking, const struct slot *slot, struct page_answer *answer)
{
    const struct memory *memory = memory_of((Memory)slot);
    u32 flags;

    if (!memory)
        return explain(asking, E_TYPE, "answers with what is neither memory of the kernel's nor a pager");
    if (memory->physical & PAGE_MASK || asking->offset >= memory->size
        || memory->size - asking->offset < PAGE_SIZE)
        return explain(asking, E_RANGE, "answers there with memory of %u bytes, no whole page", memory->size);
    flags = interrupts_disable();
    slot->object->count++;
    interrupts_restore(flags);
    *answer = (struct page_answer){ .memory = slot->object, .physical = memory->physical + asking->offset,
                                    .writable = asking->writable, .uncached = memory->kind == MEMORY_DEVICE };
    return OK;
}

status pager_ask(struct slot *slot, u32 offset, u32 write, struct page_answer *answer, char *reason)
{
    struct asking asking = { .offset = offset, .write = write, .writable = 1, .reason = reason };
    Any current = Any_duplicate((Any)slot), next;
    u32 asked;
    status result = current ? OK : explain(&asking, E_NOMEM, "no memory for a reference");

    for (asked = 0; result >= 0; asked++) {
        next = NULL;
        note_name(&asking, (struct slot *)current);
        result = asked < PAGER_REDIRECTS_MAX ? call(&asking, (Pager)current, &next)
                                             : explain(&asking, E_RANGE, "is redirected to by too many");
        Any_release(current);
        current = next;
        if (result < 0 || !pager_is((struct slot *)current))
            break;
        result = check_pager(&asking, (Pager)current);
    }
    if (result >= 0)
        result = accept(&asking, (struct slot *)current, answer);
    Any_release(current);
    return result;
}
