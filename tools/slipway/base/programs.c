/* SPDX-License-Identifier: GPL-2.0-only */
/* Whether the programs that a verb runs are there, before it begins. */
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/message.h"
#include "base/programs.h"
#include "base/text.h"

static bool is_in_path(const char *program)
{
    const char *path = getenv("PATH");
    bool found = false;

    while (path && *path && !found) {
        size_t length = strcspn(path, ":");
        char *file = format("%.*s/%s", (int)length, path, program);
        found = access(file, X_OK) == 0;
        free(file);
        path += length + (path[length] == ':');
    }
    return found;
}

bool programs_found(const char *programs)
{
    struct names names = { 0 };
    bool good = true;

    names_add_words(&names, programs);
    for (size_t i = 0; i < names.count; i++)
        if (!is_in_path(names.name[i])) {
            report_error("no such program in PATH", "make setup installs it", "%s", names.name[i]);
            good = false;
        }
    names_free(&names);
    return good;
}
