/* SPDX-License-Identifier: GPL-2.0-only */
/* Booting systems that measure. */
#include <stdlib.h>

#include "base/command.h"
#include "base/message.h"
#include "bench/calls_guest.h"
#include "boot/console.h"

void bench_command(const struct image *image, unsigned seconds, struct command *command)
{
    char *modules = image_modules(image);

    *command = (struct command){ .limit = seconds };
    command_add_words(command, "qemu-system-i386 -accel tcg -icount shift=0 -cpu pentium3 -m 128 -no-reboot "
                               "-display none -monitor none -serial stdio -nic none "
                               "-device isa-debug-exit,iobase=0xf4,iosize=4 -kernel " KERNEL_FILE " -initrd");
    command_add(command, "%s", modules);
    free(modules);
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
