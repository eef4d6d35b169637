/* SPDX-License-Identifier: GPL-2.0-only */
/* The command line of the virtual machine in which workloads run. */
#include "boot/machine.h"
#include "base/command.h"

void guest_machine_command(const struct guest_machine *machine, struct command *command)
{
    *command = (struct command){ .limit = machine->limit };
    command_add_words(command, "qemu-system-i386 -accel tcg -cpu pentium3 -m 256 -no-reboot -display none "
                               "-monitor none -serial stdio -nic none -netdev user,id=net -device");
    command_add(command, "%s,netdev=net,romfile=", machine->device);
    if (machine->counts) {
        command_add(command, "-plugin");
        command_add(command, COUNT_PLUGIN ",out=%s", machine->counts);
    }
    if (machine->pace) {
        command_add(command, "-icount");
        command_add(command, "shift=%d,sleep=on", GUEST_ICOUNT_SHIFT);
        command_add(command, "-object");
        command_add(command, "filter-buffer,id=pace,netdev=net,interval=%u,queue=tx", machine->pace);
    }
}
