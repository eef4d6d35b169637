/* SPDX-License-Identifier: GPL-2.0-only */
/* The index of definitions: collects them, sorts, keeps the best one for each name. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/files.h"
#include "base/text.h"
#include "index.h"

struct entry {
    char *name;
    const char *path;
    enum definition_kind kind;
};

struct index {
    struct entry *entries;
    size_t count, room;
    const char *path;           /* of the file that is being read */
};

struct index *index_new(void)
{
    struct index *index = allocate(sizeof *index);

    *index = (struct index){ 0 };
    return index;
}

static bool is_header(const char *path)
{
    return ends_with(path, ".h") && (starts_with(path, "include/") || starts_with(path, "arch/x86/include/"));
}

static bool may_export(const char *path)
{
    static const char *const foreign[] = { "tools/", "scripts/", "samples/", "Documentation/" };

    if (!ends_with(path, ".c") && !ends_with(path, ".S"))
        return false;
    for (size_t i = 0; i < sizeof foreign / sizeof *foreign; i++)
        if (starts_with(path, foreign[i]))
            return false;
    return !starts_with(path, "arch/") || starts_with(path, "arch/x86/");
}

bool index_wants(const char *path)
{
    return is_header(path) || may_export(path);
}

static void add(void *context, enum definition_kind kind, const char *name, size_t length)
{
    struct index *index = context;

    if (index->count == index->room) {
        index->room = index->room ? index->room * 2 : 65536;
        index->entries = reallocate(index->entries, index->room * sizeof *index->entries);
    }
    index->entries[index->count++] =
        (struct entry){ .name = format("%.*s", (int)length, name), .path = index->path, .kind = kind };
}

void index_add_file(struct index *index, const char *path, const char *text, size_t size)
{
    index->path = format("%s", path);       /* kept: entries point to it */
    if (is_header(path))
        find_in_header(text, size, add, index);
    else if (may_export(path))
        find_exports(text, size, add, index);
}

/* Headers for kernel code first: uapi, asm-generic and trace repeat names of others. */
static int rank(const char *path)
{
    if (starts_with(path, "include/linux/") || starts_with(path, "include/net/"))
        return 0;
    return starts_with(path, "include/trace/") || starts_with(path, "include/dt-bindings/") ? 2 : 1;
}

static int compare(const void *left, const void *right)
{
    const struct entry *a = left, *b = right;
    int order = strcmp(a->name, b->name);

    if (!order)
        order = (int)a->kind - (int)b->kind;
    if (!order)
        order = rank(a->path) - rank(b->path);
    return order ? order : strcmp(a->path, b->path);
}

int index_write(struct index *index, const char *path)
{
    char *text;
    size_t size;
    FILE *stream = open_memstream(&text, &size);

    if (!stream)
        return -1;
    qsort(index->entries, index->count, sizeof *index->entries, compare);
    for (size_t i = 0; i < index->count; i++) {
        const struct entry *entry = &index->entries[i];
        if (i == 0 || strcmp(entry->name, entry[-1].name) != 0)
            fprintf(stream, "%s\t%s\t%s\n", entry->name, definition_kind_names[entry->kind], entry->path);
    }
    fclose(stream);
    int result = file_write(path, text, size);
    free(text);
    return result;
}
