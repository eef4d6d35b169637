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
    struct result result;
    char *problem = NULL;

    bench_command(image, seconds, &command);
    struct process *qemu = process_start(&command);
    char *up = console_wait(qemu, " servers up", seconds, &problem);
    char *console = console_text(qemu);
    process_finish(qemu, &result);
    if (!up) {
        report_error(problem, NULL, "booting %s", image->description);
        fprintf(stderr, "%sthe guest's console ends:\n%s", result.errors, console_tail(console));
        free(console);
        console = NULL;
    }
    free(up);
    free(problem);
    result_free(&result);
    command_free(&command);
    return console;
}
