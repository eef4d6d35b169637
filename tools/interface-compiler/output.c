/* SPDX-License-Identifier: GPL-2.0-only */
/* Output files that appear whole or not at all. */
#include "output.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "diagnostic.h"

static int failed(const char *what, const char *path)
{
    fprintf(stderr, "interface-compiler: cannot %s %s: %s\n", what, path, strerror(errno));
    return 1;
}

void output_open(struct output *output, const char *path)
{
    output->path = path;
    output->stream = open_memstream(&output->text, &output->size);
    if (!output->stream)
        exit(failed("allocate memory for", path));
}

static const char *temporary_path(const struct output *output)
{
    return arena_format("%s.new", output->path);
}

static int write_temporary(const struct output *output)
{
    const char *path = temporary_path(output);
    FILE *file = fopen(path, "w");

    if (!file)
        return failed("write", path);
    bool written = fwrite(output->text, 1, output->size, file) == output->size;
    if (fclose(file) || !written)
        return failed("write", path);
    return 0;
}

/* Whether the file has this text already: then it stays, and with it what was made of it. */
static bool is_there(const struct output *output)
{
    FILE *file = fopen(output->path, "r");
    char *text = file ? arena_format("%*s", (int)output->size + 1, "") : NULL;
    bool same = file && fread(text, 1, output->size + 1, file) == output->size
                && memcmp(text, output->text, output->size) == 0;

    if (file)
        fclose(file);
    return same;
}

int output_commit(struct output outputs[], unsigned count)
{
    int code = error_count() ? 1 : 0;

    for (unsigned index = 0; index < count; index++) {
        if (fclose(outputs[index].stream))
            code = failed("make", outputs[index].path);
    }
    for (unsigned index = 0; index < count && !code; index++) {
        outputs[index].unchanged = is_there(&outputs[index]);
        if (!outputs[index].unchanged)
            code = write_temporary(&outputs[index]);
    }
    for (unsigned index = 0; index < count && !code; index++) {
        if (!outputs[index].unchanged && rename(temporary_path(&outputs[index]), outputs[index].path))
            code = failed("write", outputs[index].path);
    }
    for (unsigned index = 0; index < count; index++) {
        if (code)
            unlink(temporary_path(&outputs[index]));
        free(outputs[index].text);
    }
    return code;
}
