/* SPDX-License-Identifier: GPL-2.0-only */
/* References that are forged, stale or another server's, as what is called and as what is passed,
 * and functions that there are not. */
#include "hostile.h"

u32 is_own(u32 handle)
{
    const u32 own[] = { (u32)component, (u32)near, (u32)far, (u32)memory, (u32)threads, (u32)log };

    for (u32 i = 0; i < sizeof own / sizeof *own; i++)
        if (handle == own[i])
            return 1;
    return 0;
}

static status call_handle(u32 handle, u32 function)
{
    static const u32 arguments[4];
    status call;

    call_raw(handle, function, arguments, 4, &call);
    return call;
}

/* By the stubs, as generated code would call it. */
static status call_by_stub(u32 handle)
{
    status call;

    Bystander_add_checked((Bystander)handle, 1, 2, 3, 4, &call);
    return call;
}

void attack_forged(struct outcome *outcome)
{
    static const u32 odd[] = { 0, 1, 16, 0x1ffff0, 0x7fffffff, 0x80000000, DIRECT_MAP, KERNEL_START, 0xffffffff,
                               0xfffffff0, USER_STUBS, USER_STUBS - 8 };

    for (u32 handle = HANDLES; handle < HANDLES_END; handle += HANDLE_SIZE)
        if (!is_own(handle)) {
            expect(outcome, (u32)call_handle(handle, 0), (u32)E_REFERENCE, "a forged handle");
            if (handle % 0x4000 == 0)
                expect(outcome, (u32)call_by_stub(handle), (u32)E_REFERENCE, "a forged handle and a stub");
        }
    for (u32 i = 0; i < sizeof odd / sizeof *odd; i++)
        expect(outcome, (u32)call_handle(odd[i], 0), (u32)E_REFERENCE, "a number that is no handle");
}

void attack_forged_arguments(struct outcome *outcome)
{
    static const u32 odd[] = { 1, 16, HANDLES + 8, HANDLES_END, 0x80000000, KERNEL_START, 0xffffffff, 0xfffffff0 };
    const Bystander callees[] = { near, far };
    u32 sum;

    for (u32 i = 0; i < 2; i++) {
        expect(outcome, (u32)Bystander_call(callees[i], 0, &sum), (u32)E_REFERENCE, "null for a reference");
        for (u32 k = 0; k < sizeof odd / sizeof *odd; k++) {
            expect(outcome, (u32)Bystander_call(callees[i], (Bystander)odd[k], &sum), (u32)E_REFERENCE,
                   "a number for a reference");
            expect(outcome, (u32)Bystander_keep(callees[i], (Any)odd[k]), (u32)E_REFERENCE, "a number, moved");
        }
        for (u32 handle = HANDLES; handle < HANDLES_END; handle += 37 * HANDLE_SIZE)
            if (!is_own(handle))
                expect(outcome, (u32)Bystander_keep(callees[i], (Any)handle), (u32)E_REFERENCE,
                       "a forged handle, moved");
        expect(outcome, (u32)Bystander_call(callees[i], (Bystander)memory, &sum), (u32)E_TYPE,
               "a reference of another interface");
    }
}

void attack_stale(struct outcome *outcome)
{
    const Bystander callees[] = { near, far };

    for (u32 i = 0; i < 2; i++) {
        Runnable first = 0, second = 0;
        status call;

        expect(outcome, (u32)Bystander_give(callees[i], &first, &second), OK, "two references");
        Runnable_release(second);
        Runnable_release(first);
        Runnable_run_checked(first, &call);
        expect(outcome, (u32)call, (u32)E_REFERENCE, "a released reference");
        expect(outcome, (u32)Component_release(component, (u32)first), (u32)E_REFERENCE, "released again");
        expect(outcome, Component_duplicate(component, (u32)first), 0, "duplicated afterwards");
        expect(outcome, (u32)Bystander_keep(near, (Any)first), (u32)E_REFERENCE, "moved afterwards");

        Bystander_give(callees[i], &first, &second);
        expect(outcome, (u32)Bystander_keep(callees[i], (Any)first), OK, "a reference is moved");
        expect(outcome, (u32)Bystander_keep(callees[i], (Any)second), OK, "and its duplicate");
        Runnable_run_checked(first, &call);
        expect(outcome, (u32)call, (u32)E_REFERENCE, "a moved reference");
        expect(outcome, (u32)Bystander_keep(callees[i], (Any)second), (u32)E_REFERENCE, "moved twice");
    }
}

/* A handle that is another server's, in each way that one's own can be used but being returned
 * (Attack.answer()). */
static void use_foreign(struct outcome *outcome, u32 handle)
{
    const Bystander callees[] = { near, far };
    u32 sum, address;

    expect(outcome, (u32)call_handle(handle, 0), (u32)E_REFERENCE, "another's handle, called");
    expect(outcome, Component_duplicate(component, handle), 0, "duplicated");
    expect(outcome, (u32)Component_release(component, handle), (u32)E_REFERENCE, "released");
    expect(outcome, (u32)Component_map(component, (Any)handle, &address), (u32)E_REFERENCE, "mapped");
    for (u32 i = 0; i < 2; i++) {
        expect(outcome, (u32)Bystander_call(callees[i], (Bystander)handle, &sum), (u32)E_REFERENCE, "lent");
        expect(outcome, (u32)Bystander_run(callees[i], (Runnable)handle), (u32)E_REFERENCE, "lent as a Runnable");
        expect(outcome, (u32)Bystander_keep(callees[i], (Any)handle), (u32)E_REFERENCE, "moved");
    }
}

/* Whoever holds a handle has it at one of these numbers, so all that anybody holds now is among them:
 * one part of them, and one that another server in user mode says it holds, with each function. */
void attack_foreign(struct outcome *outcome, u32 part)
{
    u32 held = Bystander_getHandle(far);

    expect(outcome, held >= HANDLES && held < HANDLES_END && !is_own(held), 1, "what another server holds");
    for (u32 function = 0; function < 32; function++)
        expect(outcome, (u32)call_handle(held, function), (u32)E_REFERENCE, "what another server holds, called");
    use_foreign(outcome, held);
    for (u32 handle = HANDLES + part * HANDLE_SIZE; handle < HANDLES_END; handle += FOREIGN_PARTS * HANDLE_SIZE)
        if (!is_own(handle))
            use_foreign(outcome, handle);
}

void attack_functions(struct outcome *outcome)
{
    static const u32 large[] = { 1024, 1025, 0x10000, 0x3fffffff, 0x40000000, 0x7fffffff, 0x80000000, 0xbfffffff,
                                 0xfffffffe, 0xffffffff };
    const u32 handles[] = { (u32)near, (u32)far, (u32)memory };

    for (u32 i = 0; i < sizeof handles / sizeof *handles; i++) {
        for (u32 function = 17; function < 1024; function++)    /* Bystander has 17, the others less */
            expect(outcome, (u32)call_handle(handles[i], function), (u32)E_REFERENCE, "a function too high");
        for (u32 k = 0; k < sizeof large / sizeof *large; k++)
            expect(outcome, (u32)call_handle(handles[i], large[k]), (u32)E_REFERENCE, "a function far too high");
    }
}

void attack_component(struct outcome *outcome)
{
    static const u32 odd[] = { 0, 1, 0x1000, 0x6ffff000, HANDLES, KERNEL_START, WINDOW, 0xfffff000 };
    u32 address;

    for (u32 handle = HANDLES; handle < HANDLES_END; handle += 5 * HANDLE_SIZE)
        if (!is_own(handle)) {
            expect(outcome, (u32)Component_release(component, handle), (u32)E_REFERENCE, "release");
            expect(outcome, Component_duplicate(component, handle), 0, "duplicate");
            expect(outcome, Component_selfOf(component, 1, handle), 0, "selfOf");
        }
    expect(outcome, Component_selfOf(component, 1, (u32)near), 0, "selfOf another server's");
    expect(outcome, Component_selfOf(component, ~0u, (u32)near), 0, "selfOf no implementation");
    expect(outcome, Component_construct(component, 0, 0), 0, "constructing a root");
    expect(outcome, Component_construct(component, ~0u, 0), 0, "constructing no implementation");
    expect(outcome, (u32)Component_map(component, (Any)near, &address), (u32)E_NOTSUP, "mapping a server");
    for (u32 i = 0; i < sizeof odd / sizeof *odd; i++)
        expect(outcome, (u32)Component_unmap(component, odd[i]), (u32)E_INVAL, "unmapping what it has not mapped");
    expect(outcome, (u32)Component_unmap(component, (u32)attack_component & ~4095u), (u32)E_INVAL,
           "unmapping its code");
    expect(outcome, (u32)Component_enablePorts(component, (IoPorts)near), (u32)E_TYPE, "ports by what is none");
}
