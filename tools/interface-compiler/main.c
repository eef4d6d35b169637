/* SPDX-License-Identifier: GPL-2.0-only */
/* The command line of the interface compiler.
 *
 * Exit codes: 0 done, 1 an error in the files or in writing, 2 wrong usage.
 */
#include <argp.h>
#include <dirent.h>
#include <stdlib.h>
#include <string.h>

#include "check.h"
#include "closure.h"
#include "emit.h"
#include "output.h"

enum { OPTION_OUTPUT = 'o', OPTION_INTERFACES = 'i', OPTION_HEADER = 256, OPTION_SIGNATURE };

struct arguments {
    const char *command, *input;
    const char *output, *interfaces, *header, *signature;
};

static int run_header(const struct arguments *arguments)
{
    struct library library = { path_folder(arguments->input), NULL };
    struct interface *interface = library_read(&library, arguments->input);
    struct output output;

    if (!interface)
        return 1;
    output_open(&output, arguments->output);
    emit_client_header(output.stream, interface);
    return output_commit(&output, 1);
}

static int run_server(const struct arguments *arguments)
{
    struct library library = { arguments->interfaces, NULL };
    struct server *server = parse_server(source_read(arguments->input));
    struct closure closure;
    struct output outputs[2];

    if (!server || !check_server(server, &library) || !closure_make(&closure, server, &library))
        return 1;
    output_open(&outputs[0], arguments->header);
    output_open(&outputs[1], arguments->signature);
    emit_server_header(outputs[0].stream, server, &closure);
    emit_signature(outputs[1].stream, server, &closure);
    return output_commit(outputs, 2);
}

static int is_interface_file(const struct dirent *entry)
{
    return strcmp(path_stem(entry->d_name, ".interface"), entry->d_name);
}

static int run_document(const struct arguments *arguments)
{
    struct library library = { arguments->input, NULL };
    struct dirent **entries;
    struct output output;
    unsigned read = 0;
    int count = scandir(arguments->input, &entries, is_interface_file, alphasort);

    if (count < 0) {
        fprintf(stderr, "interface-compiler: cannot read the folder %s\n", arguments->input);
        return 1;
    }
    struct interface **interfaces = arena_allocate(((size_t)count + 1) * sizeof *interfaces);
    for (int index = 0; index < count; index++) {
        const char *path = arena_format("%s/%s", arguments->input, entries[index]->d_name);

        interfaces[read] = library_read(&library, path);
        read += interfaces[read] != NULL;
        free(entries[index]);
    }
    free(entries);
    output_open(&output, arguments->output);
    emit_document(output.stream, interfaces, read);
    return output_commit(&output, 1);
}

static const struct command {
    const char *name, *input;
    const char *options;            /* those that it needs, and takes */
    int (*run)(const struct arguments *arguments);
} commands[] = {
    { "header", "FILE.interface", "o", run_header },
    { "server", "FILE.component", "iHS", run_server },
    { "document", "DIRECTORY", "o", run_document },
};

static error_t parse_option(int key, char *value, struct argp_state *state)
{
    struct arguments *arguments = state->input;

    switch (key) {
    case OPTION_OUTPUT:
        arguments->output = value;
        return 0;
    case OPTION_INTERFACES:
        arguments->interfaces = value;
        return 0;
    case OPTION_HEADER:
        arguments->header = value;
        return 0;
    case OPTION_SIGNATURE:
        arguments->signature = value;
        return 0;
    case ARGP_KEY_ARG:
        if (state->arg_num == 0)
            arguments->command = value;
        else if (state->arg_num == 1)
            arguments->input = value;
        else
            argp_error(state, "found a third argument `%s`, expected COMMAND and INPUT", value);
        return 0;
    }
    return ARGP_ERR_UNKNOWN;
}

static const struct argp_option options[] = {
    { "output", OPTION_OUTPUT, "FILE", 0, "header, document: where to write", 0 },
    { "interfaces", OPTION_INTERFACES, "DIRECTORY", 0, "server: where the interface files are", 0 },
    { "header", OPTION_HEADER, "FILE", 0, "server: where to write the server header", 0 },
    { "signature", OPTION_SIGNATURE, "FILE", 0, "server: where to write the signature, as C", 0 },
    { 0 },
};

static const struct argp parser = {
    .options = options,
    .parser = parse_option,
    .args_doc = "header FILE.interface -o X.h\n"
                "server FILE.component --interfaces DIRECTORY --header X.h --signature X.c\n"
                "document DIRECTORY -o X.md",
    .doc = "Turns interface and component files into C headers, signatures and a manual page."
           "\vThe language is described in docs/architecture.md. Exit codes: 0 done, 1 an error in the "
           "files, 2 wrong usage.",
};

/* Ends the program with code 2 unless the command has exactly the options that it needs. */
static void check_options(const struct command *command, const struct arguments *arguments)
{
    const struct { char letter; const char *name, *value; } given[] = {
        { 'o', "--output", arguments->output }, { 'i', "--interfaces", arguments->interfaces },
        { 'H', "--header", arguments->header }, { 'S', "--signature", arguments->signature },
    };

    for (size_t index = 0; index < sizeof given / sizeof *given; index++) {
        bool needed = strchr(command->options, given[index].letter);

        if (needed == (given[index].value != NULL))
            continue;
        fprintf(stderr, "interface-compiler: `%s` %s the option %s; see --help\n", command->name,
                needed ? "needs" : "does not take", given[index].name);
        exit(2);
    }
    if (!arguments->input) {
        fprintf(stderr, "interface-compiler: `%s` needs %s; see --help\n", command->name, command->input);
        exit(2);
    }
}

int main(int argc, char *argv[])
{
    struct arguments arguments = { 0 };

    argp_err_exit_status = 2;
    atexit(arena_release);
    argp_parse(&parser, argc, argv, 0, NULL, &arguments);
    for (size_t index = 0; arguments.command && index < sizeof commands / sizeof *commands; index++) {
        if (strcmp(arguments.command, commands[index].name))
            continue;
        check_options(&commands[index], &arguments);
        return commands[index].run(&arguments);
    }
    fprintf(stderr, "interface-compiler: found %s%s, expected `header`, `server` or `document`; see --help\n",
            arguments.command ? "the command " : "no command", arguments.command ? arguments.command : "");
    return 2;
}
