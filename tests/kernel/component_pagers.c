/* SPDX-License-Identifier: GPL-2.0-only */
/* Paged mappings (rule M9): what is asked of a pager, which answers are taken, and what becomes
 * of those that are not; in a user space and in the window. Pagers, other threads and the
 * code that faults are all played by the test. */
#include "model/frame_page.h"
#include "model/slots.h"
#include "paged_case.h"
#include "tap.h"
#include "usage.h"

static struct server *mapper;
static struct space *user;
static char reason[PAGER_REASON_MAX];

static struct paged_case begin(paged_fault *fault)
{
    return case_begin(mapper, user, fault);
}

static status access_user(const struct paged_case *c, u32 page, u32 write)
{
    reason[0] = 0;
    return pager_user_fault(user, c->address + page * PAGE_SIZE + 8, write, reason);
}

static void test_sizes(void)
{
    static const u32 sizes[] = { 0, 1, 4097, PAGER_SIZE_MAX + PAGE_SIZE, 0x80000000, 0xfffff000 };
    struct scripted script = { .size = PAGE_SIZE, .fault = case_give_page };
    Pager pager = scripted_create(&script);
    struct paged *paged;
    u32 i, address;

    for (i = 0; i < sizeof sizes / sizeof *sizes; i++) {
        script.size = sizes[i];
        is_number(pager_map(mapper, user, (struct slot *)pager, &paged, &address), E_SIZE,
                  "a pager of %u bytes cannot be mapped", sizes[i]);
    }
    script.size = PAGER_SIZE_MAX;
    is_number(pager_map(mapper, user, (struct slot *)Pager_duplicate(pager), &paged, &address), OK,
              "one of %u bytes can", PAGER_SIZE_MAX);
    pager_unmap(paged);
    host_allocations_left = 2;
    script.size = PAGE_SIZE;
    is_number(pager_map(mapper, user, (struct slot *)pager, &paged, &address), E_NOMEM,
              "none can without memory for its addresses");
    host_allocations_left = -1;
    ok(pager_is((struct slot *)pager) && !pager_is((struct slot *)case_reference), "a pager is told from memory");
    is_number(script.faults, 0, "nothing was asked of it but the size");
    Pager_release(pager);
    is_number(script.destroyed, 1, "and nothing keeps it");
}

static void test_pages(void)
{
    struct paged_case c = begin(case_give_page);

    ok(!case_mapped(&c, 0), "M9: a mapping begins without pages");
    is_number(access_user(&c, 1, 0), OK, "M9: a read is supplied");
    is_number(case_mapped(&c, 1), case_memory->physical + PAGE_SIZE, "M9: with the page that the pager named, read-only");
    ok(!case_mapped(&c, 0) && !case_mapped(&c, 2), "M9: and no other");
    is_number(access_user(&c, 1, 0), OK, "M9: a read of what is mapped is tried again");
    is_number(c.script->faults, 1, "M9: without asking");
    is_number(access_user(&c, 1, 1), OK, "M9: a write to a read-only page is supplied");
    is_number(case_mapped(&c, 1), (case_memory->physical + PAGE_SIZE) | SPACE_WRITABLE, "M9: it is writable now");
    is_number(c.script->faults, 2, "M9: the pager was asked again");
    is_number(access_user(&c, 0, 1), OK, "M9: a first write is supplied");
    is_number(c.script->faults, 3, "M9: by one question");
    is_number(pager_user_fault(user, c.address + CASE_PAGES * PAGE_SIZE, 0, reason), E_NOENT,
              "the page behind the last is not the pager's");
    is_number(pager_user_fault(user, c.address - 1, 0, reason), E_NOENT, "nor the byte before the first");
    is_number(case_memory_count(), 3, "two pages hold their memory");
    pager_unmap(c.paged);
    ok(!case_mapped(&c, 0) && !case_mapped(&c, 1), "unmapped: no page is left");
    is_number(case_memory_count(), 1, "nor holds anything");
    is_number(access_user(&c, 0, 0), E_NOENT, "and nobody asks the pager any more");
    is_number(c.script->destroyed, 0, "the reference that was mapped is not the only one");
    Pager_release(c.pager);
}

/* Redirecting. */

static Pager next_pager;
static u32 next_offset, next_writable;

static status redirect(struct scripted *self, u32 offset, u32 write, struct page_given *given)
{
    (void)self, (void)write, (void)offset;
    given->memory = (Any)Pager_duplicate(next_pager);
    given->offset = next_offset;
    given->writable = next_writable;
    return OK;
}

static status redirect_until(struct scripted *self, u32 offset, u32 write, struct page_given *given)
{
    if (--self->size)
        return redirect(self, offset, write, given);
    given->writable = 1;
    given->memory = (Any)Memory_duplicate(case_reference);
    return OK;
}

static void test_redirects(void)
{
    struct paged_case c = begin(redirect), target = begin(case_give_page);

    next_pager = target.pager;
    next_offset = PAGE_SIZE;
    next_writable = 1;
    is_number(access_user(&c, 2, 1), OK, "M9: a pager redirects to another");
    is_number(case_mapped(&c, 2), (case_memory->physical + PAGE_SIZE) | SPACE_WRITABLE, "M9: at the offset that it says");
    next_writable = 0;
    is_number(access_user(&c, 1, 0), OK, "M9: a read likewise");
    is_number(target.script->faults, 2, "M9: the other one is asked each time");
    target.script->fault = redirect;
    is_number(access_user(&c, 0, 1), E_FAULT, "M9: a write is not redirected read-only");
    next_pager = c.pager;
    c.script->faults = 0;
    is_number(access_user(&c, 0, 0), E_RANGE, "M9: redirecting in a circle fails");
    is_number(c.script->faults, PAGER_REDIRECTS_MAX, "M9: after eight were asked");
    ok(strstr(reason, "redirected to by too many"), "M9: the reason says so: %s", reason);
    next_pager = target.pager;
    next_offset = CASE_PAGES * PAGE_SIZE;
    is_number(access_user(&c, 0, 0), E_RANGE, "M9: redirecting beyond the other's end fails");
    case_end(&target);
    case_end(&c);
}

static void test_redirects_allowed(void)
{
    struct paged_case c = begin(redirect_until);

    next_pager = c.pager;
    next_offset = 0;
    next_writable = 1;
    c.script->size = PAGER_REDIRECTS_MAX;
    is_number(access_user(&c, 0, 1), OK, "M9: seven redirects are not too many");
    is_number(c.script->faults, PAGER_REDIRECTS_MAX, "M9: all were followed");
    case_end(&c);
}

/* Nonsense. */

static struct page_given given_next;
static status result_next;

static status give_given(struct scripted *self, u32 offset, u32 write, struct page_given *given)
{
    (void)self, (void)offset, (void)write;
    *given = given_next;
    given->memory = given->memory ? Any_duplicate(given->memory) : 0;
    return result_next;
}

static void refused(const struct paged_case *c, u32 write, struct page_given given, status expected,
                    const char *text, const char *name)
{
    given_next = given;
    is_number(access_user(c, 1, write), expected, "nonsense: %s: the access fails", name);
    ok(strstr(reason, text), "nonsense: %s: for the reason that %s", name, reason);
    ok(!case_mapped(c, 1), "nonsense: %s: nothing is mapped", name);
}

static void test_nonsense(void)
{
    struct paged_case c = begin(give_given);
    struct hook hook = { .run = NULL };
    Runnable runnable = hook_create(&hook);
    Any good = (Any)case_reference;

    refused(&c, 0, (struct page_given){ 0 }, E_FAULT, "without memory", "null");
    refused(&c, 0, (struct page_given){ (Any)runnable, 0, 0 }, E_TYPE, "neither memory", "another interface");
    refused(&c, 0, (struct page_given){ good, 100, 0 }, E_FAULT, "not a page's", "an unaligned offset");
    refused(&c, 0, (struct page_given){ good, 2 * CASE_PAGES * PAGE_SIZE, 0 }, E_RANGE, "no whole page",
            "an offset at the end");
    refused(&c, 0, (struct page_given){ good, 0xfffff000, 0 }, E_RANGE, "no whole page", "a wrapping offset");
    refused(&c, 1, (struct page_given){ good, 0, 0 }, E_FAULT, "read-only", "read-only for a write");
    case_memory->size -= 1;
    refused(&c, 0, (struct page_given){ good, (2 * CASE_PAGES - 1) * PAGE_SIZE, 0 }, E_RANGE, "no whole page",
            "a page that is cut off");
    case_memory->size += 1;
    case_memory->physical += 16;
    refused(&c, 0, (struct page_given){ good, 0, 0 }, E_RANGE, "no whole page", "memory that is not a page's");
    case_memory->physical -= 16;
    result_next = E_IO;
    refused(&c, 0, (struct page_given){ good, 0, 1 }, E_IO, "fails with -5", "a failure");
    result_next = OK;
    host_no_tables = 1;
    refused(&c, 0, (struct page_given){ good, 0, 1 }, E_NOMEM, "no memory", "no page table");
    host_no_tables = 0;
    ok(!strncmp(reason, "read of 0x", 10), "the reason begins with the access: %s", reason);
    is_number(case_memory_count(), 1, "none of them kept the memory");
    Runnable_release(runnable);
    is_number(hook.destroyed, 1, "nor the other object");
    case_end(&c);
}

/* The server of the pager goes: so far as that no reference to it can be called. */
static void test_gone(void)
{
    struct paged_case c = begin(case_give_page);
    struct slot *slot = (struct slot *)c.pager;
    const u32 *entries = slot->entries;

    is_number(access_user(&c, 0, 0), OK, "a pager that is there answers");
    slot->entries = slot->object->implementation->type->gone;
    is_number(access_user(&c, 0, 0), OK, "what is mapped stays when it is gone");
    is_number(access_user(&c, 1, 0), E_GONE, "anything else fails");
    ok(strstr(reason, "fails with -1004"), "for the reason that %s", reason);
    slot->entries = entries;
    case_end(&c);
}

/* What happens while a pager is asked. */

static struct paged_case *current_case;
static void (*meanwhile)(void);

static status give_later(struct scripted *self, u32 offset, u32 write, struct page_given *given)
{
    void (*run)(void) = meanwhile;

    meanwhile = NULL;
    if (run)
        run();
    return case_give_page(self, offset, write, given);
}

static void other_thread(void (*run)(void))
{
    static struct thread *other;
    struct thread *self = current_thread;

    if (!other)
        other = host_thread(4);
    host_switch(other);
    run();
    host_switch(self);
}

static void other_reads(void)
{
    is_number(access_user(current_case, 1, 0), OK, "at once: another thread reads the page");
}

static void other_writes(void)
{
    is_number(access_user(current_case, 1, 1), OK, "at once: another thread writes to it");
}

static void read_on_other(void)
{
    other_thread(other_reads);
}

static void write_on_other(void)
{
    other_thread(other_writes);
}

static void unmap_on_other(void)
{
    u32 ranges = host_ranges;

    pager_unmap(current_case->paged);
    current_case->paged = NULL;
    is_number(host_ranges, ranges, "unmapped meanwhile: the addresses stay for the fault");
}

static void clear_space(void)
{
    user->cleared = 1;
}

static void at_once(void (*run)(void), u32 write, u32 expected, const char *name)
{
    struct paged_case c = begin(give_later);

    current_case = &c;
    meanwhile = run;
    is_number(access_user(&c, 1, write), OK, "at once: %s", name);
    is_number(case_mapped(&c, 1), (case_memory->physical + PAGE_SIZE) | expected, "at once: %s: the page is mapped so", name);
    is_number(c.script->faults, 2, "at once: %s: both asked", name);
    is_number(case_memory_count(), 2, "at once: %s: one answer is kept", name);
    case_end(&c);
}

static void test_meanwhile(void)
{
    struct paged_case c;

    at_once(read_on_other, 0, 0, "two reads");
    at_once(write_on_other, 0, SPACE_WRITABLE, "a read, and a write that is faster");
    at_once(read_on_other, 1, SPACE_WRITABLE, "a write, and a read that is faster");
    at_once(write_on_other, 1, SPACE_WRITABLE, "two writes");

    c = begin(give_later);
    current_case = &c;
    meanwhile = unmap_on_other;
    is_number(access_user(&c, 0, 1), E_GONE, "unmapped meanwhile: the access fails");
    ok(strstr(reason, "unmapped meanwhile"), "unmapped meanwhile: for the reason that %s", reason);
    is_number(case_memory_count(), 1, "unmapped meanwhile: nothing is kept");
    case_end(&c);

    c = begin(give_later);
    meanwhile = clear_space;
    is_number(access_user(&c, 0, 1), E_GONE, "the domain ends meanwhile: the access fails");
    is_number(access_user(&c, 0, 1), E_NOENT, "and the next is no pager's affair");
    user->cleared = 0;
    case_end(&c);
}

/* A pager that touches its own mapping. */

static status touch_itself(struct scripted *self, u32 offset, u32 write, struct page_given *given)
{
    (void)self, (void)given;
    return access_user(current_case, offset / PAGE_SIZE, write);
}

static void test_circle(void)
{
    struct paged_case c = begin(touch_itself);
    struct frame *before = frame_top;

    current_case = &c;
    ok(access_user(&c, 0, 0) < 0, "a pager that needs its own page: the access fails");
    ok(c.script->faults > 20 && c.script->faults < 200, "when the frames are used up, %u deep",
       c.script->faults);
    ok(frame_top == before, "none of them is left");
    case_end(&c);
}

int main(void)
{
    struct usage before;

    host_start();
    mapper = host_load("counter");
    user = space_create();
    case_start();

    before = usage_take();
    test_sizes();
    test_pages();
    test_redirects();
    test_redirects_allowed();
    test_nonsense();
    test_gone();
    test_meanwhile();
    test_circle();
    usage_check(&before, 1);            /* one of objects */
    return tap_end();
}
