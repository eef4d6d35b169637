/* SPDX-License-Identifier: GPL-2.0-only */
/* Starting a server: its file is loaded into its domain, wired, and its constructor run. */
#include "loader.h"

static status refuse_start(const struct server *server, const char *what, status reason)
{
    char text[256];
    i32 length = Servers_getError(kernel_servers, text, sizeof text - 1);

    text[length > 0 ? length : 0] = 0;
    return refuse(server->name.start, "`%.*s` (%.*s) %s: %s%s%s", (int)server->name.length,
                  server->name.start, (int)server->file.name.length, server->file.name.start, what,
                  status_name(reason), *text ? ": " : "", text);
}

static status refuse_file(const struct server *server, status reason)
{
    const struct span *file = &server->file.name;

    if (reason == E_NOENT)
        return refuse(file->start, "there is no server file `%.*s` among the boot modules: %s",
                      (int)file->length, file->start, status_name(reason));
    return refuse(file->start, "the server file `%.*s` was not read: %s", (int)file->length, file->start,
                  status_name(reason));
}

/* A setting that the server never asked for is a spelling mistake. */
static status check_settings(const struct server *server, Settings settings)
{
    const struct setting *unread = settings ? settings_find_unread(settings) : 0;

    if (!unread)
        return OK;
    return refuse(unread->name.start, "setting `%.*s` is unknown to `%.*s` (%.*s), or stands too often",
                  (int)unread->name.length, unread->name.start, (int)server->name.length, server->name.start,
                  (int)server->file.name.length, server->file.name.start);
}

/* Wires and starts what was loaded. */
static status bring_up(struct server *server, Server reference)
{
    Settings settings = 0;
    status result = wire_server(&declaration, reference, &settings);

    if (result >= 0) {
        result = supervise(server, reference);
        if (result >= 0)
            result = Server_start(reference);
        result = result < 0 ? refuse_start(server, "did not start", result)
                            : check_settings(server, settings);
    }
    Settings_release(settings);
    return result;
}

static const struct span *domain_name(const struct server *server)
{
    static const struct span kernel_name = { "kernel", 6 };

    return server->domain ? &server->domain->name : &kernel_name;
}

static void print_loaded(const struct server *server)
{
    const struct span *domain = domain_name(server);
    char text[2 * SHA256_SIZE + 1];

    for (u32 i = 0; i < SHA256_SIZE; i++)
        snprintf(text + 2 * i, 3, "%02x", server->file.digest[i]);
    report("system: %.*s = %.*s in %.*s, %u bytes, sha256 %s", (int)server->name.length, server->name.start,
           (int)server->file.name.length, server->file.name.start, (int)domain->length, domain->start,
           server->file.size, text);
}

/* For profiles: what is executed at an address is then known by its server. */
static void print_extent(const struct server *server, Server reference)
{
    const struct span *domain = domain_name(server);
    u32 address, size;

    if (Server_getExtent(reference, &address, &size) >= 0)
        report("system: map %.*s file=%.*s address=0x%x size=0x%x domain=%.*s", (int)server->name.length,
               server->name.start, (int)server->file.name.length, server->file.name.start, address, size,
               (int)domain->length, domain->start);
}

status server_start(struct server *server)
{
    Server reference;
    status result;

    parse_again(&parser, server->name.start);
    parse_next(&parser, &declaration);
    result = domain_load(server, server->file.memory, &reference);
    if (result < 0)
        return refuse_start(server, "was not loaded", result);
    result = bring_up(server, reference);
    if (result < 0) {
        Server_release(reference);
        return result;
    }
    if (map_wanted)
        print_extent(server, reference);
    server_set_reference(server, reference);
    server->state = SERVER_UP;
    return OK;
}

status server_start_first(struct server *server)
{
    struct file *file = &server->file;
    status result = file_open(file);

    if (result < 0)
        return refuse_file(server, result);
    result = server_start(server);
    if (result >= 0)
        print_loaded(server);
    if (result < 0 || !server->restart)
        file_close(file);
    return result;
}
