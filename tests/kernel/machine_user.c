/* SPDX-License-Identifier: GPL-2.0-only */
/* User mode, without the component model: snippets of code run at level 3 in spaces of their
 * own. Each ends with an exception or a sysenter, whose stand-ins here note what they see. */
#include "bytes.h"
#include "machine/callbacks.h"
#include "machine/heap.h"
#include "machine/interrupts.h"
#include "machine/pages.h"
#include "machine/panic.h"
#include "machine/space.h"
#include "machine/thread.h"
#include "machine/machine.h"
#include "machine_tests.h"

#define CODE        USER_START              /* one page of code, then what the snippets name */
#define DATA        (CODE + 2 * PAGE_SIZE)
#define UNMAPPED    (CODE + 4 * PAGE_SIZE)  /* reserved, for the fault that is resolved */
#define STACK_END   (DATA + PAGE_SIZE)
#define TRAPPED     100                     /* in place of an exception's vector: it did sysenter */
#define EFLAGS_DF   0x0400
#define EFLAGS_NT   0x4000

/* A snippet's run. */
struct run {
    struct run *next;
    struct thread *thread;
    struct space *space;
    u32 kernel_stack;           /* where user_enter() left it */
    volatile u32 *data;         /* the page at DATA */
    u32 resolve;                /* the page at UNMAPPED is to be mapped when it is used */
    u32 skip;                   /* length of an instruction that is passed over if it is refused */
    u32 refused;                /* how often that was */
    u32 sleep;                  /* a trap is to sleep for so many milliseconds */
    u32 vector, address;        /* how it ended */
    u32 eax, ecx, edx, eflags;  /* the registers at the end */
};

static struct run *runs;
static volatile u32 ticks_in_threads;

/* Names for assembly, of the numbers that the kernel's header has. */
__attribute__((used)) static void name_numbers(void)
{
    __asm__ volatile(".set kernel_at, %c0; .set task_at, %c1; .set handles_at, %c2; .set stubs_at, %c3; .set call_return_at, %c4"
                     : : "i"(KERNEL_START), "i"(TSS_ESP0), "i"(USER_HANDLES), "i"(USER_STUB_CODE), "i"(USER_CALL_RETURN));
    __asm__ volatile(".set user_code, %c0; .set user_data, %c1; .set kernel_data, %c2; .set user_start, %c3"
                     : : "i"(USER_CODE), "i"(USER_DATA), "i"(KERNEL_DATA), "i"(USER_START));
}

/* Goes to user mode, noting the stack in `run`; user_leave() comes back from there. */
void user_enter(u32 *kernel_stack, u32 eip, u32 esp);
void user_leave(u32 kernel_stack) __attribute__((noreturn));
/* What trap_entry calls: the registers as user mode left them. */
u32 trapped(u32 eax, u32 ecx, u32 edx, u32 eflags);

__asm__(".globl user_enter, user_leave, trap_entry\n"
        "user_enter:\n\t"
        "pushl %ebp; pushl %ebx; pushl %esi; pushl %edi\n\t"
        "movl 20(%esp), %eax; movl 24(%esp), %ecx; movl 28(%esp), %edx\n\t"
        "movl %esp, (%eax); movl %esp, kernel_stack_top\n\t"
        "pushl $user_data; pushl %edx; pushl $0x202; pushl $user_code; pushl %ecx\n\t"
        "iret\n"
        "user_leave:\n\t"
        "movl 4(%esp), %esp\n\t"
        "popl %edi; popl %esi; popl %ebx; popl %ebp\n\t"
        "ret\n"
        "trap_entry:\n\t"
        "movl (%esp), %esp\n\t"
        "pushfl; pushl %edx; pushl %ecx; pushl %eax\n\t"
        "cld\n\t"
        "call trapped\n\t"                  /* returns eax if the call is to be answered */
        "popl %ecx; popl %ecx; popl %edx; popl %edx\n\t"
        "movl $call_return_at, %edx\n\t"
        "sti; sysexit\n");

/* The snippets. */
#define SNIPPET(name, code) \
    extern const char user_##name[], user_##name##_end[]; \
    __asm__(".pushsection .rodata\nuser_" #name ":\n\t" code "\nuser_" #name "_end:\n.popsection")

SNIPPET(read_kernel, "movl kernel_at, %eax");
SNIPPET(write_kernel, "movl %eax, kernel_at");
SNIPPET(read_task, "movl task_at, %eax");
SNIPPET(read_null, "movl 0, %eax");
SNIPPET(write_code, "movl %eax, user_start");
SNIPPET(write_handles, "movl %eax, handles_at");
SNIPPET(write_stubs, "movl %eax, stubs_at");
SNIPPET(jump_kernel, "movl $kernel_at + 0x1000, %eax; jmp *%eax");
SNIPPET(overrun, "pushl %eax; jmp user_overrun");
SNIPPET(stack_in_kernel, "movl $kernel_at + 0x100000, %esp; pushl %eax");
SNIPPET(divide, "xorl %ecx, %ecx; divl %ecx");
SNIPPET(disable, "cli");
SNIPPET(halt, "hlt");
SNIPPET(load_directory, "movl %eax, %cr3");
SNIPPET(model_register, "wrmsr");
SNIPPET(load_table, "lgdt 0x112000");
SNIPPET(kernel_segment, "movl $kernel_data, %eax; movl %eax, %ds");
SNIPPET(gate_of_line, "int $0x20");
SNIPPET(gate_beyond, "int $0x80");
SNIPPET(breakpoint, "int3");
SNIPPET(sysexit, "movl $kernel_at + 0x1000, %edx; movl $kernel_at + 0x100000, %ecx; sysexit");
SNIPPET(far_jump, "ljmp $0x30, $0");
SNIPPET(return_to_task, "pushfl; orl $0x4000, (%esp); popfl; iret");
SNIPPET(single_step, "pushfl; orl $0x100, (%esp); popfl; nop; nop");
SNIPPET(use_fpu, "fldz");
SNIPPET(undefined, "ud2");
SNIPPET(in, "inb $0x60, %al");
SNIPPET(in_allowed, "movw $0x3fd, %dx; xorl %eax, %eax; inb %dx, %al; ud2");
SNIPPET(in_behind, "movw $0x400, %dx; inb %dx, %al");
SNIPPET(in_across, "movw $0x3fe, %dx; inl %dx, %eax");
SNIPPET(in_last, "movw $0xffff, %dx; inw %dx, %ax");
SNIPPET(read_ports, "xorl %edx, %edx; 1: inb %dx, %al; incw %dx; jnz 1b; ud2");
SNIPPET(write_ports, "xorl %edx, %edx; 1: outb %al, %dx; incw %dx; jnz 1b; ud2");
SNIPPET(keep_interrupts, "pushfl; andl $~0x3200, (%esp); popfl; ud2");
SNIPPET(demand, "movl 0x114004, %eax; movl $7, 0x114008; ud2");
SNIPPET(call, "pushl $handles_at + 0x120; movl (%esp), %eax; movl (%eax), %eax; call *12(%eax); addl $4, %esp; ud2");
SNIPPET(return, "movl $0x77, %eax; pushl $call_return_at + 16; ret");
SNIPPET(null_segments, "xorl %ecx, %ecx; movl %ecx, %ds; movl %ecx, %es; sysenter");
SNIPPET(await_segments, "xorl %ecx, %ecx; movl %ecx, %ds; movl %ecx, %es;"
        "1: movl %ds, %eax; movl %es, %edx; cmpw $user_data, %ax; jne 1b; cmpw $user_data, %dx; jne 1b; ud2");
SNIPPET(code_segments, "pushl %cs; popl %ds; pushl %cs; popl %es; sysenter");
SNIPPET(step_into_trap, "pushfl; orl $0x100, (%esp); popfl; sysenter");
SNIPPET(nested_task, "pushfl; orl $0x4000, (%esp); popfl; sysenter");
SNIPPET(nested_loop, "pushfl; orl $0x4000, (%esp); popfl; std; movl $3000000, %ecx; 1: loop 1b; ud2");
SNIPPET(count, "incl 0x112000; cmpl $0, 0x112004; je user_count; movl 0x112008, %eax; ud2");

static struct run *current_run(void)
{
    struct run *run = runs;
    while (run && run->thread != current_thread)
        run = run->next;
    return run;
}

void user_fault(struct interrupt_frame *frame, u32 address)
{
    struct run *run = current_run();
    ASSERT(run && interrupts_enabled());
    if (run->resolve && frame->vector == VECTOR_PAGE_FAULT && (address & ~PAGE_MASK) == UNMAPPED) {
        thread_sleep(1);                /* as a pager may */
        space_map(run->space, UNMAPPED, physical_address((void *)run->data), 1, SPACE_WRITABLE);
        run->resolve--;
        return;
    }
    if (run->skip && frame->vector == VECTOR_PROTECTION) {
        frame->eip += run->skip;
        run->refused++;
        return;
    }
    run->vector = frame->vector;
    run->address = address;
    run->eax = frame->eax;
    run->eflags = frame->eflags;
    user_leave(run->kernel_stack);
}

/* The stand-in's trap: with interrupts off. Writes through es first of all, as trap code may
 * (QEMU's emulation does not mind what es is; a processor does). Turns interrupts on as trap
 * code does, which leaves the other flags alone. */
u32 trapped(u32 eax, u32 ecx, u32 edx, u32 eflags)
{
    struct run *run = current_run();
    ASSERT(run && !interrupts_enabled());
    u32 word = 0;
    volatile u32 *place = run->data;
    __asm__ volatile("stosl" : "+D"(place) : "a"(word) : "memory");
    run->vector = TRAPPED;
    run->eax = eax;
    run->ecx = ecx;
    run->edx = edx;
    run->eflags = eflags;
    if (run->sleep) {
        __asm__ volatile("sti");
        thread_sleep(run->sleep);
        interrupts_disable();
    }
    if (eax == ~3u)
        return 0x1234;
    user_leave(run->kernel_stack);
}

void user_interrupted(struct interrupt_frame *frame)
{
    ASSERT(current_run() && !interrupts_enabled() && (frame->cs & 3 || frame->eflags & EFLAGS_VM));
}

void budget_tick(void)
{
    u32 flags;
    __asm__ volatile("pushfl; popl %0" : "=r"(flags));
    ASSERT(!(flags & (EFLAGS_IF | EFLAGS_DF)) && current_thread->state == THREAD_RUNNING);
    ticks_in_threads++;
}

/* A space with the snippet at CODE and a page of data, at whose end the stack stands. */
static struct run *prepare(const char *start, const char *end)
{
    struct run *run = heap_allocate(sizeof *run);
    u32 address;
    char *code = pages_allocate(1);
    run->data = pages_allocate(1);
    run->space = space_create();
    memcpy(code, start, (u32)(end - start));
    space_reserve(run->space, 6, &address);
    ASSERT(address == CODE);
    space_map(run->space, CODE, physical_address(code), 1, 0);
    space_map(run->space, DATA, physical_address((void *)run->data), 1, SPACE_WRITABLE);
    space_allow_ports(run->space, 0x3f8, 8);
    space_allow_ports(run->space, 0xffff, 1);
    return run;
}

static void finish(struct run *run)
{
    u32 physical, flags;
    space_lookup(run->space, CODE, &physical, &flags);
    space_destroy(run->space);
    pages_free(direct_map(physical), 1);
    pages_free((void *)run->data, 1);
    heap_free(run);
}

/* Runs it on the current thread. */
static void execute(void *argument)
{
    struct run *run = argument, **link = &runs;
    u32 flags = interrupts_disable();
    run->thread = current_thread;
    run->next = runs;
    runs = run;
    space_load(run->space->directory);
    user_enter(&run->kernel_stack, CODE, STACK_END);
    interrupts_disable();
    while (*link != run)
        link = &(*link)->next;
    *link = run->next;
    interrupts_restore(flags);
}

static void expect(const char *start, const char *end, u32 vector, u32 address, const char *what)
{
    struct run *run = prepare(start, end);
    execute(run);
    check(run->vector == vector && run->address == address, "user mode: %s (%u, 0x%x)", what, run->vector,
          run->address);
    finish(run);
}

#define EXPECT(name, vector, address, what) expect(user_##name, user_##name##_end, vector, address, what)

static void test_protection(void)
{
    EXPECT(read_kernel, 14, KERNEL_START, "the kernel cannot be read");
    EXPECT(write_kernel, 14, KERNEL_START, "nor written");
    EXPECT(jump_kernel, 14, KERNEL_START + 0x1000, "nor jumped into");
    EXPECT(read_task, 14, TSS_ESP0, "nor the task segment read");
    EXPECT(read_null, 14, 0, "null is not mapped");
    EXPECT(write_code, 14, CODE, "code is read-only");
    EXPECT(write_handles, 14, USER_HANDLES, "so are the handles");
    EXPECT(write_stubs, 14, USER_STUB_CODE, "and the stubs");
    EXPECT(overrun, 14, DATA - 4, "a stack ends where its page does");
    EXPECT(stack_in_kernel, 14, KERNEL_START + 0x100000 - 4, "a stack in the kernel is refused");
    EXPECT(divide, 0, 0, "a division by zero is an exception");
    EXPECT(disable, 13, 0, "cli is refused");
    EXPECT(halt, 13, 0, "so is hlt");
    EXPECT(load_directory, 13, 0, "so is another directory");
    EXPECT(model_register, 13, 0, "so is a model specific register");
    EXPECT(load_table, 13, 0, "so is another table of segments");
    EXPECT(kernel_segment, 13, 0, "so is a segment of the kernel");
    EXPECT(gate_of_line, 13, 0, "an interrupt cannot be pretended");
    EXPECT(gate_beyond, 13, 0, "nor one that does not exist");
    EXPECT(breakpoint, 13, 0, "nor a breakpoint");
    EXPECT(sysexit, 13, 0, "nor a return of the kernel to user mode");
    EXPECT(far_jump, 13, 0, "nor another task entered");
    EXPECT(return_to_task, 10, 0, "nor returned to");
    EXPECT(single_step, 1, 0, "a single step is an exception");
    EXPECT(use_fpu, 7, 0, "the FPU cannot be used");
    EXPECT(undefined, 6, 0, "an undefined instruction is an exception");
    EXPECT(in, 13, 0, "a port that is not allowed is refused");
    EXPECT(in_allowed, 6, 0, "one that is allowed is not");
    EXPECT(in_behind, 13, 0, "its neighbour is refused");
    EXPECT(in_across, 13, 0, "so is a word that reaches there");
    EXPECT(in_last, 13, 0, "and one that reaches beyond the last port");
}

static void test_all_ports(void)
{
    struct run *run = prepare(user_read_ports, user_read_ports_end);
    run->skip = 1;
    execute(run);
    check(run->vector == 6 && run->refused == 65536 - 9, "of all ports those that are not allowed are refused");
    finish(run);
    run = prepare(user_write_ports, user_write_ports_end);
    space_deny_ports(run->space, 0x3f8, 8);
    space_deny_ports(run->space, 0xffff, 1);
    run->skip = 1;
    execute(run);
    check(run->vector == 6 && run->refused == 65536, "without any, none can be written to");
    finish(run);
}

static void test_flags(void)
{
    struct run *run = prepare(user_keep_interrupts, user_keep_interrupts_end);
    execute(run);
    check(run->vector == 6 && run->eflags & EFLAGS_IF, "user mode cannot turn interrupts off");
    finish(run);
    run = prepare(user_nested_loop, user_nested_loop_end);
    execute(run);
    check(run->vector == 6 && run->eflags & EFLAGS_NT, "interrupts take user mode with NT and DF set");
    finish(run);
    run = prepare(user_nested_task, user_nested_task_end);
    run->sleep = 5;
    execute(run);
    check(run->vector == TRAPPED && run->eflags & EFLAGS_NT, "a thread may sleep with NT set");
    finish(run);
    run = prepare(user_step_into_trap, user_step_into_trap_end);
    execute(run);
    check(run->vector == TRAPPED && !(run->eflags & EFLAGS_TF), "single steps end where the kernel begins");
    finish(run);
    EXPECT(return_to_task, 10, 0, "nor do they leave a task to return to");
    EXPECT(await_segments, 6, 0, "an interrupt leaves flat segments behind");
    EXPECT(null_segments, TRAPPED, 0, "null segments serve nobody");
    EXPECT(code_segments, TRAPPED, 0, "nor do those of code");
}

static void test_calls(void)
{
    struct run *run = prepare(user_call, user_call_end);
    execute(run);
    check(run->vector == 6 && run->eax == 0x1234, "a call through a handle comes back with its result");
    check(run->edx == USER_HANDLES + 0x120 && run->ecx == STACK_END - 8, "the kernel saw the reference and the stack");
    finish(run);
    run = prepare(user_return, user_return_end);
    execute(run);
    check(run->vector == TRAPPED && run->eax == 0x77 && run->ecx == 0, "a function returns to the kernel");
    finish(run);
    run = prepare(user_demand, user_demand_end);
    run->resolve = 1;
    run->data[1] = 0x5555;
    execute(run);
    check(run->vector == 6 && run->eax == 0x5555 && run->data[2] == 7, "a page fault can be resolved");
    finish(run);
}

/* Two threads in two spaces, each counting at the same address. */
static void test_switching(void)
{
    struct run *run[2];
    struct thread *thread[2];
    u32 ticks = ticks_in_threads, right = 1;
    for (u32 i = 0; i < 2; i++) {
        run[i] = prepare(user_count, user_count_end);
        run[i]->data[2] = 0x1000 + i;
        thread[i] = thread_create(execute, run[i], 3, "user");
    }
    thread_sleep(2 * TIME_SLICE);
    for (u32 round = 0; round < 5; round++) {
        u32 first = run[0]->data[0], second = run[1]->data[0], i = 0;
        while (i++ < 1000 && (run[0]->data[0] == first || run[1]->data[0] == second))
            thread_sleep(TIME_SLICE);
        right &= i < 1000;
    }
    for (u32 i = 0; i < 2; i++) {
        run[i]->data[1] = 1;
        thread_join(thread[i], FOREVER);
        thread_release(thread[i]);
        right &= run[i]->vector == 6 && run[i]->eax == 0x1000 + i;
        finish(run[i]);
    }
    check(right, "threads take turns in user mode, each in its space");
    check(ticks_in_threads > ticks, "the tick that takes them off is told");
}

void test_user_mode(void)
{
    test_protection();
    test_all_ports();
    u32 before = pages_free_count();
    test_flags();
    test_calls();
    test_switching();
    check(pages_free_count() == before, "no page is lost in user mode");
}
