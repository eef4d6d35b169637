/* SPDX-License-Identifier: GPL-2.0-only */
/* The word `trace` in system descriptions (the grammar is in servers/loader/parse.h): behind the
 * parentheses of a server's line, or behind its domain. Text within braces is left alone. */
#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "trace/words.h"

static size_t word_length(const char *text)
{
    size_t length = 0;

    while (isalnum((unsigned char)text[length]) || text[length] == '_')
        length++;
    return length;
}

static const char *skip_blanks(const char *text)
{
    return text + strspn(text, " \t");
}

static bool is_word(const char *text, const char *word)
{
    return word_length(text) == strlen(word) && strncmp(text, word, strlen(word)) == 0;
}

/* Behind the parenthesis that closes the first one of the line; null if there is none. */
static const char *behind_parentheses(const char *line)
{
    const char *at = line + strcspn(line, "(#\n");
    int depth = 0;

    for (; *at && *at != '\n'; at++) {
        depth += (*at == '(') - (*at == ')');
        if (depth == 0)
            return *at == ')' ? at + 1 : NULL;
    }
    return NULL;
}

/* Behind the domain, if one is named. */
static const char *behind_domain(const char *at)
{
    const char *word = skip_blanks(at);

    if (!is_word(word, "in"))
        return at;
    word = skip_blanks(word + word_length(word));
    return word + word_length(word);
}

/* Whether the word is among the flags from there on. */
static bool has_trace(const char *at)
{
    for (at = skip_blanks(at); word_length(at); at = skip_blanks(at + word_length(at)))
        if (is_word(at, "trace"))
            return true;
    return false;
}

/* Where the word belongs in a line that declares one of the servers without it, or null. Notes
 * which it was. */
static const char *place_in(const char *line, const struct names *servers, bool *found)
{
    const char *name = skip_blanks(line);
    size_t length = word_length(name);
    const char *flags = behind_parentheses(line);

    if (!length || *skip_blanks(name + length) != '=' || !flags)
        return NULL;
    for (size_t i = 0; i < servers->count; i++)
        if (strlen(servers->name[i]) == length && strncmp(name, servers->name[i], length) == 0) {
            found[i] = true;
            flags = behind_domain(flags);
            return has_trace(flags) ? NULL : flags;
        }
    return NULL;
}

static int braces(const char *line, size_t length)
{
    int depth = 0;

    for (size_t i = 0; i < length && line[i] != '#'; i++)
        depth += (line[i] == '{') - (line[i] == '}');
    return depth;
}

static void append(char **text, size_t *length, const char *more, size_t size)
{
    *text = reallocate(*text, *length + size + 1);
    memcpy(*text + *length, more, size);
    *length += size;
    (*text)[*length] = 0;
}

char *trace_words_add(const char *description, const struct names *servers, struct names *missing)
{
    char *text = format("%s", "");
    bool *found = allocate(servers->count + 1);
    size_t length = 0;
    int depth = 0;

    memset(found, 0, servers->count + 1);
    for (const char *line = description; *line; ) {
        size_t size = strcspn(line, "\n");
        const char *place = depth == 0 ? place_in(line, servers, found) : NULL;
        if (place) {
            append(&text, &length, line, (size_t)(place - line));
            append(&text, &length, " trace", 6);
        } else {
            place = line;
        }
        depth += braces(line, size);
        size += line[size] == '\n';
        append(&text, &length, place, (size_t)(line + size - place));
        line += size;
    }
    for (size_t i = 0; i < servers->count; i++)
        if (!found[i])
            names_add(missing, servers->name[i]);
    free(found);
    return text;
}

size_t trace_words_count(const char *description)
{
    size_t count = 0;

    for (const char *line = description; *line; ) {
        size_t size = strcspn(line, "\n"), end = strcspn(line, "\n#");
        for (size_t i = 0; i < end; ) {
            size_t word = word_length(line + i);
            count += is_word(line + i, "trace");
            i += word ? word : 1;
        }
        line += size + (line[size] == '\n');
    }
    return count;
}
