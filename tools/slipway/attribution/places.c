/* SPDX-License-Identifier: GPL-2.0-only */
/* What lies where in a guest. No two domains of ours use the same addresses (space_spread() in
 * kernel/machine/space.h), and Linux runs one program, so that an address belongs to one place. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "attribution/places.h"
#include "base/files.h"
#include "base/message.h"

#define KERNEL_START 0xc0000000u        /* in both systems */
#define USER_STUBS 0x7fc00000u          /* USER_AREA of kernel/machine/machine.h */

static struct place *add(struct places *places, uint32_t start, uint32_t last, const char *domain,
                         const char *server)
{
    places->place = reallocate(places->place, (places->count + 1) * sizeof *places->place);
    struct place *place = &places->place[places->count++];
    *place = (struct place){ .start = start, .last = last, .domain = format("%s", domain),
                             .server = format("%s", server) };
    return place;
}

/* A place of which nothing more is known than what it is. */
static void add_plain(struct places *places, uint32_t start, uint32_t last, const char *domain,
                      const char *server, const char *function)
{
    add(places, start, last, domain, server)->function = format("%s", function);
}

/* The kernel's image, but for the page that only starts it. */
static bool add_kernel(struct places *places, const char *elf)
{
    struct place *place = add(places, KERNEL_START, KERNEL_START, "kernel", "kernel");

    place->crosses = true;
    if (!functions_read(&place->functions, elf))
        return false;
    if (place->functions.count)
        place->last = place->functions.function[place->functions.count - 1].end - 1;
    return true;
}

/* The path of a server's file with symbols, in new memory. */
static char *symbols_path(const struct names *folders, const char *server)
{
    for (size_t i = 0; i < folders->count; i++) {
        char *path = format("%s/%s.elf", folders->name[i], server);
        if (file_exists(path))
            return path;
        free(path);
    }
    return format("%s.elf", server);
}

static bool add_server(struct places *places, const char *line, const struct names *folders)
{
    char name[64], server[64], domain[64];
    unsigned address, size;

    if (sscanf(line, "system: map %63s file=%63s address=%x size=%x domain=%63s", name, server, &address,
               &size, domain) != 5 || size == 0)
        return true;
    struct place *place = add(places, address, address + size - 1, domain, name);
    place->base = address;
    char *path = symbols_path(folders, server);
    bool good = functions_read(&place->functions, path);
    free(path);
    return good;
}

static bool add_module(struct places *places, const char *line, const struct names *folders)
{
    char name[64];
    unsigned address, size;

    (void)folders;
    if (sscanf(line, "workload: module %63s %x %u", name, &address, &size) == 3 && size)
        add_plain(places, address, address + size - 1, "kernel", name, "?");
    return true;
}

/* Gives each line of the console to `take`. Whether all could be taken, and something came of it. */
static bool read_console(struct places *places, const char *console, const struct names *folders,
                         bool (*take)(struct places *, const char *, const struct names *), const char *what)
{
    size_t before = places->count;
    bool good = true;

    while (*console && good) {
        size_t length = strcspn(console, "\n");
        char *line = format("%.*s", (int)length, console);
        good = take(places, line, folders);
        free(line);
        console += length + (console[length] == '\n');
    }
    if (!good || places->count > before)
        return good;
    report_error("not a line of it tells where something lies", NULL, "the console of %s", what);
    return false;
}

bool places_of_ours(struct places *places, const char *console, const char *kernel_elf,
                    const struct names *folders)
{
    *places = (struct places){ 0 };
    if (!add_kernel(places, kernel_elf) || !read_console(places, console, folders, add_server, "our guest")) {
        places_free(places);
        return false;
    }
    add_plain(places, USER_STUBS, KERNEL_START - 1, "user", CROSSINGS, "stubs");
    add_plain(places, 0, UINT32_MAX, "kernel", CROSSINGS, "entry points");
    return true;
}

bool places_of_linux(struct places *places, const char *console)
{
    *places = (struct places){ 0 };
    if (!read_console(places, console, NULL, add_module, "Linux")) {
        places_free(places);
        return false;
    }
    add_plain(places, KERNEL_START, UINT32_MAX, "kernel", "kernel", "?");
    add_plain(places, 0, KERNEL_START - 1, "user", LINUX_PROGRAM, "?");
    return true;
}

static bool crosses(const struct function *function)
{
    const char *file = base_name(function->file);

    return strcmp(file, "trap.asm") == 0 || starts_with(file, "crossing");
}

static struct position describe(const struct place *place, uint32_t address)
{
    struct position position = { place->domain, place->server, "?", "?" };

    if (place->function) {
        position.function = place->function;
        if (strcmp(place->server, CROSSINGS) == 0)
            position.file = "generated";
        return position;
    }
    const struct function *function = functions_find(&place->functions, address - place->base);
    if (function) {
        position.file = function->file;
        position.function = function->name;
        if (place->crosses && crosses(function))
            position.server = CROSSINGS;
    }
    return position;
}

struct position places_find(const struct places *places, uint32_t address)
{
    for (size_t i = 0; i < places->count; i++)
        if (address >= places->place[i].start && address <= places->place[i].last)
            return describe(&places->place[i], address);
    return (struct position){ "?", "?", "?", "?" };
}

void places_free(struct places *places)
{
    for (size_t i = 0; i < places->count; i++) {
        struct place *place = &places->place[i];
        free(place->domain);
        free(place->server);
        free(place->function);
        functions_free(&place->functions);
    }
    free(places->place);
    *places = (struct places){ 0 };
}
