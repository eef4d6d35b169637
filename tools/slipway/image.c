/* SPDX-License-Identifier: GPL-2.0-only */
/* The boot image of a system: kernel, server files and system description, under GRUB.
 *
 * The tool needs to know only which server files a description names; what it means is
 * the loader server's business, which also reports its errors. */
#include <ctype.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "image.h"
#include "message.h"

static char *staging(const struct image *image)
{
    return format("build/images/%s", image->system);
}

static char *server_path(const char *server)
{
    return format(SERVER_FILES "/%s.server", server);
}

static size_t word_length(const char *text)
{
    size_t length = 0;

    while (isalnum((unsigned char)text[length]) || text[length] == '_')
        length++;
    return length;
}

/* `NAME = FILE(`: adds FILE. Other lines name no server file. */
static void add_server_of_line(struct names *servers, const char *line)
{
    line += strspn(line, " \t");
    size_t length = word_length(line);
    line += length;
    line += strspn(line, " \t");
    if (length == 0 || *line++ != '=')
        return;
    line += strspn(line, " \t");
    length = word_length(line);
    if (length == 0 || line[length + strspn(line + length, " \t")] != '(')
        return;
    char *name = format("%.*s", (int)length, line);
    if (!names_contain(servers, name))
        names_add(servers, name);
    free(name);
}

static bool is_built(const char *path)
{
    if (file_exists(path))
        return true;
    report_error("not built", "run make", "%s", path);
    return false;
}

static char *description_path(const char *system)
{
    return ends_with(system, ".system") ? user_path(system) : format("systems/%s.system", system);
}

enum outcome image_plan(struct image *image, const char *system)
{
    enum outcome outcome = DONE;

    *image = (struct image){ .description = description_path(system) };
    const char *name = base_name(image->description);
    image->system = format("%.*s", (int)(strlen(name) - strlen(".system")), name);
    image->path = format("build/images/%s.iso", image->system);
    char *text = file_read(image->description, NULL);
    if (!text) {
        report_error("no such system", "systems/ has the descriptions", "%s", image->description);
        return USAGE;
    }
    names_add(&image->servers, "loader");
    for (char *line = text; line; ) {
        char *end = strchr(line, '\n');
        if (end)
            *end++ = 0;
        add_server_of_line(&image->servers, line);
        line = end;
    }
    free(text);
    if (!is_built(KERNEL_FILE))
        outcome = UNPREPARED;
    for (size_t i = 0; i < image->servers.count; i++) {
        char *path = server_path(image->servers.name[i]);
        if (!is_built(path))
            outcome = UNPREPARED;
        free(path);
    }
    return outcome;
}

void image_command(const struct image *image, struct command *command)
{
    char *folder = staging(image);

    *command = (struct command){ .limit = 60 };
    command_add_words(command, "grub-mkrescue --compress=no --locales= --themes= --fonts= -o");
    command_add(command, "%s", image->path);
    command_add(command, "%s", folder);
    free(folder);
}

static int stage(const char *folder, const char *from, const char *name)
{
    char *to = format("%s/boot/%s", folder, name);
    int result = file_copy(from, to);

    if (result < 0)
        report_error(strerror(errno), NULL, "copying %s to %s", from, to);
    free(to);
    return result;
}

static char *grub_configuration(const struct image *image)
{
    char *text = format("set timeout=0\nmenuentry slipway {\n    multiboot /boot/kernel\n"
                        "    module /boot/system system\n");

    for (size_t i = 0; i < image->servers.count; i++) {
        const char *server = image->servers.name[i];
        char *longer = format("%s    module /boot/%s.server %s\n", text, server, server);
        free(text);
        text = longer;
    }
    char *whole = format("%s    boot\n}\n", text);
    free(text);
    return whole;
}

static int stage_all(const struct image *image, const char *folder)
{
    char *configuration = grub_configuration(image);
    char *path = format("%s/boot/grub/grub.cfg", folder);
    int result = tree_remove(folder);

    if (result == 0)
        result = file_write(path, configuration, strlen(configuration));
    if (result < 0)
        report_error(strerror(errno), NULL, "%s", path);
    free(path);
    free(configuration);
    if (result == 0)
        result = stage(folder, KERNEL_FILE, "kernel");
    if (result == 0)
        result = stage(folder, image->description, "system");
    for (size_t i = 0; result == 0 && i < image->servers.count; i++) {
        char *from = server_path(image->servers.name[i]);
        char *name = format("%s.server", image->servers.name[i]);
        result = stage(folder, from, name);
        free(name);
        free(from);
    }
    return result;
}

enum outcome image_make(const struct image *image)
{
    char *folder = staging(image);
    enum outcome outcome = FAILED;

    if (stage_all(image, folder) == 0) {
        struct command command;
        struct result result;
        image_command(image, &command);
        int status = command_run(&command, &result);
        if (status == 0)
            outcome = DONE;
        else
            report_error(result.errors, NULL, "grub-mkrescue");
        result_free(&result);
        command_free(&command);
    }
    free(folder);
    return outcome;
}

char *image_modules(const struct image *image)
{
    char *text = format("%s system", image->description);

    for (size_t i = 0; i < image->servers.count; i++) {
        char *path = server_path(image->servers.name[i]);
        char *longer = format("%s,%s %s", text, path, image->servers.name[i]);
        free(path);
        free(text);
        text = longer;
    }
    return text;
}

void image_free(struct image *image)
{
    free(image->system);
    free(image->description);
    free(image->path);
    names_free(&image->servers);
}
