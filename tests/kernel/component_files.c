/* SPDX-License-Identifier: GPL-2.0-only */
/* Malformed server files: truncated at every length, each field at 0, -1 and its largest
 * positive value, and bytes changed at random. Each is refused with the field's name, or,
 * where the value is as good as another, loaded; nothing else may happen. */
#include <stddef.h>
#include <stdlib.h>

#include "model/elf_format.h"
#include "model/error.h"
#include "host.h"
#include "machine/pages.h"
#include "signature.h"
#include "tap.h"

#define RANDOM_FILES 20000

static u8 *original, *file;     /* from the heap, to the byte: the sanitizer watches the end */
static u32 size;
static const struct elf_header *header;
static const struct program_header *segments;
static u32 refused, loaded;

/* What may be in a field besides what is right. */
enum tolerance {
    STRICT,                     /* nothing */
    ZERO_IS_VALID,              /* zero: a good value, though the rest may not fit it */
    IRRELEVANT                  /* anything: no loader looks at it */
};

/* Loads `file` as it is; it is not run. */
static status try(void)
{
    struct server *server;
    status result;

    error_clear();
    result = server_load(file, size, "victim", &kernel_domain, 0, &server);
    if (result >= 0) {
        loaded++;
        server_unload(server);
    } else {
        refused++;
    }
    return result;
}

static void restore(void)
{
    memcpy(file, original, size);
}

/* Tries one value of a field. */
static void try_value(const char *table, u32 index, const char *name, u32 offset, u32 width, u32 value,
                      enum tolerance tolerance)
{
    status result;

    memcpy(file + offset, &value, width);
    if (!memcmp(file, original, size))
        return;
    result = try();
    restore();
    if (result >= 0 && tolerance == IRRELEVANT)
        return;
    if (tolerance == ZERO_IS_VALID && !value && (result >= 0 || error_text()[0]))
        return;
    if (!ok(result == E_NOEXEC && strstr(error_text(), name), "%s %u: %s = 0x%x is refused by name", table,
            index, name, value))
        tap_note("%d: %s", result, error_text());
}

static void try_field(const char *table, u32 index, const char *name, u32 offset, u32 width,
                      enum tolerance tolerance)
{
    u32 all = width == 4 ? ~0u : (1u << 8 * width) - 1;

    try_value(table, index, name, offset, width, 0, tolerance);
    try_value(table, index, name, offset, width, all, tolerance);
    try_value(table, index, name, offset, width, all / 2, tolerance);
}

#define FIELD(table, index, base, type, field, tolerance) \
    try_field(table, index, #field, (base) + offsetof(type, field), sizeof((type *)0)->field, tolerance)

static void test_header(void)
{
    u32 i;

    for (i = 0; i < 16; i++)
        try_field("ELF header", i, "e_ident", i, 1, STRICT);
    FIELD("ELF header", 0, 0, struct elf_header, e_type, STRICT);
    FIELD("ELF header", 0, 0, struct elf_header, e_machine, STRICT);
    FIELD("ELF header", 0, 0, struct elf_header, e_version, STRICT);
    FIELD("ELF header", 0, 0, struct elf_header, e_entry, IRRELEVANT);
    FIELD("ELF header", 0, 0, struct elf_header, e_phoff, STRICT);
    FIELD("ELF header", 0, 0, struct elf_header, e_shoff, IRRELEVANT);
    FIELD("ELF header", 0, 0, struct elf_header, e_flags, STRICT);
    FIELD("ELF header", 0, 0, struct elf_header, e_ehsize, STRICT);
    FIELD("ELF header", 0, 0, struct elf_header, e_phentsize, STRICT);
    FIELD("ELF header", 0, 0, struct elf_header, e_phnum, STRICT);
    FIELD("ELF header", 0, 0, struct elf_header, e_shentsize, IRRELEVANT);
    FIELD("ELF header", 0, 0, struct elf_header, e_shnum, IRRELEVANT);
    FIELD("ELF header", 0, 0, struct elf_header, e_shstrndx, IRRELEVANT);
}

static void test_segments(void)
{
    u32 i;

    for (i = 0; i < header->e_phnum; i++) {
        u32 base = header->e_phoff + i * sizeof *segments;
        /* Where a segment has no bytes in the file, their place there means nothing. */
        enum tolerance place = segments[i].p_filesz ? STRICT : IRRELEVANT;

        FIELD("program header", i, base, struct program_header, p_type, STRICT);
        FIELD("program header", i, base, struct program_header, p_offset, place);
        FIELD("program header", i, base, struct program_header, p_vaddr, STRICT);
        FIELD("program header", i, base, struct program_header, p_paddr, IRRELEVANT);
        FIELD("program header", i, base, struct program_header, p_filesz, STRICT);
        FIELD("program header", i, base, struct program_header, p_memsz, STRICT);
        FIELD("program header", i, base, struct program_header, p_flags, STRICT);
        FIELD("program header", i, base, struct program_header, p_align, STRICT);
    }
}

/* Values that only their combination makes wrong. */
static void test_combinations(void)
{
    u32 i, j, base = header->e_phoff;
    struct program_header other;

    for (i = 0; i < header->e_phnum; i++, base += sizeof other) {
        other = segments[i];
        if (other.p_type == PT_LOAD && other.p_filesz) {
            try_value("program header", i, "p_filesz", base + offsetof(struct program_header, p_memsz), 4,
                      other.p_filesz - 1, STRICT);
            try_value("program header", i, "p_offset", base + offsetof(struct program_header, p_offset), 4,
                      other.p_offset + 1, STRICT);
        }
        /* Another segment in place of this one, so that it stands twice and this one is missing. */
        for (j = 0; j < header->e_phnum; j++) {
            memcpy(file + base, &segments[j], sizeof other);
            if (memcmp(file, original, size)) {
                ok(try() == E_NOEXEC, "program header %u in place of %u is refused", j, i);
                ok(strstr(error_text(), "p_type") || strstr(error_text(), "p_flags"), "by name: %s",
                   error_text());
            }
            restore();
        }
    }
}

/* The dynamic section without an end, and with a length that is no number of entries. */
static void test_dynamic_end(u32 entries)
{
    u32 headers = header->e_phoff, i;

    for (i = 0; segments[i].p_type != PT_DYNAMIC; i++)
        headers += sizeof *segments;
    memcpy(file + headers + offsetof(struct program_header, p_memsz), &(u32){ 8 * entries }, 4);
    try_value("PT_DYNAMIC", 0, "DT_NULL", headers + offsetof(struct program_header, p_filesz), 4, 8 * entries,
              STRICT);
    memcpy(file + headers + offsetof(struct program_header, p_memsz), &(u32){ 8 * entries + 4 }, 4);
    try_value("PT_DYNAMIC", 0, "p_filesz", headers + offsetof(struct program_header, p_filesz), 4,
              8 * entries + 4, STRICT);
}

/* A segment that says something about the stack is no matter. */
static void test_stack_segment(void)
{
    u8 *larger = calloc(1, size + 256);
    u32 count = header->e_phnum, place = (size + 3) & ~3u;
    struct elf_header *changed = (struct elf_header *)larger;
    struct program_header stack = { .p_type = PT_GNU_STACK, .p_offset = ~0u, .p_filesz = ~0u };
    u8 *saved = file;
    u32 saved_size = size;

    memcpy(larger, original, size);
    memcpy(larger + place, segments, count * sizeof stack);
    memcpy(larger + place + count * sizeof stack, &stack, sizeof stack);
    changed->e_phoff = place;
    changed->e_phnum = (u16)(count + 1);
    file = larger;
    size += 256;
    if (!ok(try() == OK, "a PT_GNU_STACK segment is ignored"))
        tap_note("%s", error_text());
    file = saved;
    size = saved_size;
    free(larger);
}

static const struct program_header *segment_of(u32 type)
{
    u32 i;

    for (i = 0; i < header->e_phnum; i++)
        if (segments[i].p_type == type)
            return &segments[i];
    return NULL;
}

static void test_dynamic(void)
{
    u32 base = segment_of(PT_DYNAMIC)->p_offset, text = segment_of(PT_LOAD)->p_offset, i;
    const struct dynamic_entry *entries = (const struct dynamic_entry *)(original + base);
    u32 relocations = 0, bytes = 0;

    for (i = 0; entries[i].d_tag != DT_NULL; i++) {
        u32 offset = base + i * sizeof *entries;

        try_value("dynamic entry", i, "d_tag", offset, 4, ~0u, STRICT);
        try_value("dynamic entry", i, "DT_NEEDED", offset, 4, DT_NEEDED, STRICT);
        if (entries[i].d_tag == DT_REL) {
            relocations = entries[i].d_value;
            try_value("dynamic entry", i, "relocation", offset + 4, 4, 0, STRICT);
            try_value("dynamic entry", i, "DT_REL", offset + 4, 4, ~0u, STRICT);
            try_value("dynamic entry", i, "DT_REL", offset + 4, 4, 0x7fffffff, STRICT);
        }
        if (entries[i].d_tag == DT_RELSZ) {
            bytes = entries[i].d_value;
            try_value("dynamic entry", i, "DT_REL", offset + 4, 4, ~0u, STRICT);
            try_value("dynamic entry", i, "DT_RELSZ", offset + 4, 4, bytes + 1, STRICT);
            try_value("dynamic entry", i, "DT_REL", offset + 4, 4, 0x7ffffff8, STRICT);
        }
        if (entries[i].d_tag == DT_RELENT)
            try_field("dynamic entry", i, "DT_RELENT", offset + 4, 4, STRICT);
    }
    test_dynamic_end(i);
    ok(bytes >= 8 && bytes % 8 == 0, "the file has relocations");
    for (i = 0; i < bytes / 8; i++) {
        try_field("relocation", i, "r_info", text + relocations + 8 * i + 4, 4, STRICT);
        try_value("relocation", i, "r_offset", text + relocations + 8 * i, 4, ~0u, STRICT);
        try_value("relocation", i, "r_offset", text + relocations + 8 * i, 4, 0x7fffffff, STRICT);
        try_value("relocation", i, "r_offset", text + relocations + 8 * i, 4,
                  segment_of(PT_LOAD)->p_memsz - 3, STRICT);
    }
}

static void test_signature_header(u32 base)
{
    FIELD("signature", 0, base, struct signature_header, magic, STRICT);
    FIELD("signature", 0, base, struct signature_header, size, STRICT);
    FIELD("signature", 0, base, struct signature_header, flags, ZERO_IS_VALID);
    FIELD("signature", 0, base, struct signature_header, interface_count, STRICT);
    FIELD("signature", 0, base, struct signature_header, function_count, STRICT);
    FIELD("signature", 0, base, struct signature_header, parameter_count, STRICT);
    FIELD("signature", 0, base, struct signature_header, implemented_count, STRICT);
    FIELD("signature", 0, base, struct signature_header, required_count, STRICT);
    FIELD("signature", 0, base, struct signature_header, address_count, STRICT);
    FIELD("signature", 0, base, struct signature_header, name, ZERO_IS_VALID);
    FIELD("signature", 0, base, struct signature_header, construct, STRICT);
    FIELD("signature", 0, base, struct signature_header, destruct, STRICT);
    FIELD("signature", 0, base, struct signature_header, component, STRICT);
    FIELD("signature", 0, base, struct signature_header, strings_size, STRICT);
}

/* Interfaces, functions, parameters. Zero is an index, an offset and a type of its own. */
static u32 test_signature_types(u32 base, const struct signature_header *s)
{
    u32 i;

    for (i = 0; i < s->interface_count; i++, base += sizeof(struct signature_interface)) {
        FIELD("interface", i, base, struct signature_interface, name, ZERO_IS_VALID);
        FIELD("interface", i, base, struct signature_interface, first_function, STRICT);
        try_value("interface", i, "function", base + offsetof(struct signature_interface, function_count), 2,
                  0, ZERO_IS_VALID);
        try_value("interface", i, "function_count",
                  base + offsetof(struct signature_interface, function_count), 2, 0xffff, STRICT);
        FIELD("interface", i, base, struct signature_interface, reserved, STRICT);
    }
    for (i = 0; i < s->function_count; i++, base += sizeof(struct signature_function)) {
        FIELD("function", i, base, struct signature_function, name, ZERO_IS_VALID);
        FIELD("function", i, base, struct signature_function, first_parameter, STRICT);
        try_value("function", i, "parameter", base + offsetof(struct signature_function, parameter_count), 1,
                  0, STRICT);
        try_value("function", i, "parameter_count",
                  base + offsetof(struct signature_function, parameter_count), 1, 255, STRICT);
        FIELD("function", i, base, struct signature_function, result, ZERO_IS_VALID);
        try_value("function", i, "result_interface",
                  base + offsetof(struct signature_function, result_interface), 2, 0x7fff, STRICT);
    }
    for (i = 0; i < s->parameter_count; i++, base += sizeof(struct signature_parameter)) {
        FIELD("parameter", i, base, struct signature_parameter, name, ZERO_IS_VALID);
        FIELD("parameter", i, base, struct signature_parameter, type, STRICT);
        FIELD("parameter", i, base, struct signature_parameter, direction, STRICT);
        FIELD("parameter", i, base, struct signature_parameter, flags, ZERO_IS_VALID);
        FIELD("parameter", i, base, struct signature_parameter, reserved, STRICT);
        try_value("parameter", i, "interface", base + offsetof(struct signature_parameter, interface), 2,
                  0x7fff, STRICT);
        FIELD("parameter", i, base, struct signature_parameter, bound, STRICT);
    }
    return base;
}

static void test_signature_rest(u32 base, const struct signature_header *s)
{
    u32 i;

    for (i = 0; i < s->implemented_count; i++, base += sizeof(struct signature_implemented)) {
        const struct signature_implemented *implemented = (const void *)(original + base);

        FIELD("implemented", i, base, struct signature_implemented, interface, ZERO_IS_VALID);
        FIELD("implemented", i, base, struct signature_implemented, first_address, STRICT);
        try_value("implemented", i, implemented->root ? "destroy" : "root", base
                  + offsetof(struct signature_implemented, root), 2, 0, STRICT);
        try_value("implemented", i, "root", base + offsetof(struct signature_implemented, root), 2, 0xffff,
                  STRICT);
        FIELD("implemented", i, base, struct signature_implemented, reserved, STRICT);
        FIELD("implemented", i, base, struct signature_implemented, destroy, STRICT);
    }
    for (i = 0; i < s->required_count; i++, base += sizeof(struct signature_required)) {
        try_value("required", i, "interface", base, 2, 0x7fff, STRICT);
        FIELD("required", i, base, struct signature_required, name, ZERO_IS_VALID);
        FIELD("required", i, base, struct signature_required, optional, ZERO_IS_VALID);
        FIELD("required", i, base, struct signature_required, reserved, STRICT);
        FIELD("required", i, base, struct signature_required, variable, STRICT);
    }
    for (i = 0; i < s->address_count; i++, base += 4)
        try_field("address", i, "address", base, 4, STRICT);
}

static void test_signature(void)
{
    u32 base = segment_of(PT_SIGNATURE)->p_offset;
    const struct signature_header *s = (const struct signature_header *)(original + base);

    test_signature_header(base);
    base = test_signature_types(base + sizeof *s, s);
    test_signature_rest(base, s);
}

/* Cut off at every length. The section headers at the end are not needed. */
static void test_truncation(void)
{
    u32 whole = size, needed = 0, i, wrong = 0, unnamed = 0;

    for (i = 0; i < header->e_phnum; i++)
        if (segments[i].p_offset + segments[i].p_filesz > needed)
            needed = segments[i].p_offset + segments[i].p_filesz;
    for (size = 0; size < whole; size++) {
        status result;

        free(file);
        file = malloc(size);
        restore();
        result = try();

        wrong += size < needed ? result != E_NOEXEC : result != OK;
        unnamed += result < 0 && !strstr(error_text(), "p_") && !strstr(error_text(), "e_phoff")
            && !strstr(error_text(), "shorter than its header");
    }
    size = whole;
    free(file);
    file = malloc(size);
    restore();
    is_number(wrong, 0, "cut off at each of %u lengths, it is refused up to %u", whole, needed);
    is_number(unnamed, 0, "each time with a reason");
}

static void test_random(void)
{
    u32 i, j, pages = host_pages, blocks = host_blocks;

    srandom(1);
    for (i = 0; i < RANDOM_FILES; i++) {
        u32 changes = 1 + random() % 4;

        for (j = 0; j < changes; j++)
            file[(u32)random() % size] = random() % 3 ? (u8)random() : (u8)(random() % 2 ? 0xff : 0);
        try();
        restore();
    }
    ok(refused && loaded, "%u random files: in all %u refused, %u loaded, nothing else", RANDOM_FILES,
       refused, loaded);
    tap_note("pages %u, then %u; blocks %u, then %u (types stay)", pages, host_pages, blocks, host_blocks);
}

/* Memory may end at any point of a load. */
static void test_memory(void)
{
    u32 pages, blocks, i, failures = 0;
    status result = E_NOMEM;

    try();
    pages = host_pages;
    blocks = host_blocks;
    for (i = 0; result == E_NOMEM && i < 1000; i++) {
        host_allocations_left = (i32)i;
        result = try();
        host_allocations_left = -1;
        failures += result == E_NOMEM && error_text()[0];
    }
    is_number(result, OK, "with %u allocations it loads", i - 1);
    is_number(failures, i - 1, "with fewer it is refused with E_NOMEM and a message");
    ok(pages == host_pages && blocks == host_blocks, "and nothing leaks");
}

/* Likewise when two of its interfaces are new: Token, whose function gets another name, and
 * Tokens, which mentions it. Both types and the entry points for them stay, once each. */
static void test_memory_for_types(void)
{
    u32 blocks = host_blocks, i;
    status result = E_NOMEM;
    u8 *name = memmem(file, size, "getNumber", 9);

    name[0] = 'G';
    for (i = 0; result == E_NOMEM && i < 1000; i++) {
        host_allocations_left = (i32)i;
        result = try();
        host_allocations_left = -1;
    }
    ok(result == OK && i > 10, "with %u allocations it loads with new interfaces", i - 1);
    is_number(host_blocks - blocks, 2 * 2 + 2 * 2, "with fewer nothing of them is left");
    restore();
}

static void test_file(const char *name)
{
    char path[256];
    u32 pages;

    snprintf(path, sizeof path, "build/tests/component/%s.server", name);
    original = host_read(path, &size, &pages);
    file = malloc(size);
    header = (const struct elf_header *)original;
    segments = (const struct program_header *)(original + header->e_phoff);
    restore();
    if (!ok(try() == OK, "%s: the file itself loads", name))
        tap_note("%s", error_text());
    test_memory();
    if (!strcmp(name, "tokens"))
        test_memory_for_types();
    test_header();
    test_segments();
    test_combinations();
    test_stack_segment();
    test_dynamic();
    test_signature();
    test_truncation();
    test_random();
    pages_free(original, pages);
    free(file);
}

int main(void)
{
    host_start();
    test_file("tokens");
    test_file("counter_serialised");
    return tap_end();
}
