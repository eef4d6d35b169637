/* SPDX-License-Identifier: GPL-2.0-only */
/* Finding the files of a conversion and laying out its folder. */
#include <errno.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>

#include "base/files.h"
#include "base/options.h"
#include "base/project.h"
#include "base/files.h"
#include "base/message.h"
#include "base/scanner.h"
#include "convert/conversion.h"
#include "convert/history.h"
#include "convert/linux_folder.h"

static const struct converted_file *find_file(const struct conversion *conversion, const char *path)
{
    for (size_t i = 0; i < conversion->file_count; i++)
        if (strcmp(conversion->files[i].path, path) == 0)
            return &conversion->files[i];
    return NULL;
}

static struct converted_file *add_file(struct conversion *conversion, const char *path, bool is_header)
{
    conversion->files = reallocate(conversion->files,
                                   (conversion->file_count + 1) * sizeof *conversion->files);
    struct converted_file *file = &conversion->files[conversion->file_count++];
    *file = (struct converted_file){ .path = format("%s", path), .is_header = is_header };
    file->pristine = format("%s/pristine/%s", conversion->folder, path);
    file->converted = format("%s/converted/%s", conversion->folder, path);
    return file;
}

/* Where a file is copied from: Linux's tree, or the folder of a foreign file. */
static char *origin_of(const struct conversion *conversion, const char *foreign_folder, const char *path)
{
    return format("%s/%s", foreign_folder ? foreign_folder : conversion->linux_folder, path);
}

/* Adds the headers that `path` includes by "name" from its own folder, and theirs. */
static void add_local_headers(struct conversion *conversion, const char *foreign_folder, const char *path)
{
    char *origin = origin_of(conversion, foreign_folder, path);
    size_t size;
    char *text = file_read(origin, &size);
    struct scanner scanner;
    struct token token;

    scanner_start(&scanner, text, text ? size : 0);
    while ((token = scanner_next_code(&scanner)).kind != TOKEN_END) {
        if (!token.directive || !token_is(&token, "include"))
            continue;
        token = scanner_next_code(&scanner);
        if (token.kind != TOKEN_TEXT || *token.start != '"' || token.length < 3 ||
            memchr(token.start, '/', token.length))
            continue;
        char *header = format("%.*s%.*s", (int)(base_name(path) - path), path, (int)token.length - 2,
                              token.start + 1);
        char *header_origin = origin_of(conversion, foreign_folder, header);
        if (!find_file(conversion, header) && file_exists(header_origin)) {
            add_file(conversion, header, true);
            add_local_headers(conversion, foreign_folder, header);
        }
        free(header_origin);
        free(header);
    }
    free(text);
    free(origin);
}

/* Opens Linux's sources and the patches, which every conversion needs. */
static int prepare(struct conversion *conversion, const char *name, const char *linux_version)
{
    conversion->name = format("%s", name);
    conversion->folder = format(CONVERT "/%s", name);
    conversion->linux_folder = format(SOURCES "/linux-%s", linux_version);
    char *index = format("%s/index", conversion->linux_folder);
    bool found = linux_index_open(&conversion->index, index);
    if (!found)
        report_error(strerror(errno), "make setup unpacks Linux's sources and makes their index", "%s",
                     index);
    free(index);
    if (!found)
        return UNPREPARED;
    if (!patches_load(&conversion->patches, conversion->is_port ? name : NULL))
        return FAILED;
    return DONE;
}

static void allot_results(struct conversion *conversion)
{
    for (size_t i = 0; i < conversion->file_count; i++) {
        size_t count = conversion->patches.count;
        conversion->files[i].fired = allocate(count * sizeof *conversion->files[i].fired);
        conversion->files[i].ran = allocate(count * sizeof *conversion->files[i].ran);
        memset(conversion->files[i].fired, 0, count * sizeof *conversion->files[i].fired);
        memset(conversion->files[i].ran, 0, count * sizeof *conversion->files[i].ran);
    }
}

/* Every essential patch of the manifest must be one that there is. */
static bool check_essential(const struct conversion *conversion)
{
    bool good = true;

    for (size_t i = 0; i < conversion->manifest.source_count; i++) {
        const struct names *essential = &conversion->manifest.sources[i].essential;
        for (size_t j = 0; j < essential->count; j++) {
            if (patches_find(&conversion->patches, essential->name[j]) >= 0)
                continue;
            report_error("there is no patch of that name",
                         "patches are called as their files, without .cocci",
                         "ported/%s/manifest.json: sources[%zu].essential: %s", conversion->name, i,
                         essential->name[j]);
            good = false;
        }
    }
    return good;
}

static bool is_port(const char *name)
{
    char *manifest = format("ported/%s/manifest.json", name);
    bool found = *name && !strchr(name, '/') && file_exists(manifest);

    free(manifest);
    return found;
}

int conversion_of_port(struct conversion *conversion, const char *port)
{
    *conversion = (struct conversion){ .is_port = true };
    if (!is_port(port)) {
        report_error("no such port", "a port is called as its folder in ported/, which has a manifest.json; "
                     "the name of a source file ends in .c", "%s", port);
        return USAGE;
    }
    if (!manifest_load(&conversion->manifest, port))
        return FAILED;
    int outcome = prepare(conversion, port, conversion->manifest.linux_version);
    if (outcome != DONE)
        return outcome;
    if (!check_essential(conversion))
        return FAILED;
    for (size_t i = 0; i < conversion->manifest.source_count; i++) {
        const struct manifest_source *source = &conversion->manifest.sources[i];
        char *origin = origin_of(conversion, NULL, source->file);
        bool found = file_exists(origin);
        if (!found)
            report_error("no such file", "add its folder to tools/setup/linux-paths", "%s",
                         origin);
        free(origin);
        if (!found)
            return FAILED;
        add_file(conversion, source->file, false)->essential = &source->essential;
    }
    for (size_t i = 0; i < conversion->manifest.source_count; i++)
        add_local_headers(conversion, NULL, conversion->manifest.sources[i].file);
    allot_results(conversion);
    return DONE;
}

/* The newest of the Linux sources that are unpacked serves files that no manifest names. */
#define LINUX_OF_FILES "6.1"

/* Resolves a name of the command line: stores the folder that the path is relative to,
 * null for Linux's tree, and the path. Returns false if there is no such file. */
static bool resolve(const struct conversion *conversion, const char *name, char **foreign_folder, char **path)
{
    char *in_linux = format("%s/%s", conversion->linux_folder, name);
    char *of_user = user_path(name);
    char tree[PATH_MAX], file[PATH_MAX];
    bool found = true;

    *foreign_folder = NULL;
    if (file_exists(of_user) && realpath(of_user, file) && realpath(conversion->linux_folder, tree)) {
        if (starts_with(file, tree) && file[strlen(tree)] == '/') {
            *path = format("%s", file + strlen(tree) + 1);
        } else {
            *foreign_folder = format("%.*s", (int)(base_name(file) - file - 1), file);
            *path = format("%s", base_name(file));
        }
    } else if (file_exists(in_linux) || linux_folder_unpack(conversion->linux_folder, LINUX_OF_FILES, name)) {
        *path = format("%s", name);
    } else {
        report_error("no such file, neither here nor in Linux's sources",
                     "a file of Linux's is named as below its root: drivers/i2c/busses/i2c-piix4.c", "%s", name);
        found = false;
    }
    free(in_linux);
    free(of_user);
    return found;
}

static bool copy_one(const struct conversion *conversion, const char *foreign_folder, const char *path)
{
    char *origin = origin_of(conversion, foreign_folder, path);
    char *copy = format("%s/pristine/%s", conversion->folder, path);
    bool good = file_copy(origin, copy) == 0;

    if (!good)
        report_error(strerror(errno), NULL, "%s", origin);
    free(copy);
    free(origin);
    return good;
}

int conversion_of_files(struct conversion *conversion, char *const names[], size_t count)
{
    *conversion = (struct conversion){ 0 };
    int outcome = prepare(conversion, base_name(names[0]), LINUX_OF_FILES);
    if (outcome != DONE)
        return outcome;
    for (size_t i = 0; i < count; i++) {
        char *foreign_folder, *path;
        if (!resolve(conversion, names[i], &foreign_folder, &path))
            return USAGE;
        if (!find_file(conversion, path))
            add_file(conversion, path, false)->foreign_folder = foreign_folder;
        size_t before = conversion->file_count;
        add_local_headers(conversion, foreign_folder, path);
        for (size_t j = before; j < conversion->file_count; j++)
            conversion->files[j].foreign_folder = foreign_folder;
        free(path);
    }
    allot_results(conversion);
    return DONE;
}

bool conversion_begin(struct conversion *conversion)
{
    if (tree_remove(conversion->folder) < 0) {
        report_error(strerror(errno), NULL, "%s", conversion->folder);
        return false;
    }
    for (size_t i = 0; i < conversion->file_count; i++) {
        struct converted_file *file = &conversion->files[i];
        if (!copy_one(conversion, file->foreign_folder, file->path) ||
            file_copy(file->pristine, file->converted) < 0)
            return false;
    }
    return history_begin(conversion->folder);
}

char *conversion_text(const struct conversion *conversion, size_t *size)
{
    char *all = format("%s", "");

    *size = 0;
    for (size_t i = 0; i < conversion->file_count; i++) {
        const struct converted_file *file = &conversion->files[i];
        char *origin = origin_of(conversion, file->foreign_folder, file->path);
        size_t length;
        char *text = file_read(origin, &length);
        if (text) {
            all = reallocate(all, *size + length + 1);
            memcpy(all + *size, text, length + 1);
            *size += length;
        }
        free(text);
        free(origin);
    }
    return all;
}
