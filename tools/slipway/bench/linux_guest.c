/* SPDX-License-Identifier: GPL-2.0-only */
/* Native Linux as a guest: finding Debian's kernel, making the initial file system, and the kernel's
 * command line. init, in tools/bench/linux/, loads what stands in /modules in the order of the names. */
#include <errno.h>
#include <fts.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/files.h"
#include "base/message.h"
#include "base/options.h"
#include "base/project.h"
#include "bench/initrd.h"
#include "bench/linux_guest.h"
#include "bench/linux_module.h"

#define IMAGE SOURCES "/linux-image-i386"
#define MODULES IMAGE "/modules"
#define INIT "build/tools/bench/linux/init"

enum { MODULES_MAXIMUM = 100, COMMAND_LINE_SIZE = 2048 };     /* the latter is the kernel's, on i386 */

static const char fetch[] = "run make setup-linux";

/* "linux-image-6.1.0-50-686 6.1.176-1\n": the package, and in its name the release. */
static bool read_package(struct linux_guest *guest)
{
    static const char prefix[] = "linux-image-";
    char *text = file_read(IMAGE "/package", NULL);

    if (!text || !starts_with(text, prefix)) {
        report_error(text ? "does not name a package of Linux" : "Debian's i386 Linux has not been fetched",
                     fetch, IMAGE "/package");
        free(text);
        return false;
    }
    guest->package = format("%.*s", (int)strcspn(text, "\n"), text);
    guest->version = format("%.*s", (int)strcspn(text + strlen(prefix), " \n"), text + strlen(prefix));
    free(text);
    return true;
}

enum outcome linux_guest_plan(struct linux_guest *guest, const struct manifest *manifest)
{
    *guest = (struct linux_guest){ .native = &manifest->native, .kernel = format(IMAGE "/vmlinuz") };
    if (!manifest->native.module) {
        report_error("names no native counterpart of the driver",
                     "tools/slipway/convert/manifest.h describes \"native\"", "ported/%s/manifest.json",
                     manifest->name);
        return FAILED;
    }
    guest->initrd = format("build/linux-i386/initrd-%s", manifest->native.module);
    bool good = read_package(guest);
    if (!file_exists(INIT)) {
        report_error("is not built", "run make bench-programs", INIT);
        good = false;
    }
    return good ? DONE : UNPREPARED;
}

/* Whether the file NAME.ko, perhaps compressed, holds the module; - and _ are one in modules' names. */
static bool is_module(const char *file, const char *module)
{
    size_t length = strlen(module);

    for (size_t i = 0; i < length; i++)
        if (file[i] != module[i] && !(strchr("-_", module[i]) && file[i] && strchr("-_", file[i])))
            return false;
    return strcmp(file + length, ".ko") == 0 || starts_with(file + length, ".ko.");
}

/* The path of a module's file; null, with an error reported, if there is none. */
static char *find_module(const char *module, const char *needed_by)
{
    char *roots[] = { MODULES, NULL }, *path = NULL;
    FTS *walk = fts_open(roots, FTS_PHYSICAL | FTS_NOCHDIR, NULL);
    FTSENT *entry;

    while (walk && !path && (entry = fts_read(walk)))
        if (entry->fts_info == FTS_F && is_module(entry->fts_name, module))
            path = format("%s", entry->fts_path);
    if (walk)
        fts_close(walk);
    if (!path)
        report_error("is not among the unpacked modules",
                     "tools/setup/linux-image.sh says which are; is the manifest's name right?",
                     "module %s, needed by %s", module, needed_by);
    return path;
}

/* What is being put into the initial file system. */
struct contents {
    struct initrd *initrd;
    const struct manifest_native *native;
    struct names modules;       /* those that are in it or whose dependencies are being added */
    unsigned added;
};

static bool add_module(struct contents *contents, const char *name, const char *needed_by);

static bool add_dependencies(struct contents *contents, const struct linux_module *module, const char *path)
{
    struct names depends = { 0 };
    bool good = linux_module_depends(module, path, &depends);

    for (size_t i = 0; good && i < depends.count; i++)
        good = add_module(contents, depends.name[i], path);
    names_free(&depends);
    return good;
}

/* Adds a module's dependencies, then itself, unless it is there already. The number in front of its name
 * says when it is loaded. */
static bool add_module(struct contents *contents, const char *name, const char *needed_by)
{
    const struct manifest_native *native = contents->native;
    struct linux_module module;

    if (names_contain(&contents->modules, name))
        return true;
    names_add(&contents->modules, name);
    if (contents->modules.count > MODULES_MAXIMUM) {
        report_error("depends on too many modules", NULL, "module %s", native->module);
        return false;
    }
    char *path = find_module(name, needed_by);
    bool good = path && linux_module_read(&module, path);
    if (good) {
        bool own = strcmp(name, native->module) == 0;
        good = add_dependencies(contents, &module, path) &&
            linux_module_change(&module, path, native->quirks, own ? native->quirk_count : 0);
        if (good) {
            char *file = format("modules/%02u-%s.ko", contents->added++, name);
            initrd_add_file(contents->initrd, file, module.bytes, module.size, false);
            free(file);
        }
        linux_module_free(&module);
    }
    free(path);
    return good;
}

static bool add_init(struct contents *contents)
{
    size_t size;
    char *program = file_read(INIT, &size);

    if (!program) {
        report_error(strerror(errno), "run make bench-programs", INIT);
        return false;
    }
    initrd_add_file(contents->initrd, "init", program, size, true);
    free(program);
    return true;
}

enum outcome linux_guest_prepare(const struct linux_guest *guest)
{
    static const char *const folders[] = { "dev", "proc", "sys", "modules" };
    struct contents contents = { .initrd = initrd_begin(guest->initrd), .native = guest->native };

    for (size_t i = 0; i < sizeof folders / sizeof *folders; i++)
        initrd_add_folder(contents.initrd, folders[i]);
    bool good = add_init(&contents) && add_module(&contents, guest->native->module, "the manifest");
    names_free(&contents.modules);
    return initrd_end(contents.initrd, good) ? DONE : FAILED;
}

bool linux_guest_coalesces(const struct linux_guest *guest)
{
    static const char call[] = "napi_gro_";
    char *path = find_module(guest->native->module, "the manifest");
    struct linux_module module;
    bool found = false;

    if (path && linux_module_read(&module, path)) {
        found = memmem(module.bytes, module.size, call, strlen(call)) != NULL;
        linux_module_free(&module);
    }
    free(path);
    return found;
}

void linux_guest_describe(const struct linux_guest *guest)
{
    size_t quirks = guest->native->quirk_count;

    printf("# writes %s, made of " INIT " and Linux's module %s", guest->initrd, guest->native->module);
    printf(quirks ? ", changed by %zu quirk%s of the manifest\n" : "\n", quirks, quirks == 1 ? "" : "s");
}

char *linux_guest_append(const struct linux_guest *guest, unsigned port, const char *list)
{
    char *line = format("console=ttyS0 quiet nokaslr panic=-1 no_timer_check cryptomgr.notests "
                        "slipway.peer=10.0.2.2:%u slipway.window=%u slipway.grant=%u slipway.list=%s", port,
                        guest->native->window, guest->native->grant, list);

    if (strlen(line) < COMMAND_LINE_SIZE)
        return line;
    report_error("the kernel's command line would be too long", "run fewer workloads at once",
                 "booting Linux %s with %s", guest->version, guest->native->module);
    free(line);
    return NULL;
}

void linux_guest_free(struct linux_guest *guest)
{
    free(guest->version);
    free(guest->package);
    free(guest->kernel);
    free(guest->initrd);
}
