/* SPDX-License-Identifier: GPL-2.0-only */
/* The loader: reads the boot module `system` and starts the servers that it describes,
 * one after the other, in the order of its lines.
 *
 * Everything comes from the kernel's catalog, the only reference that the loader requires.
 * The first mistake stops the boot, by a failing constructor: half a system would only fail
 * later and elsewhere.
 */
#include "loader.h"

Servers kernel_servers;
Log kernel_log;
struct parser parser;

static struct server *servers;          /* newest first */
static struct declaration declaration;  /* static because it is large for a stack */

struct server *find_server(struct span name)
{
    struct server *server = servers;

    while (server && !span_equals(server->name, name.start, name.length))
        server = server->next;
    return server;
}

static status open_kernel_object(const char *name, Any *object)
{
    return Catalog_open(kernel, name, strlen(name), object);
}

/* The boot module that holds the server file, called `pci` or `pci.server`. */
static status open_file(struct span file, Memory *memory)
{
    char name[PARSE_NAME_MAX + sizeof "module(.server)"];
    status result;

    snprintf(name, sizeof name, "module(%.*s)", (int)file.length, file.start);
    result = open_kernel_object(name, (Any *)memory);
    if (result != E_NOENT)
        return result;
    snprintf(name, sizeof name, "module(%.*s.server)", (int)file.length, file.start);
    return open_kernel_object(name, (Any *)memory);
}

static status check_names(void)
{
    struct span name = declaration.name;

    if (span_equals(name, "kernel", 6))
        return refuse(name.start, "`kernel` is the name of the kernel, expected another");
    if (find_server(name))
        return refuse(name.start, "there is a server `%.*s` already", (int)name.length, name.start);
    if (declaration.domain.start && !span_equals(declaration.domain, "kernel", 6))
        return refuse(declaration.domain.start, "unknown domain `%.*s`, expected `kernel`",
                      (int)declaration.domain.length, declaration.domain.start);
    return OK;
}

static status refuse_start(const char *what, status reason)
{
    char text[256];
    i32 length = Servers_getError(kernel_servers, text, sizeof text - 1);

    text[length > 0 ? length : 0] = 0;
    return refuse(declaration.name.start, "`%.*s` (%.*s) %s: %s%s%s", (int)declaration.name.length,
                  declaration.name.start, (int)declaration.file.length, declaration.file.start, what,
                  status_name(reason), *text ? ": " : "", text);
}

/* A setting that the server never asked for is a spelling mistake. */
static status check_settings(Settings settings)
{
    const struct setting *unread = settings ? settings_find_unread(settings) : 0;

    if (!unread)
        return OK;
    return refuse(unread->name.start, "setting `%.*s` is unknown to `%.*s` (%.*s), or stands too often",
                  (int)unread->name.length, unread->name.start, (int)declaration.name.length,
                  declaration.name.start, (int)declaration.file.length, declaration.file.start);
}

static status remember(Server reference)
{
    struct server *server = allocate(sizeof *server);

    if (!server)
        return refuse(declaration.name.start, "out of memory");
    server->name = declaration.name;
    server->reference = reference;
    server->next = servers;
    servers = server;
    return OK;
}

/* Loads, wires and starts the declared server. A failure has been reported. */
static status start_server(void)
{
    Settings settings;
    Memory file;
    Server server;
    u32 size;
    status result = check_names();

    if (result < 0)
        return result;
    result = open_file(declaration.file, &file);
    if (result < 0)
        return refuse(declaration.file.start, "there is no server file `%.*s` among the boot modules: %s",
                      (int)declaration.file.length, declaration.file.start, status_name(result));
    size = Memory_getSize(file);
    result = Servers_load(kernel_servers, file, declaration.name.start, declaration.name.length, 0, 0,
                          &server);
    Memory_release(file);
    if (result < 0)
        return refuse_start("was not loaded", result);
    result = wire_server(&declaration, server, &settings);
    if (result < 0)
        return result;
    result = Server_start(server);
    if (result < 0)
        return refuse_start("did not start", result);
    result = check_settings(settings);
    if (result < 0)
        return result;
    Settings_release(settings);
    report("system: %.*s = %.*s, %u bytes", (int)declaration.name.length, declaration.name.start,
           (int)declaration.file.length, declaration.file.start, size);
    return remember(server);
}

static status start_system(void)
{
    u32 count = 0;

    for (;;) {
        status result = parse_server(&parser, &declaration);

        if (result < 0)
            return refuse(parser.place, "%s", parser.error);
        if (result == 0)
            break;
        result = start_server();
        if (result < 0)
            return result;
        count++;
    }
    report("system: %u servers up", count);
    return OK;
}

static status open_kernel_objects(PhysicalMemory *physical)
{
    status result = open_kernel_object("log", (Any *)&kernel_log);

    if (result >= 0)
        result = open_kernel_object("servers", (Any *)&kernel_servers);
    if (result >= 0)
        result = open_kernel_object("memory", (Any *)physical);
    return result;
}

/* The description stays mapped: settings are read from it as long as the system runs. */
static status map_description(void)
{
    Memory memory;
    u32 address;
    status result = open_kernel_object("module(system)", (Any *)&memory);

    if (result < 0) {
        parse_start(&parser, "", 0);
        return refuse(parser.place, "there is no boot module `system`: %s", status_name(result));
    }
    result = Component_map(component, (Any)memory, &address);
    if (result >= 0)
        parse_start(&parser, (const char *)address, Memory_getSize(memory));
    Memory_release(memory);
    return result;
}

status construct(void)
{
    PhysicalMemory physical;
    status result = open_kernel_objects(&physical);

    if (result < 0)
        return result;
    heap_use(physical);
    result = map_description();
    return result < 0 ? result : start_system();
}

void destruct(void)
{
    while (servers) {
        struct server *server = servers;

        servers = server->next;
        Server_release(server->reference);
        deallocate(server);
    }
}
