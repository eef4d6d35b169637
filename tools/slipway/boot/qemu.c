/* SPDX-License-Identifier: GPL-2.0-only */
/* QEMU's command line. `-accel tcg` always: KVM hangs on 32-bit guests on some hosts. */
#include "boot/qemu.h"

static void add_pair(struct command *command, const char *option, const char *value)
{
    command_add(command, "%s", option);
    command_add(command, "%s", value);
}

static void add_clock(const struct qemu_machine *machine, struct command *command)
{
    if (machine->counts_time)
        command_add_words(command, "-icount shift=0");
    if (machine->pace) {
        command_add(command, "-icount");
        command_add(command, "shift=%d,sleep=on", GUEST_ICOUNT_SHIFT);
        command_add(command, "-object");
        command_add(command, "filter-buffer,id=pace,netdev=net,interval=%u,queue=tx", machine->pace);
    }
}

static void add_network(const struct qemu_machine *machine, struct command *command)
{
    command_add_words(command, "-nic none");
    if (!machine->card)
        return;
    add_pair(command, "-netdev", machine->netdev ? machine->netdev : "user,id=net");
    command_add(command, "-device");
    command_add(command, "%s,netdev=net%s", machine->card, machine->card_options ? machine->card_options : "");
}

void qemu_command(const struct qemu_machine *machine, struct command *command)
{
    *command = (struct command){ .limit = machine->limit };
    command_add_words(command, "qemu-system-i386 -accel tcg -cpu pentium3 -m");
    command_add(command, "%u", machine->memory ? machine->memory : 128);
    command_add_words(command, "-no-reboot -display none -monitor none");
    add_pair(command, "-serial", machine->serial ? machine->serial : "stdio");
    if (machine->waits_for_gdb)
        command_add_words(command, "-gdb stdio -S");
    if (machine->exit_device)
        command_add_words(command, "-device isa-debug-exit,iobase=0xf4,iosize=4");
    add_network(machine, command);
    if (machine->counts) {
        command_add(command, "-plugin");
        command_add(command, COUNT_PLUGIN ",out=%s", machine->counts);
    }
    if (machine->records) {
        command_add(command, "-chardev");
        command_add(command, "file,id=trace,path=%s", machine->records);
        command_add_words(command, "-device isa-debugcon,iobase=0xe9,chardev=trace");
    }
    add_clock(machine, command);
}

void qemu_boots_kernel(struct command *command, const char *kernel, const char *initrd, const char *append)
{
    add_pair(command, "-kernel", kernel);
    add_pair(command, "-initrd", initrd);
    if (append)
        add_pair(command, "-append", append);
}

void qemu_boots_image(struct command *command, const char *path)
{
    command_add_words(command, "-boot d");
    add_pair(command, "-cdrom", path);
}
