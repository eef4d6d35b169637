/* SPDX-License-Identifier: GPL-2.0-only */
/* The boot image of a system: kernel, server files, system description and the name of the
 * placement, under GRUB.
 *
 * The tool needs to know only which server files and placements a description names; what it
 * means is the loader server's business, which also reports its errors. */
#include <ctype.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/command.h"
#include "base/files.h"
#include "base/message.h"
#include "base/options.h"
#include "base/project.h"
#include "boot/image.h"
#include "boot/qemu.h"

static char *staging(const struct image *image)
{
    return format("build/images/%s", image->system);
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

/* `placement NAME {`: adds NAME. */
static void add_placement_of_line(struct names *placements, const char *line)
{
    static const char word[] = "placement";

    line += strspn(line, " \t");
    if (!starts_with(line, word) || word_length(line) != strlen(word))
        return;
    line += strlen(word);
    line += strspn(line, " \t");
    size_t length = word_length(line);
    if (length > 0 && line[length + strspn(line + length, " \t")] == '{')
        names_add_part(placements, line, length);
}

static void read_description(struct image *image, char *text)
{
    names_add(&image->servers, "loader");
    names_add(&image->placements, "kernel");
    for (char *line = text; line; ) {
        char *end = strchr(line, '\n');
        if (end)
            *end++ = 0;
        add_server_of_line(&image->servers, line);
        add_placement_of_line(&image->placements, line);
        line = end;
    }
}

static bool check_placement(const struct image *image)
{
    char *help;

    if (!image->placement || names_contain(&image->placements, image->placement))
        return true;
    help = format("%s has %s", image->description, image->placements.name[0]);
    for (size_t i = 1; i < image->placements.count; i++) {
        char *longer = format("%s, %s", help, image->placements.name[i]);
        free(help);
        help = longer;
    }
    report_error("no such placement", help, "--placement %s", image->placement);
    free(help);
    return false;
}

static bool is_built(const char *path)
{
    if (file_exists(path))
        return true;
    report_error("not built", "run make", "%s", path);
    return false;
}

/* The folder of build/ where a description's own servers are made: build/tests/example for
 * tests/example/x.system; null if it stands outside the project. */
static char *own_folder(const char *description)
{
    char *path = realpath(description, NULL), *root = getcwd(NULL, 0), *folder = NULL;

    if (path && root && starts_with(path, root) && path[strlen(root)] == '/') {
        *strrchr(path, '/') = 0;
        folder = format("build%s", path + strlen(root));
    }
    free(path);
    free(root);
    return folder;
}

static char *server_path(const char *folder, const char *server)
{
    char *path = folder ? format("%s/%s.server", folder, server) : NULL;

    if (path && file_exists(path))
        return path;
    free(path);
    return format(SERVER_FILES "/%s.server", server);
}

static char *description_path(const char *system)
{
    return ends_with(system, ".system") ? user_path(system) : format("systems/%s.system", system);
}

static void set_paths(struct image *image)
{
    const char *placement = image->placement, *name = base_name(image->description);

    image->system = format("%.*s", (int)(strlen(name) - strlen(".system")), name);
    image->path = format("build/images/%s.iso", image->system);
    /* By the placement too: another run may boot the system with another one meanwhile. */
    image->placement_file = format("build/images/%s-%s.placement", image->system,
                                   placement ? placement : "none");
}

/* What the description's `text`, which is cut into lines, needs. */
static enum outcome plan_files(struct image *image, char *text)
{
    enum outcome outcome = DONE;

    read_description(image, text);
    if (!check_placement(image))
        return USAGE;
    if (!is_built(KERNEL_FILE))
        outcome = UNPREPARED;
    char *folder = own_folder(image->description);
    for (size_t i = 0; i < image->servers.count; i++) {
        char *path = server_path(folder, image->servers.name[i]);
        if (!is_built(path))
            outcome = UNPREPARED;
        names_add(&image->files, path);
        free(path);
    }
    free(folder);
    return outcome;
}

enum outcome image_plan(struct image *image, const char *system, const char *placement)
{
    *image = (struct image){ .description = description_path(system), .placement = placement };
    set_paths(image);
    char *text = file_read(image->description, NULL);
    if (!text) {
        report_error("no such system", "systems/ has the descriptions", "%s", image->description);
        return USAGE;
    }
    enum outcome outcome = plan_files(image, text);
    free(text);
    return outcome;
}

enum outcome image_plan_text(struct image *image, const char *path, const char *text, const char *placement)
{
    *image = (struct image){ .description = format("%s", path), .placement = placement };
    set_paths(image);
    char *copy = format("%s", text);
    enum outcome outcome = plan_files(image, copy);
    free(copy);
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
                        "    module /boot/system system\n%s",
                        image->placement ? "    module /boot/placement placement\n" : "");

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
    if (result == 0 && image->placement)
        result = stage(folder, image->placement_file, "placement");
    for (size_t i = 0; result == 0 && i < image->servers.count; i++) {
        char *name = format("%s.server", image->servers.name[i]);
        result = stage(folder, image->files.name[i], name);
        free(name);
    }
    return result;
}

static enum outcome write_choice(const char *path, const char *choice)
{
    char *line = format("%s\n", choice);
    int result = file_write(path, line, strlen(line));

    free(line);
    if (result == 0)
        return DONE;
    report_error(strerror(errno), NULL, "%s", path);
    return FAILED;
}

/* Where the names of traced servers are written. */
static char *traced_file(const struct image *image)
{
    return format("build/images/%s.traced", image->system);
}

/* The names of traced servers, a blank between, in new memory. */
static char *traced_names(const struct image *image)
{
    char *text = format("%s", "");

    for (size_t i = 0; i < image->traced->count; i++) {
        char *longer = format(i ? "%s %s" : "%s%s", text, image->traced->name[i]);
        free(text);
        text = longer;
    }
    return text;
}

enum outcome image_write_choices(const struct image *image)
{
    enum outcome outcome = image->placement ? write_choice(image->placement_file, image->placement) : DONE;

    if (outcome != DONE || !image->traced)
        return outcome;
    char *path = traced_file(image), *names = traced_names(image);
    outcome = write_choice(path, names);
    free(names);
    free(path);
    return outcome;
}

void image_print_choices(const struct image *image)
{
    if (image->placement)
        printf("echo %s > %s\n", image->placement, image->placement_file);
    if (!image->traced)
        return;
    char *path = traced_file(image), *names = traced_names(image);
    printf("echo %s > %s\n", names, path);
    free(names);
    free(path);
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

static void add_module(char **modules, const char *file, const char *name)
{
    char *longer = format("%s,%s %s", *modules, file, name);

    free(*modules);
    *modules = longer;
}

void image_boots(const struct image *image, struct command *command)
{
    char *modules = format("%s system", image->description);

    if (image->placement)
        add_module(&modules, image->placement_file, "placement");
    if (image->map)
        add_module(&modules, image->map, "map");
    if (image->traced) {
        char *file = traced_file(image);
        add_module(&modules, file, "trace");
        free(file);
    }
    for (size_t i = 0; i < image->servers.count; i++)
        add_module(&modules, image->files.name[i], image->servers.name[i]);
    qemu_boots_kernel(command, KERNEL_FILE, modules, NULL);
    free(modules);
}

void image_free(struct image *image)
{
    free(image->system);
    free(image->description);
    free(image->path);
    free(image->placement_file);
    names_free(&image->placements);
    names_free(&image->servers);
    names_free(&image->files);
}
