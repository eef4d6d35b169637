/* SPDX-License-Identifier: GPL-2.0-only */
/* Reading, writing and removing files. */
#include <errno.h>
#include <fcntl.h>
#include <ftw.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/files.h"
#include "base/text.h"

/* Reads until the end rather than trusting a size, because a pipe or /proc has none. */
char *file_read(const char *path, size_t *size)
{
    size_t used = 0, room = 65536;
    int file = open(path, O_RDONLY | O_CLOEXEC);

    if (file < 0)
        return NULL;
    char *content = allocate(room);
    for (;;) {
        ssize_t got = read(file, content + used, room - used - 1);
        if (got < 0) {
            int reason = errno;
            free(content);
            close(file);
            errno = reason;
            return NULL;
        }
        if (got == 0)
            break;
        used += got;
        if (room - used == 1)
            content = reallocate(content, room *= 2);
    }
    close(file);
    content[used] = 0;
    if (size)
        *size = used;
    return content;
}

int folders_make(const char *path)
{
    char *copy = format("%s", path);
    int result = 0;

    for (char *slash = strchr(copy + 1, '/'); slash && result == 0; slash = strchr(slash + 1, '/')) {
        *slash = 0;
        if (mkdir(copy, 0777) < 0 && errno != EEXIST)
            result = -1;
        *slash = '/';
    }
    free(copy);
    return result;
}

static int write_all(int file, const char *content, size_t size)
{
    while (size) {
        ssize_t written = write(file, content, size);
        if (written < 0)
            return -1;
        content += written;
        size -= written;
    }
    return 0;
}

int file_write(const char *path, const void *content, size_t size)
{
    char *temporary = format("%s.partial", path);
    int result = -1;

    if (folders_make(path) == 0) {
        int file = open(temporary, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0666);
        if (file >= 0) {
            result = write_all(file, content, size);
            if (close(file) < 0)
                result = -1;
            if (result == 0)
                result = rename(temporary, path);
            if (result < 0) {
                int reason = errno;
                unlink(temporary);
                errno = reason;
            }
        }
    }
    free(temporary);
    return result;
}

int file_copy(const char *from, const char *to)
{
    size_t size;
    char *content = file_read(from, &size);

    if (!content)
        return -1;
    int result = file_write(to, content, size);
    free(content);
    return result;
}

static int remove_entry(const char *path, const struct stat *status, int type, struct FTW *walk)
{
    (void)status;
    (void)type;
    (void)walk;
    return remove(path);
}

int tree_remove(const char *path)
{
    if (nftw(path, remove_entry, 16, FTW_DEPTH | FTW_PHYS) == 0)
        return 0;
    return errno == ENOENT ? 0 : -1;
}

bool file_exists(const char *path)
{
    return access(path, F_OK) == 0;
}
