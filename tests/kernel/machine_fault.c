/* SPDX-License-Identifier: GPL-2.0-only */
/* Faults of the kernel, to see what it says. */
#include "bytes.h"
#include "machine/heap.h"
#include "machine/interrupts.h"
#include "machine/pages.h"
#include "machine/panic.h"
#include "machine/thread.h"
#include "machine_tests.h"

static volatile u32 nowhere = 4;         /* an address that the compiler does not know */

/* Pretends to be a server's code: a function that reads through a null reference. */
static __attribute__((noinline, section(".text.pretended"))) void read_null(void *unused)
{
    (void)unused;
    *(volatile u32 *)nowhere;
}

u32 in_pretended_server(u32 address, u32 *offset)
{
    *offset = address - (u32)read_null;
    return *offset < 64;
}

static void call_null(void *unused)
{
    void (*volatile function)(void) = 0;
    (void)unused;
    function();
}

/* Each call needs stack of its own; it would end after 4 GiB. */
static __attribute__((noinline)) u32 descend(volatile u32 *above)
{
    volatile u32 here[16];
    here[0] = *above + 1;
    return here[0] ? descend(here) + here[0] : 0;
}

static void overflow(void *unused)
{
    volatile u32 start = 0;
    (void)unused;
    descend(&start);
}

/* Writes far below the stack pointer, which still has room. */
static void skip_stack(void *unused)
{
    (void)unused;
    ((volatile char *)current_thread->stack)[-100] = 1;
}

static void use_fpu(void *unused)
{
    (void)unused;
    __asm__ volatile("fldz");
}

static void free_twice(void *unused)
{
    void *object = heap_allocate(100), *other = heap_allocate(100);
    (void)unused;
    heap_free(object);
    heap_free(object);
    heap_free(other);
}

static void free_wild(void *unused)
{
    (void)unused;
    heap_free((char *)pages_allocate(1) + 32);
}

static void panic_with_message(void *unused)
{
    (void)unused;
    panic("the answer is %u", 42);
}

static const struct { const char *name; void (*function)(void *); } faults[] = {
    { "read-null", read_null },
    { "call-null", call_null },
    { "overflow", overflow },
    { "skip-stack", skip_stack },
    { "use-fpu", use_fpu },
    { "free-twice", free_twice },
    { "free-wild", free_wild },
    { "panic", panic_with_message }
};

void fault(const char *name)
{
    for (u32 i = 0; i < sizeof faults / sizeof faults[0]; i++)
        if (!strcmp(faults[i].name, name))
            thread_join(thread_create(faults[i].function, 0, 4, name), FOREVER);
}
