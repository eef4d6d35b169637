/* SPDX-License-Identifier: GPL-2.0-only */
/* M11: what a call costs before it has come to its callee, and after it has left, is not the callee's: its
 * budget does not end it for a pager that its caller named, or for an object that its caller gave up. */
#include "../victim/ends.h"
#include "rules.h"

#define BUDGET  20              /* milliseconds, of the callee */
#define SPENT   60              /* by others */

/* A pager of one page, slow to supply it. */
static struct supplier {
    Memory page;
} self_supplier;

u32 supplier_getSize(struct supplier *self)
{
    (void)self;
    return 4096;
}

status supplier_fault(struct supplier *self, u32 offset, u32 write, Any *page, u32 *memoryOffset,
                      u32 *writable)
{
    (void)write;
    spend(SPENT);
    *page = Any_duplicate((Any)self->page);
    *memoryOffset = offset;
    *writable = 1;
    return *page ? OK : E_NOMEM;
}

void supplier_destroy(struct supplier *self)
{
    (void)self;                         /* it is static */
}

/* Maps the page anew, so that the first access to it takes long. */
static u32 map(Pager *pager)
{
    u32 address = 0;
    status result = self_supplier.page ? OK : PhysicalMemory_allocate(memory, 4096, &self_supplier.page);

    *pager = supplier_create(&self_supplier);
    if (result >= 0)
        result = Component_map(component, (Any)*pager, &address);
    if (result < 0)
        bail_out("a mapping", result);
    return address;
}

static void unmap(Pager pager, u32 address)
{
    Component_unmap(component, address);
    Pager_release(pager);
}

static u32 lives(struct isolated *isolated)
{
    static const u8 bytes[3] = { 1, 2, 3 };
    status call;

    return Victim_sum_checked(isolated->victim, bytes, sizeof bytes, &call) == 6 && call == OK;
}

static void test_block(struct isolated *isolated)
{
    Pager pager;
    u32 address = map(&pager);
    status call;

    Victim_sum_checked(isolated->victim, (void *)address, 16, &call);
    ok(call == OK && lives(isolated), "M11 a pager of what is passed is not the callee's expense");
    unmap(pager, address);
}

static void test_result(struct isolated *isolated)
{
    Pager pager;
    u32 address = map(&pager), number = 0;
    Token token = 0;
    i32 length = Victim_end(isolated->victim, END_NOT, 0, (void *)address, 16, &number, &token);

    ok(length == 16 && number == 5 && token && *(char *)address == 'v',
       "M11 results go to a place whose pager is slow (%d)", length);
    ok(lives(isolated), "M11 which is not the callee's expense");
    Token_release(token);
    unmap(pager, address);
}

static void give_up_own(struct worker *worker)
{
    Runnable_release((Runnable)worker->data[0]);
}

/* The callee has the last reference when it returns. */
static void test_last(struct isolated *isolated)
{
    struct worker worker = { .run = give_up_own, .lasts = SPENT };
    Runnable inner = worker_create(&worker);
    status call;

    worker.data[0] = (u32)inner;
    ok(Victim_around_checked(isolated->victim, 1, inner, &call) == 2 && call == OK && worker.destroyed == 1,
       "M11 an object is destroyed when it is taken back");
    ok(lives(isolated), "M11 which is not the callee's expense");
}

static void test(const char *name)
{
    static struct isolated isolated;    /* its end, if there is one, is told later */

    isolate(&isolated, name, BUDGET);
    test_block(&isolated);
    test_result(&isolated);
    test_last(&isolated);
    give_up(&isolated);
}

void test_charged(void)
{
    test("victim");
    test("victim_serialised");
}
