/* SPDX-License-Identifier: GPL-2.0-only */
/* The kernel's catalog, and ranges of ports. Registers are in memory.c. */
#include "probe.h"

static void check_open(const char *name, status expected)
{
    Any object;
    status result = open_name(name, &object);
    check(result == expected && !object == (expected < 0), "open(\"%s\"): %d", name, result);
    Any_release(object);
}

void probe_names(void)
{
    static const char *const known[] = { "memory", "threads", "time", "interruptlines", "log", "servers" };
    static const char *const unknown[] = {
        "memoryx", "mem", "Memory", "module", "module(", "module(nosuch)", "ports", "ports(1-2", "ports1-2)",
        "xports(1-2)", ")", "(",
        "registers", "registers(1-2", "xregisters(1-2)"
    };
    static const char *const malformed[] = {
        "", "ports()", "ports(1)", "ports(-)", "ports(1-)", "ports(-2)", "ports(1-2x)", "ports(1 - 2)",
        "ports(0x-2)", "ports(1-2-3)", "ports(a-f)", "ports(0xg-2)",
        "registers()", "registers(0xb8000)", "registers(0xb8000-)", "registers(0xb8000-0xb8fffx)"
    };
    static const char *const out_of_range[] = {
        "ports(2-1)", "ports(0-65536)", "ports(65536-65536)", "ports(0xffff-0x10000)", "ports(4294967296-1)",
        "ports(0-99999999999999999999)", "ports(0-4294967295)",
        "registers(2-1)", "registers(0xb8000-0x100000000)", "registers(0xb8000-4294967296)"
    };
    static const char *const own[] = {
        "ports(0x20-0x20)", "ports(0x21-0x21)", "ports(0xa0-0xa1)", "ports(0x40-0x40)", "ports(0x43-0x43)",
        "ports(0x0-0xffff)", "ports(0x10-0x20)", "ports(0xa1-0xa8)",
        "registers(0x200000-0x200fff)", "registers(0-0xffffffff)", "registers(0x9fb00-0xaffff)",
        "registers(0xf0000-0x100000)", "registers(0xfee00000-0xfee00000)", "registers(0xfedff000-0xfee00010)",
        "registers(0xfee00fff-0xffffffff)"
    };
    for (u32 i = 0; i < sizeof known / sizeof known[0]; i++)
        check_open(known[i], OK);
    for (u32 i = 0; i < sizeof unknown / sizeof unknown[0]; i++)
        check_open(unknown[i], E_NOENT);
    for (u32 i = 0; i < sizeof malformed / sizeof malformed[0]; i++)
        check_open(malformed[i], E_INVAL);
    for (u32 i = 0; i < sizeof out_of_range / sizeof out_of_range[0]; i++)
        check_open(out_of_range[i], E_RANGE);
    for (u32 i = 0; i < sizeof own / sizeof own[0]; i++)
        check_open(own[i], E_ACCESS);
    check_open("ports(0x22-0x3f)", OK);
    check_open("ports(0x44-0x9f)", OK);
    check_open("ports(65535-65535)", OK);
    check_open("registers(0xfffff000-0xffffffff)", OK);
    check_open("registers(4275044352-0xfedfffff)", OK);
}

void probe_ports(void)
{
    Any object;
    IoPorts ports, part = 0;
    check_result(open_name("ports(0x100-0x1ff)", &object), OK, "a range of ports");
    ports = (IoPorts)object;
    check(IoPorts_getFirst(ports) == 0x100 && IoPorts_getCount(ports) == 0x100,
          "has the first and the count asked for");
    check_result(IoPorts_getRange(ports, 0x180, 0x80, &part), OK, "its upper half");
    check(IoPorts_getFirst(part) == 0x180 && IoPorts_getCount(part) == 0x80, "is what was asked for");
    IoPorts_release(part);
    check_result(IoPorts_getRange(ports, 0x180, 0x81, &part), E_RANGE, "one port more");
    check_result(IoPorts_getRange(ports, 0xff, 2, &part), E_RANGE, "one port less");
    check_result(IoPorts_getRange(ports, 0x180, 0, &part), E_RANGE, "no port");
    check_result(IoPorts_getRange(ports, 0x180, 0xffffffff, &part), E_RANGE, "a count that wraps");
    check_result(IoPorts_getRange(ports, 0x200, 1, &part), E_RANGE, "the port behind");
    IoPorts_release(ports);
}
