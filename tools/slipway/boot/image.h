/* SPDX-License-Identifier: GPL-2.0-only */
/* The boot image of a system: kernel, server files, system description and the name of the
 * placement, under GRUB. */
#ifndef SLIPWAY_BOOT_IMAGE_H
#define SLIPWAY_BOOT_IMAGE_H

#include "base/options.h"
#include "base/run.h"

#define KERNEL_FILE "build/kernel/kernel"
#define SERVER_FILES "build/servers"

struct image {
    char *system;               /* its name, that of the description without folder and .system */
    char *description;          /* path of the system description */
    struct names servers;       /* names of server files, `loader` first, each once */
    struct names files;         /* and the paths of those */
    struct names placements;    /* that the description has, after `kernel`, which all have */
    const char *map;            /* where the loader is to tell where servers lie: a file that is there,
                                   to be the boot module `map`; or null */
    const char *placement;      /* the one to boot with, or null: as the servers' lines say */
    char *placement_file;       /* where its name is written */
    const struct names *traced; /* servers to be traced besides those whose lines say so: then a system of which
                                   nothing is traced does not start; or null */
    char *path;                 /* the CD image */
};

/* Reads a system description for the server files and placements that it names:
 * systems/SYSTEM.system, or, if `system` ends in .system, that file. Server files are those in
 * build/servers, or, before them, in the folder of build/ that corresponds to the description's
 * own. `placement`, or null, has to stay. Reports what is missing; USAGE if there is no such
 * system or placement, UNPREPARED if something is not built. */
enum outcome image_plan(struct image *image, const char *system, const char *placement);

/* The same for a description that is made and not yet written: `text`, to stand at `path`, which
 * names no system of the user's. */
enum outcome image_plan_text(struct image *image, const char *path, const char *text, const char *placement);

/* Writes the files that name the placement and what is traced, if there are any. */
enum outcome image_write_choices(const struct image *image);

/* Prints, for --dry-run, the commands that would write them. */
void image_print_choices(const struct image *image);

/* The command that makes the image from its staged files. */
void image_command(const struct image *image, struct command *command);

/* Stages the files and makes the CD image. */
enum outcome image_make(const struct image *image);

/* Adds to a command of QEMU (qemu.h) that it loads kernel and modules itself, without GRUB. */
void image_boots(const struct image *image, struct command *command);

void image_free(struct image *image);

#endif
