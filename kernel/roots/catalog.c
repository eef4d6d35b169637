/* SPDX-License-Identifier: GPL-2.0-only */
/* The root Catalog: what the kernel offers, by the names that a system description uses
 * (docs/architecture.md). */
#include <stddef.h>

#include "bytes.h"
#include "kernel.server.h"
#include "machine/multiboot.h"
#include "machine/pages.h"
#include "model/memory.h"
#include "model/server.h"
#include "roots/io_ports.h"
#include "roots/registers.h"

#define NAME_MAX 127            /* Catalog.interface */

/* The names that stand for a root of the kernel. */
static const struct {
    const char *name, *interface;
} roots[] = {
    { "memory", "PhysicalMemory" },
    { "threads", "Threads" },
    { "time", "Time" },
    { "interruptlines", "InterruptLines" },
    { "log", "Log" },
    { "servers", "Servers" }
};

/* If `name` is "function(argument)", cuts it there, and returns the argument. Null if it is
 * something else. */
static char *argument_of(char *name, const char *function)
{
    u32 length = strlen(function), end = strlen(name);
    if (end < length + 2 || memcmp(name, function, length) || name[length] != '(' || name[end - 1] != ')')
        return NULL;
    name[end - 1] = 0;
    return name + length + 1;
}

static u32 digit(char character)
{
    if (character >= '0' && character <= '9')
        return (u32)(character - '0');
    if (character >= 'a' && character <= 'f')
        return (u32)(character - 'a' + 10);
    if (character >= 'A' && character <= 'F')
        return (u32)(character - 'A' + 10);
    return 16;
}

/* Reads a decimal or 0x number of 32 bits, and moves `*text` behind it. E_INVAL if there is
 * none, E_RANGE if it is larger. */
static status read_number(const char **text, u32 *number)
{
    u32 base = 10;
    const char *at = *text;
    if (at[0] == '0' && (at[1] == 'x' || at[1] == 'X')) {
        base = 16;
        at += 2;
    }
    if (digit(*at) >= base)
        return E_INVAL;
    for (*number = 0; digit(*at) < base; at++) {
        if (*number > (~0u - digit(*at)) / base)
            return E_RANGE;
        *number = *number * base + digit(*at);
    }
    *text = at;
    return OK;
}

/* "0x60-0x64": the first and the last. */
static status read_range(const char *range, u32 *first, u32 *last)
{
    status result = read_number(&range, first);
    if (result < 0)
        return result;
    if (*range++ != '-')
        return E_INVAL;
    result = read_number(&range, last);
    if (result < 0)
        return result;
    if (*range)
        return E_INVAL;
    return *last < *first ? E_RANGE : OK;
}

static status open_ports(const char *range, Any *object)
{
    u32 first, last;
    status result = read_range(range, &first, &last);
    return result < 0 ? result : io_ports_open(first, last - first + 1, (IoPorts *)object);
}

static status open_registers(const char *range, Any *object)
{
    u32 first, last;
    status result = read_range(range, &first, &last);
    return result < 0 ? result : registers_open(first, last, (Registers *)object);
}

static status open_module(const char *name, Any *object)
{
    const void *address;
    u32 size;
    if (module_find(name, &address, &size) < 0)
        return E_NOENT;
    if (!size)
        return E_INVAL;
    struct memory *memory = memory_new(MEMORY_MODULE, physical_address(address), size);
    if (!memory)
        return E_NOMEM;
    *object = (Any)memory_create(memory);
    if (*object)
        return OK;
    memory_destroy(memory);
    return E_NOMEM;
}

/* The kernel asks itself as anyone with a reference to the interface Server could. */
static status open_root(const char *interface, Any *object)
{
    struct server_object *self = (struct server_object *)&kernel_server;
    return server_object_getRoot(self, interface, strlen(interface), object);
}

status catalog_open(struct catalog *self, const void *name, u32 length, Any *object)
{
    char text[NAME_MAX + 1], *argument;
    (void)self;
    if (!length || length > NAME_MAX)
        return E_INVAL;
    memcpy(text, name, length);
    text[length] = 0;
    for (u32 i = 0; i < sizeof roots / sizeof roots[0]; i++)
        if (!strcmp(text, roots[i].name))
            return open_root(roots[i].interface, object);
    if ((argument = argument_of(text, "ports")))
        return open_ports(argument, object);
    if ((argument = argument_of(text, "registers")))
        return open_registers(argument, object);
    if ((argument = argument_of(text, "module")))
        return open_module(argument, object);
    return E_NOENT;
}
