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

enum outcome contender_ours(struct contender *contender, const struct manifest *manifest,
                            const char *placement)
{
    struct our_guest guest;

    *contender = (struct contender){ .name = "ours", .manifest = manifest, .placement = placement };
    enum outcome outcome = our_guest_plan(&guest, manifest, placement, SAMPLE_PORT, "rr,1", true);
    our_guest_free(&guest);
    return outcome;
}

enum outcome contender_linux(struct contender *contender, const struct manifest *manifest)
{
    *contender = (struct contender){ .is_linux = true, .name = "linux", .manifest = manifest };
    return linux_guest_plan(&contender->linux_guest, manifest);
}

static enum outcome our_command(const struct contender *contender, const struct guest_machine *machine,
                                unsigned port, const char *list, bool write, struct command *command)
{
    struct our_guest guest;
    enum outcome outcome = our_guest_plan(&guest, contender->manifest, contender->placement, port, list,
                                          true);

    if (outcome == DONE && write)
        outcome = our_guest_write(&guest);
    else if (outcome == DONE)
        our_guest_describe(&guest);
    if (outcome == DONE)
        our_guest_command(&guest, machine, command);
    our_guest_free(&guest);
    return outcome;
}

static enum outcome linux_command(const struct contender *contender, const struct guest_machine *machine,
                                  unsigned port, const char *list, bool write, struct command *command)
{
    const struct linux_guest *guest = &contender->linux_guest;
    enum outcome outcome = write ? linux_guest_prepare(guest) : DONE;

    if (outcome != DONE)
        return outcome;
    if (!write)
        linux_guest_describe(guest);
    char *append = linux_guest_append(guest, port, list);
    if (!append)
        return FAILED;
    guest_machine_command(machine, command);
    command_add(command, "-kernel");
    command_add(command, "%s", guest->kernel);
    command_add(command, "-initrd");
    command_add(command, "%s", guest->initrd);
    command_add(command, "-append");
    command_add(command, "%s", append);
    free(append);
    return DONE;
}

enum outcome contender_command(const struct contender *contender, const struct guest_machine *machine,
                               unsigned port, const char *list, bool write, struct command *command)
{
    return contender->is_linux ? linux_command(contender, machine, port, list, write, command)
                               : our_command(contender, machine, port, list, write, command);
}

bool contender_places(const struct contender *contender, const char *console, struct places *places)
{
    struct names folders = { 0 };

    if (contender->is_linux)
        return places_of_linux(places, console);
    names_add_words(&folders, SYMBOL_FOLDERS);
    bool good = places_of_ours(places, console, KERNEL_SYMBOLS, &folders);
    names_free(&folders);
    return good;
}

void contender_free(struct contender *contender)
{
    if (contender->is_linux)
        linux_guest_free(&contender->linux_guest);
    *contender = (struct contender){ 0 };
}
