/* SPDX-License-Identifier: GPL-2.0-only */
/* Finding the semantic patches and reading the comments that each begins with. */
#include <ctype.h>
#include <errno.h>
#include <glob.h>
#include <stdlib.h>
#include <string.h>

#include "base/files.h"
#include "base/message.h"
#include "base/scanner.h"
#include "convert/patch.h"

/* "// KEY: a, b" lines, of which there may be several. */
static void read_header(const char *text, const char *key, struct names *names)
{
    char *start = format("// %s:", key);

    for (const char *line = text; line; line = strchr(line, '\n') ? strchr(line, '\n') + 1 : NULL) {
        if (!starts_with(line, start))
            continue;
        char *words = format("%.*s", (int)strcspn(line, "\n"), line);
        for (char *comma = strchr(words, ','); comma; comma = strchr(comma, ','))
            *comma = ' ';
        names_add_words(names, words + strlen(start));
        free(words);
    }
    free(start);
}

static bool is_numbered(const char *name)
{
    return isdigit((unsigned char)name[0]) && isdigit((unsigned char)name[1]) && name[2] == '-' && name[3];
}

static bool load(struct patches *patches, const char *path, bool by_hand)
{
    const char *base = base_name(path);
    struct patch patch = { .path = format("%s", path), .by_hand = by_hand };

    patch.name = format("%.*s", (int)(strlen(base) - strlen(".cocci")), base);
    patch.text = file_read(path, &patch.size);
    if (!patch.text) {
        report_error(strerror(errno), NULL, "%s", path);
        return false;
    }
    if (!is_numbered(patch.name)) {
        report_error("is not called NN-topic.cocci", "the number is its place in the order", "%s", path);
        return false;
    }
    if (patches_find(patches, patch.name) >= 0) {
        report_error("has the name of another patch", "manifests and reports tell patches by name", "%s",
                     path);
        return false;
    }
    read_header(patch.text, "Keywords", &patch.keywords);
    read_header(patch.text, "Removes", &patch.removes);
    patches->patch = reallocate(patches->patch, (patches->count + 1) * sizeof patch);
    patches->patch[patches->count++] = patch;
    return true;
}

static bool load_folder(struct patches *patches, const char *folder, bool by_hand)
{
    char *pattern = format("%s/*.cocci", folder);
    glob_t found;
    bool good = true;

    if (glob(pattern, 0, NULL, &found) == 0) {
        for (size_t i = 0; i < found.gl_pathc; i++)
            good &= load(patches, found.gl_pathv[i], by_hand);
        globfree(&found);
    }
    free(pattern);
    return good;
}

bool patches_load(struct patches *patches, const char *port)
{
    bool good;

    *patches = (struct patches){ 0 };
    good = load_folder(patches, "semantic-patches", false);
    if (port) {
        char *folder = format("ported/%s", port);
        good &= load_folder(patches, folder, true);
        free(folder);
    }
    return good;
}

int patches_find(const struct patches *patches, const char *name)
{
    for (size_t i = 0; i < patches->count; i++)
        if (strcmp(patches->patch[i].name, name) == 0)
            return i;
    return -1;
}

bool patch_concerns(const struct patch *patch, const char *text, size_t size)
{
    struct scanner scanner;
    struct token token;

    if (!patch->keywords.count)
        return true;
    scanner_start(&scanner, text, size);
    while ((token = scanner_next(&scanner)).kind != TOKEN_END)
        for (size_t i = 0; token.kind == TOKEN_NAME && i < patch->keywords.count; i++)
            if (token_is(&token, patch->keywords.name[i]))
                return true;
    return false;
}
