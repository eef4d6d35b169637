/* SPDX-License-Identifier: GPL-2.0-only */
/* Cutting off a server of the kernel's domain, and failing the calls inside it.
 *
 * The frame of such a call gets another server, one that owns nothing: what the code passes or
 * calls from now on is refused (E_REFERENCE). Its return address becomes failed_call_return,
 * which sets the call's status when the function returned; the real one is kept in a record,
 * because the frame is gone by then. A thread's calls return in the order of their frames, the
 * highest first, so that finds the record. */
#include "model/server_failure.h"

#include "machine/heap.h"
#include "machine/interrupts.h"
#include "machine/log.h"
#include "model/frame_page.h"
#include "model/slots.h"

#define RECORDS_MAX 512u        /* calls inside failed servers, in the whole system */

struct record {
    const struct frame *frame;  /* null: the record is free */
    u32 return_address;
    const struct function_type *function;
    u32 *place;                 /* of the reference that the function hands over; null: none */
};

static struct record records[RECORDS_MAX];

/* In whose name the code of a failed server runs on: it implements nothing. */
static struct domain nowhere = { .dead = 1, .holds = 1 };
static const struct signature_header nothing;
static struct server nobody = {
    .name = "(failed)", .state = SERVER_GOING, .domain = &nowhere, .holds = 1, .handles = (u32)slots,
    .signature = { .header = &nothing }
};

/* Where a failed call returns to: eax its result, edx its status. Goes on where the caller waits,
 * with those that failed_call() chose. */
void failed_call_return(void) __asm__("failed_call_return");
u64 failed_call(u32 *return_address, u32 result) __asm__("failed_call");

__asm__(".text\n"
        "failed_call_return:\n"
        "   pushl $0\n"             /* becomes the return address */
        "   movl %esp, %ecx\n"
        "   pushl %eax\n"
        "   pushl %ecx\n"
        "   call failed_call\n"
        "   addl $8, %esp\n"
        "   ret\n");

/* The record of the running thread's call that returned last. */
static struct record *newest_record(void)
{
    const struct frame_page *page = frame_page_current();
    struct record *newest = NULL;
    u32 i;

    for (i = 0; i < RECORDS_MAX; i++)
        if (((u32)records[i].frame & ~PAGE_MASK) == (u32)page && (!newest || records[i].frame > newest->frame))
            newest = &records[i];
    return newest;
}

/* The server was cut off before it returned a reference, but still had some: what it handed over is
 * the caller's already. */
static void take_result(u32 *place)
{
    struct slot *slot = slot_find_owned(*place, frame_top->server);

    *place = 0;
    if (slot)
        reference_drop(slot);
}

u64 failed_call(u32 *return_address, u32 result)
{
    u32 flags = interrupts_disable();
    struct record *found = newest_record(), record = *found;

    found->frame = NULL;
    interrupts_restore(flags);
    *return_address = record.return_address;
    if (record.place)
        take_result(record.place);
    if (record.function->result == TYPE_REFERENCE)
        take_result(&result);
    return (function_has_status(record.function) ? (u32)E_GONE : 0) | (u64)(u32)E_GONE << 32;
}

static struct record *free_record(void)
{
    u32 i;

    for (i = 0; i < RECORDS_MAX && records[i].frame; i++)
        ;
    return i < RECORDS_MAX ? &records[i] : NULL;
}

/* The place for the reference that generated code hands over, from the words saved with the frame.
 * Several are handed over by call_leave(), which refuses what is not nobody's. */
static u32 *place_of_result(const struct frame *frame)
{
    const struct function_type *function = frame->entry->function;
    const u32 *saved = (const u32 *)frame - frame->entry->saved;
    const struct parameter_type *p = function->parameters;

    if (function->results != 1 || function->result == TYPE_REFERENCE)
        return NULL;
    for (; p->type != TYPE_REFERENCE || p->direction != DIRECTION_OUT; p++)
        saved += reference_is_saved(p);
    return (u32 *)*saved;
}

static void fail_call(struct frame *frame)
{
    struct record *record = frame->entry ? free_record() : NULL;

    if (record) {
        *record = (struct record){ frame, frame->return_address, frame->entry->function,
                                   place_of_result(frame) };
        frame->return_address = (u32)failed_call_return;
    } else if (frame->entry) {
        log_printf("kernel: server %s: a call inside cannot be made to fail, there are %u already\n",
                   frame->server->name, RECORDS_MAX);
    }
    frame->server = &nobody;
}

/* Whether that frame is the first of a thread that a server made: nobody waits for its return. */
static int is_own_thread(const struct frame *frame)
{
    const struct frame *caller = frame_caller(frame);

    return caller && !frame_caller(caller);
}

static void fail_calls_of_thread(struct thread *thread, const struct server *server)
{
    struct frame *frame = thread == current_thread ? frame_top : thread->frame_top;

    for (; frame; frame = frame_caller(frame)) {
        if (frame->server != server)
            continue;
        fail_call(frame);
        if (is_own_thread(frame))
            thread_set_priority(thread, 0);
    }
}

static void fail_calls(const struct server *server)
{
    struct thread *thread;

    for (thread = all_threads; thread; thread = thread->next_of_all)
        fail_calls_of_thread(thread, server);
}

/* Makes every reference to an object of the server refuse, at once: its code is still there, and the
 * reaper, who cuts them, may be a while. */
static void refuse_calls(const struct server *server)
{
    struct slot *slot;

    for (slot = slots; slot != slots + SLOTS_MAX; slot++)
        if (slot->object && slot->object->implementation->server == server)
            slot->entries = slot->object->implementation->type->gone;
}

/* From the kernel's domain to one that nothing else is in. */
static void move(struct server *server, struct domain *grave)
{
    domain_unlink(server);
    kernel_domain.server_count--;
    kernel_domain.holds--;
    domain_admit(grave, server);
}

void server_fail(struct server *server, struct domain **grave, const char *reason)
{
    u32 flags = interrupts_disable();

    if (server->domain == &kernel_domain && server->state != SERVER_GOING && *grave) {
        move(server, *grave);
        domain_end(*grave, server, "%s", reason);
        refuse_calls(server);
        fail_calls(server);
        *grave = NULL;
    }
    interrupts_restore(flags);
}

struct domain *server_make_grave(void)
{
    struct domain *grave = heap_allocate(sizeof *grave);

    if (grave)
        *grave = (struct domain){ .name = "kernel" };
    return grave;
}
