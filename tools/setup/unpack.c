/* SPDX-License-Identifier: GPL-2.0-only */
/* Unpacks the Linux sources out of Debian's package in one pass, without root:
 *
 *     unpack-linux PACKAGE.deb PATHS FOLDER
 *     unpack-linux PACKAGE.deb --only=drivers/i2c/ FOLDER
 *
 * The package is an archive in an archive in an archive; each is read as a stream out of
 * the one around it. Files that a line of PATHS selects are written below FOLDER, and
 * every file goes through the index of definitions, which becomes FOLDER/index. With --only
 * that one folder of Linux's is written, and no index. */
#include <archive.h>
#include <archive_entry.h>
#include <errno.h>
#include <fnmatch.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/files.h"
#include "base/progress.h"
#include "base/text.h"
#include "index.h"

#define ONLY "--only="

/* An archive that is a member of another. */
struct inner {
    struct archive *outer;
    long long read, size;       /* bytes of the member */
    char buffer[65536];
};

static int fail(const char *where, const char *what)
{
    progress_clear();
    fprintf(stderr, "error: %s: %s\n", where, what);
    return 1;
}

static la_ssize_t read_inner(struct archive *archive, void *context, const void **buffer)
{
    struct inner *inner = context;
    la_ssize_t got = archive_read_data(inner->outer, inner->buffer, sizeof inner->buffer);

    if (got < 0)
        archive_set_error(archive, archive_errno(inner->outer), "%s", archive_error_string(inner->outer));
    else
        inner->read += got;
    *buffer = inner->buffer;
    return got;
}

/* Finds the member whose name holds `part` and opens it as an archive. Null if there is none. */
static struct archive *open_member(struct archive *outer, const char *part, struct inner *inner)
{
    struct archive_entry *entry;

    while (archive_read_next_header(outer, &entry) == ARCHIVE_OK) {
        if (!strstr(archive_entry_pathname(entry), part))
            continue;
        struct archive *archive = archive_read_new();
        archive_read_support_filter_all(archive);
        archive_read_support_format_tar(archive);
        *inner = (struct inner){ .outer = outer, .size = archive_entry_size(entry) };
        if (archive_read_open(archive, inner, NULL, read_inner, NULL) == ARCHIVE_OK)
            return archive;
        archive_read_free(archive);
        return NULL;
    }
    return NULL;
}

/* A line of PATHS that ends in / is a folder, any other a pattern. */
static bool is_selected(const struct names *paths, const char *path)
{
    for (size_t i = 0; i < paths->count; i++) {
        const char *line = paths->name[i];
        if (ends_with(line, "/") ? starts_with(path, line) : fnmatch(line, path, FNM_PATHNAME) == 0)
            return true;
    }
    return false;
}

static bool read_paths(const char *file, struct names *paths)
{
    char *text = file_read(file, NULL);

    for (char *line = text; line; ) {
        char *end = strchr(line, '\n');
        if (end)
            *end = 0;
        line[strcspn(line, "#")] = 0;
        names_add_words(paths, line);
        line = end ? end + 1 : NULL;
    }
    free(text);
    return paths->count > 0;
}

/* A path below Linux's root, or null for the root itself and for names that would leave it. */
static const char *path_in_tree(const char *name)
{
    const char *slash = strchr(name, '/');

    if (!slash || !slash[1] || strstr(slash, "/../") || ends_with(slash, "/.."))
        return NULL;
    return slash + 1;
}

/* `index` may be null. */
static int unpack_file(struct archive *archive, struct archive_entry *entry, const char *path, bool selected,
                       const char *folder, struct index *index)
{
    size_t size = archive_entry_size(entry);
    char *content = allocate(size + 1);
    int result = 0;

    if (archive_read_data(archive, content, size) != (la_ssize_t)size) {
        free(content);
        return fail(path, archive_error_string(archive) ? archive_error_string(archive) : "is cut short");
    }
    content[size] = 0;
    if (index)
        index_add_file(index, path, content, size);
    if (selected) {
        char *target = format("%s/%s", folder, path);
        if (file_write(target, content, size) < 0)
            result = fail(target, strerror(errno));
        free(target);
    }
    free(content);
    return result;
}

/* Without an index, ends with the folder that is wanted: the tree is in order. */
static int unpack(struct archive *archive, const struct inner *inner, const struct names *paths,
                  const char *folder, struct index *index)
{
    struct archive_entry *entry;
    unsigned files = 0;
    int status;

    while ((status = archive_read_next_header(archive, &entry)) == ARCHIVE_OK) {
        const char *path = path_in_tree(archive_entry_pathname(entry));
        if (!path || archive_entry_filetype(entry) != AE_IFREG)
            continue;
        bool selected = is_selected(paths, path);
        if (!selected && !index && files)
            return 0;
        if (!selected && !(index && index_wants(path)))
            continue;
        if (unpack_file(archive, entry, path, selected, folder, index))
            return 1;
        files += selected;
        progress_share(inner->size ? inner->read * 100 / inner->size : 0, "unpacking Linux");
    }
    if (status != ARCHIVE_EOF)
        return fail("the Linux sources", archive_error_string(archive));
    if (!files)
        return fail(paths->name[0], "there is nothing of that name in the Linux sources");
    if (!index)
        return 0;
    char *target = format("%s/index", folder);
    return index_write(index, target) < 0 ? fail(target, strerror(errno)) : 0;
}

int main(int argc, char **argv)
{
    static struct inner data, tree;
    struct archive *package = archive_read_new();
    struct names paths = { 0 };

    if (argc != 4) {
        fputs("Usage: unpack-linux PACKAGE.deb PATHS|--only=FOLDER/ FOLDER\n", stderr);
        return 2;
    }
    bool only = starts_with(argv[2], ONLY);
    if (only)
        names_add(&paths, argv[2] + strlen(ONLY));
    else if (!read_paths(argv[2], &paths))
        return fail(argv[2], "names no paths");
    archive_read_support_format_ar(package);
    if (archive_read_open_filename(package, argv[1], 65536) != ARCHIVE_OK)
        return fail(argv[1], archive_error_string(package));
    struct archive *outer = open_member(package, "data.tar", &data);
    struct archive *inner = outer ? open_member(outer, ".tar.xz", &tree) : NULL;
    if (!inner)
        return fail(argv[1], "holds no Linux sources");
    int result = unpack(inner, &tree, &paths, argv[3], only ? NULL : index_new());
    progress_clear();
    return result;
}
