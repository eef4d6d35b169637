/* SPDX-License-Identifier: GPL-2.0-only */
/* `slipway gdb`: gdb with a system in QEMU, stopped before its first instruction. QEMU is gdb's
 * child and speaks to it through a pipe, so no port has to be free, and it ends with gdb. */
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/command.h"
#include "base/files.h"
#include "base/message.h"
#include "base/options.h"
#include "base/programs.h"
#include "boot/image.h"
#include "boot/qemu.h"
#include "boot/system_options.h"
#include "slipway.h"

#define SCRIPT "tools/gdb/slipway.py"
#define FRAMES "tools/gdb/frames.py"
#define SYMBOLS "build/kernel/kernel.elf"
#define CONSOLE "build/results/console-gdb.log"

struct gdb_options {
    struct common_options common;
    struct system_options system;
    struct names commands;      /* for gdb */
    bool batch;
};

static const char documentation[] =
    "Starts gdb with systems/SYSTEM.system (default: demo), or the file SYSTEM, whose name ends in "
    ".system, in QEMU, stopped before the first instruction. gdb has the symbols of the kernel, and "
    "those of each server as soon as it is loaded, wherever that is; so `break FUNCTION` works for "
    "functions of servers from the start. `slipway-servers` lists what is loaded."
    "\vThe guest's console is kept in build/results/console-gdb.log. With --json the command of "
    "gdb is told as JSON before it begins.\n\n"
    "Exit status: gdb's own; 2 wrong usage; 3 a tool or a file is not there.";

static const struct argp_option options[] = {
    { "execute", 'x', "COMMAND", 0, "A command for gdb, once QEMU is there; may be given again", 0 },
    { "batch", 'b', NULL, 0, "End gdb and QEMU when the commands are done", 0 },
    { 0 }
};

static error_t parse(int key, char *argument, struct argp_state *state)
{
    struct gdb_options *gdb = state->input;

    switch (key) {
    case ARGP_KEY_INIT:
        state->child_inputs[0] = &gdb->common;
        state->child_inputs[1] = &gdb->system;
        return 0;
    case 'x':
        names_add(&gdb->commands, argument);
        return 0;
    case 'b':
        gdb->batch = true;
        return 0;
    default:
        return ARGP_ERR_UNKNOWN;
    }
}

static const struct argp argp = {
    .options = options,
    .parser = parse,
    .children = system_children,
    .args_doc = "[SYSTEM]",
    .doc = documentation,
};

static void gdb_command(const struct gdb_options *gdb, const struct image *image, struct command *command)
{
    const struct qemu_machine machine = { .serial = "file:" CONSOLE, .card = DEFAULT_CARD, .exit_device = true,
                                          .waits_for_gdb = true };
    struct command qemu;

    qemu_command(&machine, &qemu);
    image_boots(image, &qemu);
    char *text = command_text(&qemu);
    *command = (struct command){ 0 };
    command_add_words(command, "gdb -q -nx");
    if (gdb->batch)
        command_add(command, "-batch");
    command_add_words(command, SYMBOLS " -x " SCRIPT " -x " FRAMES " -ex");
    command_add(command, "target remote | exec %s", text);
    for (size_t i = 0; i < gdb->commands.count; i++) {
        command_add(command, "-ex");
        command_add(command, "%s", gdb->commands.name[i]);
    }
    if (gdb->batch)
        command_add_words(command, "-ex slipway-end");
    free(text);
    command_free(&qemu);
}

static bool tell(const struct gdb_options *gdb, const struct command *command)
{
    char *text = command_text(command);
    json_t *report = json_pack("{s:s}", "command", text);

    free(text);
    return emit_json(report, gdb->common.json_file);
}

/* Becomes gdb, which thus has the terminal. */
static enum outcome become_gdb(const struct gdb_options *gdb, const struct image *image,
                               const struct command *command)
{
    if (!programs_found("gdb qemu-system-i386"))
        return UNPREPARED;
    if (image_write_choices(image) != DONE || folders_make(CONSOLE) < 0)
        return FAILED;
    if ((gdb->common.json || gdb->common.json_file) && !tell(gdb, command))
        return FAILED;
    fflush(NULL);
    execvp("gdb", command->arguments.name);
    report_error(strerror(errno), NULL, "gdb");
    return FAILED;
}

int verb_gdb(int argc, char **argv)
{
    struct gdb_options gdb = { .system.system = "demo" };
    struct image image;
    struct command command;

    if (argp_parse(&argp, argc, argv, 0, NULL, &gdb) != 0)
        return USAGE;
    enum outcome outcome = image_plan(&image, gdb.system.system, gdb.system.placement);
    if (outcome != USAGE) {
        gdb_command(&gdb, &image, &command);
        if (gdb.common.dry_run) {
            image_print_choices(&image);
            command_print(&command);
        } else if (outcome == DONE) {
            outcome = become_gdb(&gdb, &image, &command);
        }
        command_free(&command);
    }
    image_free(&image);
    names_free(&gdb.commands);
    return outcome;
}
