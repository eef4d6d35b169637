/* SPDX-License-Identifier: GPL-2.0-only */
/* The interfaces of a folder, read when they are first mentioned. */
#include "library.h"

#include <dirent.h>
#include <string.h>
#include <unistd.h>

#include "check.h"
#include "diagnostic.h"

#define SUFFIX ".interface"

/* How many letters differ (Levenshtein), for names of at most SIGNATURE_NAME_MAX letters. */
static unsigned distance(const char *left, const char *right)
{
    unsigned row[SIGNATURE_NAME_MAX + 1];
    size_t width = strlen(right);

    for (size_t column = 0; column <= width; column++)
        row[column] = (unsigned)column;
    for (size_t line = 1; left[line - 1]; line++) {
        unsigned diagonal = row[0];

        row[0] = (unsigned)line;
        for (size_t column = 1; column <= width; column++) {
            unsigned best = diagonal + (left[line - 1] != right[column - 1]);

            diagonal = row[column];
            if (best > diagonal + 1)
                best = diagonal + 1;
            if (best > row[column - 1] + 1)
                best = row[column - 1] + 1;
            row[column] = best;
        }
    }
    return row[width];
}

/* Offers the interface whose name is most alike, if one is at all. */
static void suggest_name(const struct library *library, const char *wrong)
{
    DIR *folder = opendir(library->folder);
    unsigned best = 2 + (unsigned)strlen(wrong) / 4;
    const char *suggestion = NULL;
    struct dirent *entry;

    if (!folder)
        return;
    while ((entry = readdir(folder))) {
        const char *name = path_stem(entry->d_name, SUFFIX);

        if (strlen(name) > SIGNATURE_NAME_MAX || !strcmp(name, entry->d_name))
            continue;
        if (distance(wrong, name) < best) {
            best = distance(wrong, name);
            suggestion = name;
        }
    }
    closedir(folder);
    if (suggestion)
        report_help("did you mean `%s`?", suggestion);
}

bool library_has(const struct library *library, struct name name)
{
    const char *path = arena_format("%s/%s" SUFFIX, library->folder, name.text);

    if (!access(path, R_OK))
        return true;
    report_error(name.location, "found the unknown interface `%s`, expected one with a file %s", name.text,
                 path);
    suggest_name(library, name.text);
    return false;
}

struct interface *library_read(struct library *library, const char *path)
{
    struct interface *interface = parse_interface(source_read(path));

    if (!interface || !check_interface(interface, library))
        return NULL;
    interface->next = library->interfaces;
    library->interfaces = interface;
    return interface;
}

struct interface *library_find(struct library *library, struct name name)
{
    FOR_EACH(interface, library->interfaces) {
        if (!strcmp(interface->name.text, name.text))
            return interface;
    }
    if (!library_has(library, name))
        return NULL;
    return library_read(library, arena_format("%s/%s" SUFFIX, library->folder, name.text));
}
