/* SPDX-License-Identifier: GPL-2.0-only */
/* Our system and Linux, behind one face. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/command.h"
#include "base/message.h"
#include "base/options.h"
#include "bench/guest.h"
#include "bench/our_guest.h"
#include "boot/image.h"

#define KERNEL_SYMBOLS "build/kernel/kernel.elf"
#define SYMBOL_FOLDERS "build/servers build/tools/bench"

enum { SAMPLE_PORT = 1024 };            /* for planning only: each run finds a free one */

enum outcome guest_ours(struct guest *guest, const struct manifest *manifest, const char *placement)
{
    struct our_guest ours;

    *guest = (struct guest){ .name = "ours", .manifest = manifest, .placement = placement };
    enum outcome outcome = our_guest_plan(&ours, manifest, placement, SAMPLE_PORT, "rr,1", true);
    our_guest_free(&ours);
    return outcome;
}

enum outcome guest_linux(struct guest *guest, const struct manifest *manifest)
{
    *guest = (struct guest){ .is_linux = true, .name = "linux", .manifest = manifest };
    return linux_guest_plan(&guest->linux_guest, manifest);
}

static enum outcome our_command(const struct guest *guest, const struct qemu_machine *machine,
                                unsigned port, const char *list, bool write, struct command *command)
{
    struct our_guest ours;
    enum outcome outcome = our_guest_plan(&ours, guest->manifest, guest->placement, port, list, true);

    if (outcome == DONE && write)
        outcome = our_guest_write(&ours);
    else if (outcome == DONE)
        our_guest_describe(&ours);
    if (outcome == DONE)
        our_guest_command(&ours, machine, command);
    our_guest_free(&ours);
    return outcome;
}

static enum outcome linux_command(const struct guest *guest, const struct qemu_machine *machine,
                                  unsigned port, const char *list, bool write, struct command *command)
{
    const struct linux_guest *linux_guest = &guest->linux_guest;
    enum outcome outcome = write ? linux_guest_prepare(linux_guest) : DONE;

    if (outcome != DONE)
        return outcome;
    if (!write)
        linux_guest_describe(linux_guest);
    char *append = linux_guest_append(linux_guest, port, list);
    if (!append)
        return FAILED;
    qemu_command(machine, command);
    qemu_boots_kernel(command, linux_guest->kernel, linux_guest->initrd, append);
    free(append);
    return DONE;
}

enum outcome guest_command(const struct guest *guest, const struct qemu_machine *machine,
                               unsigned port, const char *list, bool write, struct command *command)
{
    return guest->is_linux ? linux_command(guest, machine, port, list, write, command)
                               : our_command(guest, machine, port, list, write, command);
}

bool guest_places(const struct guest *guest, const char *console, struct places *places)
{
    struct names folders = { 0 };

    if (guest->is_linux)
        return places_of_linux(places, console);
    names_add_words(&folders, SYMBOL_FOLDERS);
    bool good = places_of_ours(places, console, KERNEL_SYMBOLS, &folders);
    names_free(&folders);
    return good;
}

void guest_free(struct guest *guest)
{
    if (guest->is_linux)
        linux_guest_free(&guest->linux_guest);
    *guest = (struct guest){ 0 };
}
