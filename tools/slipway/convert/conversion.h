/* SPDX-License-Identifier: GPL-2.0-only */
/* A conversion: the files of one port, or of a command line, on their way through the
 * semantic patches. Everything of it is kept below build/convert/NAME/:
 *
 *     pristine/       the files as Linux has them
 *     converted/      the files as they are now, in the end the result
 *     steps/PATCH/    each file that PATCH changed, right after it
 *     history/        a git repository: one commit a patch
 *     objects/        what the gap check compiled
 *     stubs.c stubs.h declared stubs, if there are any
 *     report.json     written last, and only if nothing failed and nothing is missing
 */
#ifndef SLIPWAY_CONVERT_CONVERSION_H
#define SLIPWAY_CONVERT_CONVERSION_H

#include "convert/manifest.h"
#include "convert/patch.h"

struct converted_file {
    char *path;                 /* below Linux's root, or below foreign_folder */
    const char *foreign_folder; /* where a file that is not Linux's comes from, else null */
    char *pristine, *converted; /* where the copies are, relative to the project's root */
    bool is_header;             /* taken along because a source includes it by "name" */
    const struct names *essential;      /* patches that must fire on it, or null */
    unsigned *fired;            /* for each patch, how many hunks it changed */
    bool *ran;                  /* for each patch, whether it was run at all */
};

struct conversion {
    char *name;                 /* port, or FILE.c */
    char *folder;               /* build/convert/NAME */
    bool is_port;
    struct manifest manifest;   /* all empty without a port */
    char *linux_folder;         /* build/sources/linux-6.1 */
    struct linux_index index;
    struct converted_file *files;
    size_t file_count;
    struct patches patches;
};

/* Prepares the conversion of a port, or of C files: reads manifest and patches, and finds the
 * files. A file name is one on disk or one below Linux's root. Copies nothing yet. Reports
 * what is wrong; returns an enum outcome. */
int conversion_of_port(struct conversion *conversion, const char *port);
int conversion_of_files(struct conversion *conversion, char *const names[], size_t count);

/* Makes the folder afresh, with the pristine files. Returns whether it could. */
bool conversion_begin(struct conversion *conversion);

/* All files as Linux has them, one after the other; the caller frees it. */
char *conversion_text(const struct conversion *conversion, size_t *size);

/* Runs every patch on every file that it concerns (apply.c). Reports whatever spatch does
 * not say or says in passing; returns false if anything was wrong. With `dry_run` prints the
 * commands instead. */
bool conversion_apply(struct conversion *conversion, bool dry_run);
/* Runs every patch again on the result, which must not change any more. */
bool conversion_settled(struct conversion *conversion, bool dry_run);

#endif
