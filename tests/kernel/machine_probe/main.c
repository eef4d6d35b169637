/* SPDX-License-Identifier: GPL-2.0-only */
/* The probe's frame: TAP through the kernel's log, and the end of the machine. */
#include "port_io.h"
#include "probe.h"

#define DEBUG_EXIT  0xf4
#define PASSED      16          /* QEMU exits with 33 */
#define FAILED      0           /* 1 */

Threads threads;
PhysicalMemory memory;
static Log log;
static u32 checks, failures;

status open_name(const char *name, Any *object)
{
    *object = 0;
    return Catalog_open(kernel, name, strlen(name), object);
}

void check(u32 condition, const char *format, ...)
{
    char text[160];
    u32 length = (u32)snprintf(text, sizeof text, "%s %u - ", condition ? "ok" : "not ok", ++checks);
    va_list arguments;
    va_start(arguments, format);
    length += (u32)vsnprintf(text + length, sizeof text - length - 1, format, arguments);
    va_end(arguments);
    text[length++] = '\n';
    Log_write(log, text, length);
    failures += !condition;
}

void check_result(status got, status expected, const char *what)
{
    check(got == expected, "%s: %d", what, got);
}

static void stop(u8 code)
{
    Any ports;
    char text[16];
    u32 length = (u32)snprintf(text, sizeof text, "1..%u\n", checks);
    Log_write(log, text, length);
    if (open_name("ports(0xf4-0xf4)", &ports) == OK && Component_enablePorts(component, (IoPorts)ports) == OK)
        port_write8(DEBUG_EXIT, code);
}

status construct(void)
{
    u32 references, objects, references_after, objects_after;
    Any servers;
    if (open_name("log", (Any *)&log) < 0 || open_name("threads", (Any *)&threads) < 0
        || open_name("memory", (Any *)&memory) < 0 || open_name("servers", &servers) < 0)
        return E_NOENT;
    Servers_getUsage((Servers)servers, &references, &objects);
    probe_names();
    probe_ports();
    probe_memory();
    probe_threads();
    probe_lines();
    Servers_getUsage((Servers)servers, &references_after, &objects_after);
    check(references == references_after && objects == objects_after,
          "nothing was left behind: %u references, %u objects, %u and %u before", references_after,
          objects_after, references, objects);
    stop(failures ? FAILED : PASSED);
    return E_INVAL;
}

void destruct(void)
{
}
