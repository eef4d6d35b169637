/* SPDX-License-Identifier: GPL-2.0-only */
/* Checks on names and interfaces. */
#include "check.h"

#include <stdlib.h>
#include <string.h>

#include "diagnostic.h"

#define BOUND_MAX 65535

static bool is_c_keyword(const char *text)
{
    static const char *const keywords[] = {
        "asm", "auto", "break", "case", "char", "const", "continue", "default", "do", "double", "else",
        "enum", "extern", "float", "for", "goto", "if", "inline", "int", "long", "register", "restrict",
        "return", "short", "signed", "sizeof", "static", "struct", "switch", "typedef", "typeof", "union",
        "unsigned", "volatile", "while",
        "linux", "unix", "i386",        /* macros that gcc predefines */
    };

    for (size_t index = 0; index < sizeof keywords / sizeof *keywords; index++) {
        if (!strcmp(text, keywords[index]))
            return true;
    }
    return text[0] == '_';              /* reserved to the compiler, or one of its own keywords */
}

void check_name(struct name name, const char *what)
{
    if (strlen(name.text) > SIGNATURE_NAME_MAX)
        report_error(name.location, "found a name of %zu characters, expected %d at most",
                     strlen(name.text), SIGNATURE_NAME_MAX);
    if (is_c_keyword(name.text)) {
        report_error(name.location, "found `%s`, which C reserves, expected another name for %s",
                     name.text, what);
    }
}

static void check_modifiers(struct parameter *parameter)
{
    const struct location *at = parameter->modifiers.at;
    bool out = at[MODIFIER_OUT].source, inout = at[MODIFIER_INOUT].source, in = at[MODIFIER_IN].source;
    bool block = parameter->type == TYPE_BLOCK, reference = parameter->type == TYPE_REFERENCE;

    if (in + out + inout > 1)
        report_error(parameter->name.location, "found more than one direction, expected one of "
                     "`in`, `out` and `inout`");
    else if (block && !in && !out && !inout)
        report_error(parameter->name.location, "found a block without a direction, expected "
                     "`in mem`, `out mem` or `inout mem`");
    else if (!block && inout)
        report_error(at[MODIFIER_INOUT], "found `inout` on %s, expected it on `mem` only",
                     reference ? "a reference" : "a scalar");
    else if (!block && in)
        report_error(at[MODIFIER_IN], "found `in` on %s, expected nothing: it is `in` unless it says `out`",
                     reference ? "a reference" : "a scalar");
    parameter->direction = inout ? DIRECTION_INOUT : out ? DIRECTION_OUT : DIRECTION_IN;

    for (enum modifier kind = MODIFIER_OPTIONAL; kind <= MODIFIER_MOVE; kind++) {
        const char *word = kind == MODIFIER_MOVE ? "move" : "optional";

        if (!at[kind].source)
            continue;
        if (!reference)
            report_error(at[kind], "found `%s` on %s, expected it on `ref` only", word,
                         block ? "a block" : "a scalar");
        else if (out)
            report_error(at[kind], "found `%s` on a reference result, expected plain `out ref`: "
                         "it always moves to the caller, and may be null", word);
        parameter->flags |= kind == MODIFIER_MOVE ? PARAMETER_MOVE : PARAMETER_OPTIONAL;
    }
    if (at[MODIFIER_MOVE].source && at[MODIFIER_OPTIONAL].source)
        report_error(parameter->name.location, "found both `optional` and `move`, expected one of them");
}

static void check_bound(struct parameter *parameter)
{
    const char *digits = parameter->bound.text;
    unsigned long bound;
    char *end;

    if (!digits) {
        report_error(parameter->size.location, "found the block `%s` without a bound, "
                     "expected `[%s <= NUMBER]`", parameter->name.text, parameter->size.text);
        report_help("every block has a bound, so that whoever copies it knows how much it can be");
        return;
    }
    bound = strtoul(digits, &end, 0);
    if (*end)
        report_error(parameter->bound.location, "found `%s`, expected a number of bytes", digits);
    else if (!bound || bound > BOUND_MAX)
        report_error(parameter->bound.location, "found the bound %s, expected 1 to %d", digits, BOUND_MAX);
    parameter->bound_value = (unsigned)bound;
    if (!parameter->size.text)
        parameter->flags |= PARAMETER_SIZE_CONSTANT;
}

/* Parameters and their sizes are the parameters of one C function. */
static void check_parameter_names(const struct function *function)
{
    const struct name **names = arena_allocate((2 * function->parameter_count + 1) * sizeof *names);
    unsigned count = 0;

    FOR_EACH(parameter, function->parameters) {
        names[count++] = &parameter->name;
        if (parameter->size.text)
            names[count++] = &parameter->size;
    }
    for (unsigned index = 0; index < count; index++) {
        check_name(*names[index], "the parameter");
        if (!strcmp(names[index]->text, "self") || !strcmp(names[index]->text, "call"))
            report_error(names[index]->location, "found a parameter `%s`, expected another name: "
                         "generated code has one of that name", names[index]->text);
        for (unsigned earlier = 0; earlier < index; earlier++) {
            if (strcmp(names[index]->text, names[earlier]->text))
                continue;
            report_error(names[index]->location, "found a second parameter `%s` in `%s`, "
                         "expected another name", names[index]->text, function->name.text);
            report_note(names[earlier]->location, "the first one is here");
            break;
        }
    }
}

static void check_words(const struct function *function)
{
    unsigned words = 0;

    FOR_EACH(parameter, function->parameters)
        words += parameter->size.text ? 2 : 1;
    if (words > SIGNATURE_WORDS_MAX) {
        report_error(function->name.location, "found %u words of parameters in `%s`, expected %d at most",
                     words, function->name.text, SIGNATURE_WORDS_MAX);
        report_help("a block takes two words, its address and its size; all else takes one");
    }
}

static void check_count(const struct function *function)
{
    unsigned blocks = 0;

    FOR_EACH(parameter, function->parameters)
        blocks += parameter->type == TYPE_BLOCK && parameter->direction == DIRECTION_OUT;
    if (function->result == TYPE_COUNT && blocks != 1) {
        report_error(function->name.location, "found %u `out mem` parameters in `%s`, expected exactly one",
                     blocks, function->name.text);
        report_help("`count` is the number of bytes written to the only `out mem`; write `status` otherwise");
    }
}

static void check_function(struct function *function, const struct library *library)
{
    check_name(function->name, "the function");
    if (function->result_interface.text)
        library_has(library, function->result_interface);
    FOR_EACH(parameter, function->parameters) {
        check_modifiers(parameter);
        if (parameter->type == TYPE_BLOCK)
            check_bound(parameter);
        if (parameter->interface.text)
            library_has(library, parameter->interface);
    }
    check_parameter_names(function);
    check_words(function);
    check_count(function);
}

/* Whether generated names of the functions would be the same: f and f, or f_checked and the variant of f. */
static bool names_collide(const char *left, const char *right)
{
    return !strcmp(left, right) || !strcmp(arena_format("%s_checked", left), right)
        || !strcmp(arena_format("%s_checked", right), left);
}

static void check_function_names(const struct interface *interface)
{
    bool is_component = !strcmp(interface->name.text, "Component");

    FOR_EACH(function, interface->functions) {
        const char *name = function->name.text;

        /* Component's own are what those of the others are made of. */
        if (!is_component && (!strcmp(name, "duplicate") || !strcmp(name, "release")))
            report_error(function->name.location, "found a function `%s`, expected another name: "
                         "`%s_%s` is generated for references", name, interface->name.text, name);
        FOR_EACH(earlier, interface->functions) {
            if (earlier == function)
                break;
            if (!names_collide(earlier->name.text, name))
                continue;
            report_error(function->name.location, "found a second function `%s` in `%s`, "
                         "expected another name", name, interface->name.text);
            report_note(earlier->name.location, "the first one is `%s`", earlier->name.text);
            break;
        }
    }
}

bool check_interface(struct interface *interface, const struct library *library)
{
    const char *path = interface->name.location.source->path;
    const char *stem = path_stem(path, ".interface");
    unsigned before = error_count();

    check_name(interface->name, "the interface");
    if (strcmp(stem, interface->name.text)) {
        report_error(interface->name.location, "found the interface `%s` in the file of `%s`, "
                     "expected one name", interface->name.text, stem);
        report_help("one interface a file; this one belongs in %s/%s.interface", path_folder(path),
                    interface->name.text);
    }
    FOR_EACH(function, interface->functions)
        check_function(function, library);
    check_function_names(interface);
    return error_count() == before;
}
