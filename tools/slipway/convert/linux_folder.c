/* SPDX-License-Identifier: GPL-2.0-only */
/* Folders of Linux's sources that set-up did not unpack: it unpacks what ports and headers need, a
 * small part of Linux, but any file of Linux's can be named to `slipway convert`. */
#include <glob.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/command.h"
#include "base/files.h"
#include "base/progress.h"
#include "base/run.h"
#include "base/text.h"
#include "convert/linux_folder.h"

#define UNPACKER "build/unpack-linux"
#define PACKAGES "build/downloads"

/* The newest package of that version, or null. */
static char *find_package(const char *version)
{
    char *pattern = format(PACKAGES "/linux-source-%s_*.deb", version);
    char *package = NULL;
    glob_t found;

    if (glob(pattern, 0, NULL, &found) == 0) {
        package = format("%s", found.gl_pathv[found.gl_pathc - 1]);
        globfree(&found);
    }
    free(pattern);
    return package;
}

static bool run_unpacker(const char *package, const char *folder, const char *target)
{
    struct command command = { .limit = 600 };
    struct result result;

    progress_step("unpacking %s/ of Linux", folder);
    command_add(&command, UNPACKER);
    command_add(&command, "%s", package);
    command_add(&command, "--only=%s/", folder);
    command_add(&command, "%s", target);
    int status = command_run(&command, &result);
    result_free(&result);
    command_free(&command);
    return status == 0;
}

/* The folder appears whole or not at all: it is unpacked beside the tree and moved in. */
static void unpack(const char *tree, const char *package, const char *folder, const char *place)
{
    char *beside = format("%s.folder", tree);
    char *unpacked = format("%s/%s", beside, folder);

    if (tree_remove(beside) == 0 && run_unpacker(package, folder, beside) && folders_make(place) == 0)
        rename(unpacked, place);        /* if that fails the file is not found, which is told */
    tree_remove(beside);
    free(unpacked);
    free(beside);
}

bool linux_folder_unpack(const char *tree, const char *version, const char *file)
{
    const char *name = base_name(file);
    bool inside = *file != '/' && name > file && !strstr(file, "..") && file_exists(UNPACKER);
    char *package = inside ? find_package(version) : NULL;

    if (!package)
        return false;
    char *folder = format("%.*s", (int)(name - file - 1), file);
    char *place = format("%s/%s", tree, folder);
    char *whole = format("%s/%s", tree, file);
    if (!file_exists(place))
        unpack(tree, package, folder, place);
    bool found = file_exists(whole);
    free(whole);
    free(place);
    free(folder);
    free(package);
    return found;
}

/* "VERSION = 6", "PATCHLEVEL = 1", "SUBLEVEL = 192" in Linux's Makefile. */
char *linux_folder_version(const char *tree)
{
    static const char *const keys[] = { "VERSION", "PATCHLEVEL", "SUBLEVEL" };
    char *path = format("%s/Makefile", tree), *text = file_read(path, NULL);
    char *version = format("%s", "");

    for (size_t i = 0; i < 3; i++) {
        char *start = format("\n%s = ", keys[i]);
        const char *place = text ? strstr(text, start) : NULL;
        if (place) {
            place += strlen(start);
            char *longer = format("%s%s%.*s", version, *version ? "." : "", (int)strcspn(place, "\n"), place);
            free(version);
            version = longer;
        }
        free(start);
    }
    free(text);
    free(path);
    return version;
}
