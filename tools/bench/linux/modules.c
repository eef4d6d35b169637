/* SPDX-License-Identifier: GPL-2.0-only */
/* Loading modules. */
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "guest.h"

#define FOLDER "/modules"

static int visible(const struct dirent *entry)
{
    return entry->d_name[0] != '.';
}

static bool load(const char *name)
{
    char path[512];

    snprintf(path, sizeof path, FOLDER "/%s", name);
    int file = open(path, O_RDONLY | O_CLOEXEC);
    if (file < 0 || syscall(SYS_finit_module, file, "", 0) < 0)
        return fail(errno, "loading %s", path);
    close(file);
    return true;
}

/* Lines of /proc/modules: NAME SIZE USERS DEPENDENTS STATE ADDRESS. */
static bool tell(void)
{
    char line[512], name[64];
    unsigned long size, address;
    FILE *file = fopen("/proc/modules", "re");

    if (!file)
        return fail(errno, "/proc/modules");
    while (fgets(line, sizeof line, file))
        if (sscanf(line, "%63s %lu %*s %*s %*s %lx", name, &size, &address) == 3)
            printf("workload: module %s 0x%lx %lu\n", name, address, size);
    fclose(file);
    return true;
}

bool load_modules(void)
{
    struct dirent **entries;
    int count = scandir(FOLDER, &entries, visible, alphasort);
    bool good = count >= 0 || fail(errno, FOLDER);

    for (int i = 0; i < count; i++) {
        good = good && load(entries[i]->d_name);
        free(entries[i]);
    }
    if (count >= 0)
        free(entries);
    return good && tell();
}
