/* SPDX-License-Identifier: GPL-2.0-only */
/* QEMU's command line: what each field of the machine adds, and that nothing else does. */
#include <stdlib.h>
#include <string.h>

#include "base/numbers.h"
#include "boot/qemu.h"
#include "tap.h"

#define BEGIN "qemu-system-i386 -accel tcg -cpu pentium3 -m"
#define SCREENLESS "-no-reboot -display none -monitor none -serial"

static char *line_of(const struct qemu_machine *machine)
{
    struct command command;

    qemu_command(machine, &command);
    char *text = command_text(&command);
    command_free(&command);
    return text;
}

static void is_line(const struct qemu_machine *machine, const char *expected, const char *name)
{
    char *line = line_of(machine);

    is_text(line, expected, name);
    free(line);
}

static void test_machines(void)
{
    is_line(&(struct qemu_machine){ 0 }, BEGIN " 128 " SCREENLESS " stdio -nic none", "a machine of nothing");
    is_line(&(struct qemu_machine){ .memory = 64, .serial = "file:log", .exit_device = true },
            BEGIN " 64 " SCREENLESS " file:log -device isa-debug-exit,iobase=0xf4,iosize=4 -nic none",
            "memory, a serial line, and a way to end");
    is_line(&(struct qemu_machine){ .card = "ne2k_pci" },
            BEGIN " 128 " SCREENLESS " stdio -nic none -netdev user,id=net -device ne2k_pci,netdev=net",
            "a card is connected to user-mode network");
    is_line(&(struct qemu_machine){ .card = "e1000", .card_options = ",romfile=", .netdev = "tap,id=net,fd=5" },
            BEGIN " 128 " SCREENLESS " stdio -nic none -netdev tap,id=net,fd=5 -device e1000,netdev=net,romfile=",
            "or to what is said");
    is_line(&(struct qemu_machine){ .netdev = "tap,id=net,fd=5" }, BEGIN " 128 " SCREENLESS " stdio -nic none",
            "without a card there is no network");
    is_line(&(struct qemu_machine){ .waits_for_gdb = true },
            BEGIN " 128 " SCREENLESS " stdio -gdb stdio -S -nic none", "gdb");
    is_line(&(struct qemu_machine){ .counts_time = true, .records = "r" },
            BEGIN " 128 " SCREENLESS " stdio -nic none -chardev file,id=trace,path=r "
            "-device isa-debugcon,iobase=0xe9,chardev=trace -icount shift=0", "a trace, by counted time");
    is_line(&(struct qemu_machine){ .card = "rtl8139", .pace = 2000, .counts = "c" },
            BEGIN " 128 " SCREENLESS " stdio -nic none -netdev user,id=net -device rtl8139,netdev=net "
            "-plugin " COUNT_PLUGIN ",out=c -icount shift=3,sleep=on "
            "-object filter-buffer,id=pace,netdev=net,interval=2000,queue=tx", "a paced network, counted");
}

static void test_boots(void)
{
    struct command command = { 0 };

    qemu_boots_kernel(&command, "vmlinuz", "a system,b loader", "console=ttyS0 quiet");
    char *text = command_text(&command);
    is_text(text, "-kernel vmlinuz -initrd 'a system,b loader' -append 'console=ttyS0 quiet'", "a kernel");
    free(text);
    command_free(&command);
    command = (struct command){ 0 };
    qemu_boots_kernel(&command, "kernel", "a system", NULL);
    text = command_text(&command);
    is_text(text, "-kernel kernel -initrd 'a system'", "a kernel without arguments");
    free(text);
    command_free(&command);
    command = (struct command){ 0 };
    qemu_boots_image(&command, "a b.iso");
    text = command_text(&command);
    is_text(text, "-boot d -cdrom 'a b.iso'", "an image");
    free(text);
    command_free(&command);
}

static void test_numbers(void)
{
    static const char *const wrong[] = { "", " ", "5 ", " 5", "+5", "-5", "5x", "0x5", "4", "10", "5.5",
                                         "18446744073709551621" };
    unsigned long long number = 1;
    unsigned taken = 0;

    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++)
        taken += number_read(wrong[i], 5, 9, &number);
    ok(taken == 0 && number == 1, "what is no number, or too small or large, is refused and stores nothing");
    ok(number_read("5", 5, 9, &number) && number == 5, "the least number");
    ok(number_read("009", 5, 9, &number) && number == 9, "the largest, in decimal whatever its zeros");
}

int main(void)
{
    test_machines();
    test_boots();
    test_numbers();
    return tap_end();
}
