/* SPDX-License-Identifier: GPL-2.0-only */
/* A command: an argument vector, and never a text for a shell. */
#ifndef SLIPWAY_BASE_COMMAND_H
#define SLIPWAY_BASE_COMMAND_H

#include <stdbool.h>

#include "base/text.h"

struct command {
    struct names arguments;     /* argv; the program is looked up in PATH */
    const char *directory;      /* where it runs, or null: here */
    bool show;                  /* its output goes to ours instead of being captured */
    unsigned limit;             /* seconds; 0 means 60 */
};

/* Appends one argument, made by printf. */
void command_add(struct command *command, const char *argument, ...)
    __attribute__((format(printf, 2, 3)));
/* Appends each word of `words`, which white space separates. */
void command_add_words(struct command *command, const char *words);
void command_free(struct command *command);

/* The command as one would type it into a shell; the caller frees it. */
char *command_text(const struct command *command);

/* Prints that, for --dry-run. */
void command_print(const struct command *command);

#endif
