/* SPDX-License-Identifier: GPL-2.0-only */
/* A module of Linux's (.ko): reading it, its dependencies, its changes. What stands in the file is
 * checked before it is used: a damaged one is reported. */
#include <archive.h>
#include <archive_entry.h>
#include <endian.h>
#include <gelf.h>
#include <stdlib.h>
#include <string.h>

#include "base/message.h"
#include "bench/linux_module.h"

static const char refetch[] = "remove build/sources/linux-image-i386 and run make setup-linux";
static const char signature_end[] = "~Module signature appended~\n";

enum { CHUNK = 65536, SIGNATURE_HEADER = 12 };  /* the latter's last four bytes: the signature's size */

/* All that one entry of an archive holds. */
static bool read_entry(struct archive *archive, struct linux_module *module)
{
    la_ssize_t got;

    do {
        module->bytes = reallocate(module->bytes, module->size + CHUNK);
        got = archive_read_data(archive, module->bytes + module->size, CHUNK);
        module->size += got > 0 ? (size_t)got : 0;
    } while (got > 0);
    return got == 0;
}

bool linux_module_read(struct linux_module *module, const char *path)
{
    struct archive *archive = archive_read_new();
    struct archive_entry *entry;

    *module = (struct linux_module){ 0 };
    archive_read_support_format_raw(archive);
    archive_read_support_filter_all(archive);
    bool good = archive_read_open_filename(archive, path, CHUNK) == ARCHIVE_OK &&
        archive_read_next_header(archive, &entry) == ARCHIVE_OK && read_entry(archive, module);
    if (!good)
        report_error(archive_error_string(archive), refetch, "%s", path);
    archive_read_free(archive);
    if (!good)
        linux_module_free(module);
    return good;
}

/* The section .modinfo, strings KEY=VALUE, each ended by a zero; null if it is no module of an i386 Linux. */
static Elf_Data *find_information(Elf *elf)
{
    GElf_Ehdr header;
    size_t names;

    if (!elf || !gelf_getehdr(elf, &header) || gelf_getclass(elf) != ELFCLASS32 || header.e_machine != EM_386
        || elf_getshdrstrndx(elf, &names) != 0)
        return NULL;
    for (Elf_Scn *section = NULL; (section = elf_nextscn(elf, section)) != NULL; ) {
        GElf_Shdr found;
        const char *name = gelf_getshdr(section, &found) ? elf_strptr(elf, names, found.sh_name) : NULL;
        if (name && strcmp(name, ".modinfo") == 0)
            return elf_getdata(section, NULL);
    }
    return NULL;
}

static void add_list(struct names *names, const char *list, size_t length)
{
    while (length) {
        const char *comma = memchr(list, ',', length);
        size_t part = comma ? (size_t)(comma - list) : length;
        if (part)
            names_add_part(names, list, part);
        list += part + (comma != NULL);
        length -= part + (comma != NULL);
    }
}

bool linux_module_depends(const struct linux_module *module, const char *place, struct names *names)
{
    static const char key[] = "depends=";

    elf_version(EV_CURRENT);
    Elf *elf = elf_memory((char *)module->bytes, module->size);
    const Elf_Data *information = find_information(elf);
    if (!information || (!information->d_buf && information->d_size)) {
        report_error("is not a module of an i386 Linux, or damaged", refetch, "%s", place);
        elf_end(elf);
        return false;
    }
    const char *text = information->d_buf ? information->d_buf : "", *end = text + information->d_size;
    while (text < end) {
        size_t length = strnlen(text, (size_t)(end - text));
        if (length >= strlen(key) && memcmp(text, key, strlen(key)) == 0)
            add_list(names, text + strlen(key), length - strlen(key));
        text += length + 1;
    }
    elf_end(elf);
    return true;
}

static bool cut_signature(struct linux_module *module, const char *place)
{
    size_t end = strlen(signature_end);
    uint32_t size;

    if (module->size < end || memcmp(module->bytes + module->size - end, signature_end, end) != 0)
        return true;
    if (module->size < end + SIGNATURE_HEADER) {
        report_error("its signature is longer than the file", refetch, "%s", place);
        return false;
    }
    memcpy(&size, module->bytes + module->size - end - sizeof size, sizeof size);
    size = be32toh(size);
    if (size > module->size - end - SIGNATURE_HEADER) {
        report_error("its signature is longer than the file", refetch, "%s", place);
        return false;
    }
    module->size -= end + SIGNATURE_HEADER + size;
    return true;
}

static bool apply(struct linux_module *module, const char *place, const struct native_quirk *quirk,
                  size_t number)
{
    unsigned char *first = memmem(module->bytes, module->size, quirk->find, quirk->size);
    unsigned char *rest = first ? first + 1 : NULL;

    if (!first || memmem(rest, (size_t)(module->bytes + module->size - rest), quirk->find, quirk->size)) {
        report_error(first ? "its bytes stand there more than once" : "its bytes do not stand there",
                     "the manifest's quirk is made for another version of Linux: adapt it",
                     "%s: native.quirks[%zu]", place, number);
        return false;
    }
    memcpy(first, quirk->replace, quirk->size);
    return true;
}

bool linux_module_change(struct linux_module *module, const char *place, const struct native_quirk *quirks,
                         size_t count)
{
    bool good = count == 0 || cut_signature(module, place);

    for (size_t i = 0; good && i < count; i++)
        good = apply(module, place, &quirks[i], i);
    return good;
}

void linux_module_free(struct linux_module *module)
{
    free(module->bytes);
    *module = (struct linux_module){ 0 };
}
