/* SPDX-License-Identifier: GPL-2.0-only */
/* Building a command's argument vector, and showing it. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/command.h"
#include "base/run.h"

void command_add(struct command *command, const char *argument, ...)
{
    va_list arguments;

    va_start(arguments, argument);
    char *text = format_list(argument, arguments);
    va_end(arguments);
    names_add(&command->arguments, text);
    free(text);
}

void command_add_words(struct command *command, const char *words)
{
    names_add_words(&command->arguments, words);
}

void command_free(struct command *command)
{
    names_free(&command->arguments);
}

static bool needs_quotes(const char *word)
{
    return !*word || word[strspn(word, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"
                                       "-_=+,./:@%")];
}

/* In single quotes nothing is special but the quote itself. */
static char *append_word(char *text, const char *word)
{
    char *longer = format("%s%s", text, *text ? " " : "");

    free(text);
    if (!needs_quotes(word)) {
        text = format("%s%s", longer, word);
        free(longer);
        return text;
    }
    text = format("%s'", longer);
    free(longer);
    for (; *word; word++) {
        longer = *word == '\'' ? format("%s'\\''", text) : format("%s%c", text, *word);
        free(text);
        text = longer;
    }
    longer = format("%s'", text);
    free(text);
    return longer;
}

char *command_text(const struct command *command)
{
    char *text = command->directory ? format("cd %s &&", command->directory) : format("%s", "");

    for (size_t i = 0; i < command->arguments.count; i++)
        text = append_word(text, command->arguments.name[i]);
    return text;
}

void result_free(struct result *result)
{
    free(result->output);
    free(result->errors);
    *result = (struct result){ 0 };
}

void command_print(const struct command *command)
{
    char *text = command_text(command);

    puts(text);
    free(text);
}
