/* SPDX-License-Identifier: GPL-2.0-only */
/* `slipway boot`: makes the boot image of a system, boots it in QEMU, and, where asked to,
 * sends traffic to it and reports. */
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/command.h"
#include "base/files.h"
#include "base/message.h"
#include "base/options.h"
#include "base/programs.h"
#include "base/progress.h"
#include "base/project.h"
#include "boot/console.h"
#include "boot/console_facts.h"
#include "boot/demo_traffic.h"
#include "boot/image.h"
#include "boot/network.h"
#include "boot/qemu.h"
#include "boot/report.h"
#include "boot/system_options.h"
#include "slipway.h"

#define CARD_ADDRESS "52:54:00:12:34:56"

enum { BOOT_SECONDS = 120, RUN_SECONDS = 900 };

struct boot_options {
    struct common_options common;
    struct system_options system;
    struct run_options run;
    const char *card;
    const char *network;        /* "tap", "user", or null: what is possible */
    const char *reuse;          /* JSON of `slipway measure` to carry into the report */
    bool traffic;
    bool direct;                /* without GRUB */
};

enum { KEY_TRAFFIC = 256, KEY_NETWORK, KEY_REUSE, KEY_DIRECT, KEY_CARD };

static const struct argp_option options[] = {
    { "traffic", KEY_TRAFFIC, NULL, 0, "Send traffic from this host, verify it, and report", 0 },
    { "network", KEY_NETWORK, "tap|user", 0, "How to reach the guest: over a tap in a network namespace of "
      "its own (needs root), or through QEMU's user-mode network; default: the first if possible", 0 },
    { "card", KEY_CARD, "MODEL", 0, "QEMU's model of network card (default: rtl8139)", 0 },
    { "reuse", KEY_REUSE, "FILE", 0, "Carry the result of `slipway measure --json=FILE` into the report", 0 },
    { "direct", KEY_DIRECT, NULL, 0, "Let QEMU load the kernel, without image and GRUB", 0 },
    { 0 }
};

static error_t parse(int key, char *argument, struct argp_state *state)
{
    struct boot_options *boot = state->input;

    switch (key) {
    case ARGP_KEY_INIT:
        state->child_inputs[0] = &boot->common;
        state->child_inputs[1] = &boot->system;
        state->child_inputs[2] = &boot->run;
        return 0;
    case KEY_TRAFFIC:
        boot->traffic = true;
        return 0;
    case KEY_NETWORK:
        if (strcmp(argument, "tap") && strcmp(argument, "user"))
            argp_error(state, "--network %s: expected tap or user", argument);
        boot->network = argument;
        return 0;
    case KEY_CARD:
        boot->card = argument;
        return 0;
    case KEY_REUSE:
        boot->reuse = user_path(argument);
        return 0;
    case KEY_DIRECT:
        boot->direct = true;
        return 0;
    default:
        return ARGP_ERR_UNKNOWN;
    }
}

static const struct argp argp = {
    .options = options,
    .parser = parse,
    .children = run_children,
    .args_doc = "[SYSTEM]",
    .doc = "Makes the boot image of systems/SYSTEM.system (default: demo) or of the file SYSTEM, whose name "
           "ends in .system, boots it in QEMU and waits until all its servers are up; with --traffic sends "
           "pings, echoes, bulk transfers and iperf, and verifies each byte."
           "\vThe guest's console is kept in build/results/console-SYSTEM.log. A run may take 900 seconds if --limit "
           "does not say otherwise.\n\n"
           "Exit status: 0 all servers came up and all traffic was verified; 1 not so; 2 wrong usage; 3 a "
           "tool or a server file is not there.",
};

static void boot_command(const struct boot_options *boot, const struct image *image, const struct network *network,
                         struct command *command)
{
    const struct qemu_machine machine = { .card = boot->card, .card_options = ",mac=" CARD_ADDRESS,
                                          .netdev = network->netdev, .exit_device = true, .limit = boot->run.limit };

    qemu_command(&machine, command);
    if (boot->direct)
        image_boots(image, command);
    else
        qemu_boots_image(command, image->path);
}

static bool wants_tap(const struct boot_options *boot)
{
    return boot->network ? strcmp(boot->network, "tap") == 0
                         : geteuid() == 0 && access("/dev/net/tun", R_OK | W_OK) == 0;
}

static enum outcome open_network(const struct boot_options *boot, struct network *network)
{
    char error[200];

    if (wants_tap(boot)) {
        if (network_open_tap(network, error, sizeof error))
            return DONE;
        if (boot->network) {
            report_error(error, "run as root, or use --network=user", "--network=tap");
            return UNPREPARED;
        }
        report_note("no tap (%s): using QEMU's user-mode network", error);
    }
    if (network_open_user(network, error, sizeof error))
        return DONE;
    report_error(error, NULL, "user-mode network");
    return UNPREPARED;
}

static void print_plan(const struct boot_options *boot, const struct image *image)
{
    struct network network = { 0 };
    struct command command;
    struct names commands = { 0 };

    network_describe(&network, wants_tap(boot));
    image_print_choices(image);
    if (!boot->direct) {
        image_command(image, &command);
        command_print(&command);
        command_free(&command);
    }
    boot_command(boot, image, &network, &command);
    command_print(&command);
    command_free(&command);
    if (boot->traffic)
        demo_traffic_describe(&network, &commands);
    for (size_t i = 0; i < commands.count; i++)
        puts(commands.name[i]);
    names_free(&commands);
}

static long long file_size(const char *path)
{
    struct stat status;

    return stat(path, &status) == 0 ? (long long)status.st_size : 0;
}

static void add_sizes(json_t *results, const struct image *image)
{
    long long minimum = 0, maximum = 0;

    for (size_t i = 0; i < image->servers.count; i++) {
        char *path = format(SERVER_FILES "/%s.server", image->servers.name[i]);
        long long size = file_size(path);
        minimum = i == 0 || size < minimum ? size : minimum;
        maximum = size > maximum ? size : maximum;
        free(path);
    }
    json_object_set_new(results, "sizes", json_pack("{s:I, s:I, s:I}", "server_minimum", (json_int_t)minimum,
                                                    "server_maximum", (json_int_t)maximum,
                                                    "kernel", (json_int_t)file_size(KERNEL_FILE)));
}

static bool converse(const struct boot_options *boot, const struct image *image, struct process *qemu,
                     const struct network *network, json_t *results)
{
    char *problem = NULL;
    char *up;

    progress_step("booting %s in QEMU", image->system);
    up = console_wait(qemu, " servers up", BOOT_SECONDS, &problem);
    if (!up) {
        report_error(problem, NULL, "booting %s", image->system);
        free(problem);
        return false;
    }
    char *console = console_text(qemu);
    guest_facts_add(results, console);
    add_sizes(results, image);
    free(console);
    free(up);
    if (boot->traffic && !demo_traffic_run(qemu, network, results))
        return false;
    if (!boot->run.until)
        return true;
    char *line = console_wait(qemu, boot->run.until, boot->run.limit, &problem);
    if (!line)
        report_error(problem, NULL, "--until");
    free(problem);
    free(line);
    return line != NULL;
}

static enum outcome run(const struct boot_options *boot, const struct image *image, json_t *results)
{
    struct network network;
    struct command command;
    struct result result;
    enum outcome outcome = open_network(boot, &network);

    if (outcome != DONE)
        return outcome;
    json_object_set_new(results, "network", json_string(network.tap ? "tap in a network namespace"
                                                        : "QEMU user-mode network"));
    boot_command(boot, image, &network, &command);
    struct process *qemu = process_start(&command);
    bool good = converse(boot, image, qemu, &network, results);
    char *console = console_text(qemu);
    process_finish(qemu, &result);
    char *file = format("build/results/console-%s.log", image->system);
    console_keep(console, file);
    if (!good)
        console_print_end(console, result.errors);
    free(file);
    free(console);
    result_free(&result);
    command_free(&command);
    network_close(&network);
    progress_clear();
    return good ? DONE : FAILED;
}

/* Copies what `slipway measure` found into the report. */
static enum outcome add_reuse(json_t *results, const char *path)
{
    json_error_t error;
    json_t *measured = json_load_file(path, 0, &error);

    if (!measured) {
        report_error(error.text, "`slipway measure PORT --json=FILE` makes it", "%s:%d", path, error.line);
        return FAILED;
    }
    json_object_update_missing(results, measured);
    json_decref(measured);
    return DONE;
}

static bool print_results(const struct boot_options *boot, const char *system, bool good, json_t *results)
{
    if (boot->traffic && !boot->common.json)
        table_print(stdout, results);
    else if (good && !boot->common.json)
        printf("%s is up; its console is in build/results/console-%s.log\n", system, system);
    return (!boot->common.json && !boot->common.json_file)
           || emit_json(json_incref(results), boot->common.json_file);
}

static bool find_programs(const struct boot_options *boot)
{
    bool good = programs_found("qemu-system-i386");

    good &= boot->direct || programs_found("grub-mkrescue xorriso mformat");
    good &= !boot->traffic || programs_found("ping iperf");
    return good;
}

int verb_boot(int argc, char **argv)
{
    struct boot_options boot = { .card = DEFAULT_CARD, .system.system = "demo", .run.limit = RUN_SECONDS };
    struct image image;

    if (argp_parse(&argp, argc, argv, 0, NULL, &boot) != 0)
        return USAGE;
    enum outcome outcome = image_plan(&image, boot.system.system, boot.system.placement);
    if (boot.common.dry_run && outcome != USAGE) {
        print_plan(&boot, &image);
        image_free(&image);
        return outcome;
    }
    json_t *results = json_object();
    if (boot.system.placement)
        json_object_set_new(results, "placement", json_string(boot.system.placement));
    if (outcome == DONE && !find_programs(&boot))
        outcome = UNPREPARED;
    if (outcome == DONE && boot.reuse)
        outcome = add_reuse(results, boot.reuse);
    if (outcome == DONE)
        outcome = image_write_choices(&image);
    if (outcome == DONE && !boot.direct) {
        progress_step("making the boot image %s", image.path);
        outcome = image_make(&image);
    }
    if (outcome == DONE)
        outcome = run(&boot, &image, results);
    if (outcome == FAILED || outcome == DONE) {
        json_object_set_new(results, "errors", reported_errors());
        if (!print_results(&boot, image.system, outcome == DONE, results))
            outcome = FAILED;
    }
    json_decref(results);
    image_free(&image);
    return outcome;
}
