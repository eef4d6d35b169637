/* SPDX-License-Identifier: GPL-2.0-only */
/* Every way to end, on the caller's thread or on one of its own. */
#include "ends.h"
#include "kernel/machine/machine.h"
#include "runtime.h"
#include "victim.server.h"

struct task {
    enum end how;
};

struct token {
    u32 number;
};

static char state;
static volatile u32 zero;
static Any kept;

/* Uses up the stack; the volatile array keeps each call's room. `zero` stays what it is. */
static u32 overrun(u32 depth)
{
    volatile u32 room[256];

    room[0] = depth;
    if (zero)
        return 0;
    return overrun(depth + 1) + room[0];
}

static void write_text(void)
{
    volatile u8 *code = (u8 *)&overrun;

    code[0] = 0;
}

static void wait(void)
{
    Semaphore semaphore;

    if (Threads_createSemaphore(threads, 0, &semaphore) >= 0)
        Semaphore_wait(semaphore, FOREVER);
}

static status begin(enum end how, Thread *thread)
{
    static struct task tasks[8];
    static u32 used;
    struct task *task = &tasks[used++ % 8];
    Runnable runnable;
    status result;

    task->how = how;
    runnable = task_create(task);
    if (!runnable)
        return E_NOMEM;
    result = Threads_create(threads, runnable, 4, "victim's", 8, thread);
    Runnable_release(runnable);
    return result;
}

static void join(void)
{
    Thread thread;

    if (begin(END_WAIT, &thread) >= 0)
        Thread_join(thread, FOREVER);
}

static void work(void)
{
    volatile u32 i;

    for (i = 0; i < 10000000; i++)
        ;
}

/* Stub 276 of the user area begins with mov eax, 0xfffffeeb; from its second byte on that is a jump to
 * itself. */
static void loop_in_stub(void)
{
    ((void (*)(void))(USER_STUB_CODE + 276 * USER_STUB_SIZE + 1))();
}

#define PAGE_SIZE       4096u
#define STACK_SIZE      (128u << 10)

/* The stack of the other call is the one above, behind a page that is not mapped; the end of this one is
 * the end of this page, because its first call is small. */
static void meddle(void)
{
    u32 end = ((u32)__builtin_frame_address(0) + PAGE_SIZE) & ~(PAGE_SIZE - 1);
    volatile u32 *next = (u32 *)(end + PAGE_SIZE), *at = next;

    while (at[0] - (u32)next >= STACK_SIZE || at[1] != MEDDLE_LENGTH)
        at = at + 2 < next + STACK_SIZE / 4 ? at + 1 : next;
    *at = MEDDLE_ADDRESS;
}

static void end(enum end how)
{
    switch (how) {
    case END_READ:
        zero = *(volatile u32 *)zero;
        break;
    case END_WRITE:
        *(volatile u32 *)zero = 1;
        break;
    case END_WRITE_TEXT:
        write_text();
        break;
    case END_JUMP:
        ((void (*)(void))zero)();
        break;
    case END_DIVIDE:
        zero = 100 / zero;
        break;
    case END_OVERRUN:
        zero = overrun(0);
        break;
    case END_PRIVILEGED:
        __asm__ volatile("cli");
        break;
    case END_BREAKPOINT:
        __asm__ volatile("int3");
        break;
    case END_ABORT:
        Component_abort(component, "enough", 6);
        break;
    case END_LOOP:
        while (!zero)
            ;
        break;
    case END_LOOP_STUB:
        loop_in_stub();
        break;
    case END_WAIT:
        wait();
        break;
    case END_SLEEP:
        Threads_sleep(threads, 3600000);
        break;
    case END_JOIN:
        join();
        break;
    case END_MEDDLE:
        meddle();
        break;
    case END_BUSY:
        work();
        break;
    default:
        break;
    }
}

i32 victim_end(struct victim *self, u32 how, Runnable begun, void *text, u32 size, u32 *number, Token *token)
{
    static struct token made = { 5 };

    (void)self;
    memset(text, 'v', size);
    *number = 5;
    *token = token_create(&made);
    if (begun)
        Runnable_run(begun);
    end(how);
    return (i32)size;
}

u32 victim_around(struct victim *self, u32 number, Runnable inner)
{
    status call;

    (void)self;
    Runnable_run_checked(inner, &call);
    if (call < 0 && number == 13)
        end(END_OVERRUN);
    return number + 1;
}

status victim_endOnThread(struct victim *self, u32 how)
{
    Thread thread;
    status result = begin(how, &thread);

    (void)self;
    if (result >= 0)
        Thread_release(thread);
    return result;
}

u32 victim_sum(struct victim *self, const void *text, u32 length)
{
    const u8 *byte = text;
    u32 sum = 0;

    (void)self;
    while (length--)
        sum += *byte++;
    return sum;
}

status victim_makeToken(struct victim *self, u32 number, Token *token)
{
    static struct token made[10];

    (void)self;
    made[number % 10].number = number;
    *token = token_create(&made[number % 10]);
    return *token ? OK : E_NOMEM;
}

status victim_keep(struct victim *self, Any reference)
{
    (void)self;
    kept = reference;
    return OK;
}

/* u32 victim_look(struct victim *self) */
__asm__(".globl victim_look\n"
        "victim_look:\n"
        "   mov %ebx, %eax\n"
        "   ret\n");

void task_run(struct task *self)
{
    end(self->how);
}

void task_destroy(struct task *self)
{
    (void)self;
}

u32 token_getNumber(struct token *self)
{
    return self->number;
}

u32 token_during(struct token *self, Runnable runnable)
{
    Runnable_run(runnable);
    return self->number;
}

void token_destroy(struct token *self)
{
    if (self->number == 9)
        end(END_LOOP);
}

status construct(struct victim_roots *roots)
{
    roots->victim = (struct victim *)&state;
    return OK;
}

void destruct(void)
{
}
