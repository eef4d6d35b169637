/* SPDX-License-Identifier: GPL-2.0-only */
/* Marks of frames, and what they cost. */
#include "model/budget.h"

#include "machine/callbacks.h"
#include "machine/interrupts.h"
#include "model/frame_page.h"
#include "model/server.h"

/* Where a marked frame returns to, as trap code does: ebp is the frame, which is frame_top, and
 * the other registers belong to the call. (The frame's first word is its return address.) */
__asm__(".text\n"
        "budget_return:\n\t"
        "pusha\n\t"
        "cld\n\t"
        "call budget_returning\n\t"
        "popa\n\t"
        "jmp *(%ebp)\n\t"
        ".previous");

extern const char budget_return[];

_Static_assert(offsetof(struct frame, return_address) == 0, "budget_return jumps to a frame's first word");

void budget_returning(void) __asm__("budget_returning");

/* Gives a frame its return address back. Interrupts are off. */
static void unmark(struct budget_marks *marks, struct frame *frame)
{
    while (frame->return_address == (u32)budget_return) {
        const struct budget_mark *mark = &marks->marks[--marks->count];

        if (mark->frame == frame)
            frame->return_address = mark->return_address;
    }
}

void budget_returning(void)
{
    unmark(&frame_page_current()->budget, frame_top);
}

void budget_forget(struct frame *frame)
{
    u32 flags = interrupts_disable();

    unmark(&frame_page_current()->budget, frame);
    interrupts_restore(flags);
}

/* Marks of frames that were left otherwise. Those still there are in order, so an old one is
 * found at the end. */
static void drop_stale(struct budget_marks *marks)
{
    while (marks->count) {
        const struct frame *frame = marks->marks[marks->count - 1].frame;

        if (frame <= frame_top && frame->return_address == (u32)budget_return)
            return;
        marks->count--;
    }
}

/* The newest frame of the running thread whose code runs and whose domain has a budget; or null. */
static struct frame *limited_frame(void)
{
    struct frame *frame;

    for (frame = frame_top; frame; frame = frame_caller(frame))
        if (frame->server->domain->budget && frame->return_address != FRAME_ASIDE)
            return frame;
    return NULL;
}

/* The mark that a tick counts for. */
static struct budget_mark *mark_of(struct budget_marks *marks, struct frame *frame)
{
    if (frame->return_address != (u32)budget_return && marks->count < BUDGET_MARKS) {
        marks->marks[marks->count++] = (struct budget_mark){
            .frame = frame, .return_address = frame->return_address, .waits = current_thread->waits
        };
        frame->return_address = (u32)budget_return;
    }
    return &marks->marks[marks->count - 1];
}

void budget_tick(void)
{
    struct budget_marks *marks = &frame_page_current()->budget;
    struct frame *frame = limited_frame();
    struct budget_mark *mark;
    const struct server *server;

    drop_stale(marks);
    if (!frame)
        return;
    mark = mark_of(marks, frame);
    server = mark->frame->server;
    if (mark->waits != current_thread->waits) {
        mark->waits = current_thread->waits;
        mark->used = 0;
    }
    if (mark->used++ >= server->domain->budget)
        domain_end(server->domain, server, "a call used more than its budget of %u ms",
                   server->domain->budget);
}
