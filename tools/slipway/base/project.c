/* SPDX-License-Identifier: GPL-2.0-only */
/* Finding the project's root. */
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/project.h"
#include "base/text.h"

/* What the working directory was. */
static char *user_directory;

char *user_path(const char *path)
{
    return *path == '/' ? format("%s", path) : format("%s/%s", user_directory, path);
}

/* The tool stands in build/, one below the project's root, and works there. */
bool project_enter(void)
{
    char path[PATH_MAX];
    ssize_t length = readlink("/proc/self/exe", path, sizeof path - 1);

    user_directory = getcwd(NULL, 0);
    if (length < 0 || !user_directory)
        return false;
    path[length] = 0;
    for (int up = 0; up < 2; up++) {
        char *slash = strrchr(path, '/');
        if (!slash)
            return false;
        *slash = 0;
    }
    return chdir(*path ? path : "/") == 0 && access("semantic-patches", F_OK) == 0;
}
