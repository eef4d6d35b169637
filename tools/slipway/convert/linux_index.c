/* SPDX-License-Identifier: GPL-2.0-only */
/* Binary search in the mapped index of what Linux defines. */
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/text.h"
#include "convert/linux_index.h"

bool linux_index_open(struct linux_index *index, const char *path)
{
    struct stat status;
    int file = open(path, O_RDONLY | O_CLOEXEC);

    *index = (struct linux_index){ 0 };
    if (file < 0)
        return false;
    if (fstat(file, &status) == 0 && status.st_size > 0) {
        void *text = mmap(NULL, status.st_size, PROT_READ, MAP_PRIVATE, file, 0);
        if (text != MAP_FAILED)
            *index = (struct linux_index){ .text = text, .size = status.st_size };
    } else {
        errno = ENODATA;
    }
    int reason = errno;
    close(file);
    errno = reason;
    return index->text != NULL;
}

/* Compares `name` with the first field of the line at `line`. */
static int compare(const char *name, const char *line, const char *end)
{
    const char *tab = memchr(line, '\t', end - line);
    size_t length = strlen(name), field = tab ? (size_t)(tab - line) : (size_t)(end - line);
    int order = memcmp(name, line, length < field ? length : field);

    return order ? order : length < field ? -1 : length > field;
}

/* The second tab-separated field after `line`'s first: the path. */
static char *path_of(const char *line, const char *end)
{
    const char *newline = memchr(line, '\n', end - line);
    const char *tab = newline ? memrchr(line, '\t', newline - line) : NULL;

    return tab ? format("%.*s", (int)(newline - tab - 1), tab + 1) : NULL;
}

/* Invariant: the line sought, if there is one, begins in [low, high), and low is a line's start. */
char *linux_index_find(const struct linux_index *index, const char *name)
{
    const char *low = index->text, *high = index->text + index->size;
    const char *end = high;

    while (low < high) {
        const char *middle = low + (high - low) / 2;
        while (middle > low && middle[-1] != '\n')
            middle--;
        int order = compare(name, middle, end);
        if (order == 0)
            return path_of(middle, end);
        if (order < 0) {
            high = middle;
        } else {
            const char *newline = memchr(middle, '\n', end - middle);
            low = newline ? newline + 1 : end;
        }
    }
    return NULL;
}
