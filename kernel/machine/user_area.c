/* SPDX-License-Identifier: GPL-2.0-only */
/* The user area: made once, and never changed. */
#include "bytes.h"
#include "machine/pages.h"
#include "machine/paging.h"
#include "machine/user_area.h"

#define HANDLE_PAGES    (USER_HANDLES_SIZE / PAGE_SIZE)
#define CODE_PAGES      5u              /* the stubs, and a page for the returns */
#define BREAKPOINT      0xcc            /* between the stubs: for user mode an exception */

_Static_assert(USER_CALL_RETURN - USER_STUB_CODE == (CODE_PAGES - 1) * PAGE_SIZE,
               "the returns have the last page");

static u32 table[TABLE_PAGES] __attribute__((aligned(4096)));
static u32 handles[PAGE_SIZE / sizeof(u32)] __attribute__((aligned(4096)));
static u32 stubs[USER_STUB_COUNT] __attribute__((aligned(4096)));
static u8 code[CODE_PAGES * PAGE_SIZE] __attribute__((aligned(4096)));

static u32 entry_for(const void *page)
{
    return physical_address(page) | ENTRY_PRESENT | ENTRY_USER | ENTRY_GLOBAL;
}

static void make_stub(u32 function)
{
    static const u8 rest[] = {
        0x8b, 0x54, 0x24, 0x04,         /* mov edx, [esp + 4] */
        0x89, 0xe1,                     /* mov ecx, esp */
        0x0f, 0x34                      /* sysenter */
    };
    u8 *at = code + function * USER_STUB_SIZE;
    u32 number = ~function;
    *at++ = 0xb8;                       /* mov eax, number */
    memcpy(at, &number, sizeof number);
    memcpy(at + sizeof number, rest, sizeof rest);
    stubs[function] = USER_STUB_CODE + function * USER_STUB_SIZE;
}

static void make_returns(void)
{
    static const u8 call_return[] = { 0xc3 };           /* ret */
    static const u8 callee_return[] = {
        0x31, 0xc9,                                     /* xor ecx, ecx */
        0x0f, 0x34                                      /* sysenter */
    };
    memcpy(code + (USER_CALL_RETURN - USER_STUB_CODE), call_return, sizeof call_return);
    memcpy(code + (USER_RETURN - USER_STUB_CODE), callee_return, sizeof callee_return);
}

void user_area_initialise(void)
{
    for (u32 i = 0; i < sizeof handles / USER_HANDLE_SIZE; i++)
        handles[i * USER_HANDLE_SIZE / sizeof(u32)] = USER_STUBS;
    memset(code, BREAKPOINT, sizeof code);
    for (u32 i = 0; i < USER_STUB_COUNT; i++)
        make_stub(i);
    make_returns();

    u32 *next = table;
    for (u32 i = 0; i < HANDLE_PAGES; i++)
        *next++ = entry_for(handles);
    *next++ = entry_for(stubs);
    for (u32 i = 0; i < CODE_PAGES; i++)
        *next++ = entry_for(code + i * PAGE_SIZE);
    page_directory[USER_AREA / LARGE_PAGE] = physical_address(table) | ENTRY_PRESENT | ENTRY_USER;
}
