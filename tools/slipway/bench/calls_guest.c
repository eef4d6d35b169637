/* SPDX-License-Identifier: GPL-2.0-only */
/* Booting systems that measure. */
#include <stdlib.h>

#include "base/command.h"
#include "base/message.h"
#include "bench/calls_guest.h"
#include "boot/console.h"
#include "boot/qemu.h"

void bench_command(const struct image *image, unsigned seconds, struct command *command)
{
    const struct qemu_machine machine = { .exit_device = true, .counts_time = true, .limit = seconds };

    qemu_command(&machine, command);
    image_boots(image, command);
}

char *bench_boot(const struct image *image, unsigned seconds)
{
    struct command command;
    struct console_result result;

    bench_command(image, seconds, &command);
    console_run(&command, " servers up", &result);
    if (result.problem)
        console_report(&result, image->description);
    char *console = result.problem ? NULL : result.console;
    if (console)
        result.console = NULL;
    console_result_free(&result);
    command_free(&command);
    return console;
}
