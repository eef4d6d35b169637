/* SPDX-License-Identifier: GPL-2.0-only */
/* Checking that names that patches remove are gone: a call that a patch did not match, or a
 * function whose address is taken, would be told by nobody else. */
#include <stdlib.h>

#include "base/files.h"
#include "base/message.h"
#include "convert/convert.h"

static void report(const struct patch *patch, const struct converted_file *file, const char *name,
                   const struct mention *mention)
{
    char *full = mention->place == MENTION_CALL
        ? format("%s is still called, though %s removes it", name, patch->name)
        : format("%s has its address taken, and %s converts only calls", name, patch->name);

    report_error(full, "the line is one of the converted file: does the patch miss a form of it?", "%s:%u",
                 file->path, mention->line);
    free(full);
}

static void keep(struct converted *converted, const struct converted_file *file, const char *name,
                 const struct mention *mention)
{
    converted->leftovers = reallocate(converted->leftovers,
                                      (converted->leftover_count + 1) * sizeof *converted->leftovers);
    converted->leftovers[converted->leftover_count++] =
        (struct leftover){ .file = file->path, .name = name, .mention = *mention };
}

bool find_leftovers(struct converted *converted)
{
    const struct conversion *conversion = converted->conversion;
    bool good = true;

    for (size_t i = 0; i < conversion->file_count; i++) {
        const struct converted_file *file = &conversion->files[i];
        size_t size;
        char *text = file_read(file->converted, &size);
        for (size_t j = 0; text && j < conversion->patches.count; j++) {
            const struct patch *patch = &conversion->patches.patch[j];
            struct mention *mentions;
            size_t count = find_mentions(text, size, &patch->removes, &mentions);
            for (size_t k = 0; k < count; k++) {
                const char *name = patch->removes.name[mentions[k].name];
                if (mentions[k].place == MENTION_CALL || mentions[k].place == MENTION_ADDRESS) {
                    report(patch, file, name, &mentions[k]);
                    good = false;
                } else {
                    keep(converted, file, name, &mentions[k]);
                }
            }
            free(mentions);
        }
        free(text);
    }
    return good;
}
