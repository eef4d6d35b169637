/* SPDX-License-Identifier: GPL-2.0-only */
/* The loader: reads the boot module `system` and starts the servers that it describes,
 * one after the other, in the order of its lines. Then it supervises them (supervise.c).
 *
 * Everything comes from the kernel's catalog, the only reference that the loader requires.
 * The first mistake stops the boot, by a failing constructor: half a system would only fail
 * later and elsewhere.
 */
#include "loader.h"

Servers kernel_servers;
Log kernel_log;
PhysicalMemory kernel_memory;
u32 map_wanted;
struct parser parser;
struct declaration declaration;

status open_kernel_object(const char *name, Any *object)
{
    return Catalog_open(kernel, name, strlen(name), object);
}

static status open_kernel_objects(void)
{
    status result = open_kernel_object("log", (Any *)&kernel_log);

    if (result >= 0)
        result = open_kernel_object("servers", (Any *)&kernel_servers);
    if (result >= 0)
        result = open_kernel_object("memory", (Any *)&kernel_memory);
    return result;
}

/* Maps a boot module, which then stays mapped. */
static status map_module(const char *name, struct span *text)
{
    Memory memory;
    u32 address;
    status result = open_kernel_object(name, (Any *)&memory);

    if (result < 0)
        return result;
    result = Component_map(component, (Any)memory, &address);
    if (result >= 0)
        *text = (struct span){ (const char *)address, Memory_getSize(memory) };
    Memory_release(memory);
    return result;
}

static void look_for_map(void)
{
    Memory memory;

    map_wanted = open_kernel_object("module(map)", (Any *)&memory) >= 0;
    if (map_wanted)
        Memory_release(memory);
}

/* The description stays mapped: names and settings are read from it as long as the system runs. */
static status read_description(void)
{
    struct span text = { "", 0 };
    status result = map_module("module(system)", &text);

    parse_start(&parser, text.start, text.length);
    if (result == E_NOENT)
        return refuse(parser.place, "there is no boot module `system`: %s", status_name(result));
    return result;
}

/* The text of a boot module, without white space around it; null if there is no such module. */
static status read_module(const char *name, struct span *text)
{
    status result = map_module(name, text);

    if (result < 0)
        return result == E_NOENT ? OK : result;
    while (text->length && span_is_white(*text->start)) {
        text->start++;
        text->length--;
    }
    while (text->length && span_is_white(text->start[text->length - 1]))
        text->length--;
    return OK;
}

static status start_system(void)
{
    struct span placement = { 0 }, traced = { 0 };
    u32 count = 0;
    status result = read_module("module(placement)", &placement);

    if (placement.length > PARSE_NAME_MAX)
        placement.length = PARSE_NAME_MAX;
    if (result >= 0)
        result = read_module("module(trace)", &traced);
    if (result >= 0)
        result = plan_make(placement);
    if (result >= 0 && traced.start)
        result = tracing_choose(traced);
    for (struct server *server = servers; result >= 0 && server; server = server->next) {
        result = server_start_first(server);
        count++;
    }
    if (result >= 0)
        result = supervise_start();
    if (result < 0)
        return result;
    if (placement.start)
        report("system: placement %.*s", (int)placement.length, placement.start);
    report("system: %u servers up", count);
    return OK;
}

status construct(void)
{
    status result = open_kernel_objects();

    if (result < 0)
        return result;
    heap_use(kernel_memory);
    look_for_map();
    result = supervise_prepare();
    if (result < 0)
        return result;
    result = read_description();
    return result < 0 ? result : start_system();
}

/* The kernel gives the servers up with the loader. */
void destruct(void)
{
}
