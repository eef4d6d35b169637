/* SPDX-License-Identifier: GPL-2.0-only */
/* The checks of a server file, which may be hostile, and its way into memory.
 *
 * Each number of the file is compared with its limits before it is used, in an order in
 * which no sum can wrap: first an offset with the size of what it is an offset into,
 * then the length with what is left. A refusal names the field. */
#include <stddef.h>

#include "model/elf.h"

#include "bytes.h"
#include "machine/machine.h"
#include "model/elf_format.h"
#include "model/error.h"
#include "signature.h"

#define PROGRAM_HEADERS_MAX 8
#define DYNAMIC_ENTRIES_MAX 64

/* The file while it is examined. Program headers are null as long as none was found. */
struct loading {
    const u8 *file;
    u32 size;
    const struct program_header *headers;
    u32 header_count;
    const struct program_header *text, *data, *dynamic, *signature;
    u32 relocations;            /* offset of the table in the image */
    u32 relocations_size;
};

static status malformed(const char *field, u32 value)
{
    return error_set(E_NOEXEC, "server file: %s is 0x%x", field, value);
}

static status malformed_segment(u32 index, const char *field, u32 value)
{
    return error_set(E_NOEXEC, "server file: program header %u: %s is 0x%x", index, field, value);
}

/* Whether `length` bytes at `offset` lie inside `size`. */
static int inside(u32 offset, u32 length, u32 size)
{
    return offset <= size && length <= size - offset;
}

static status check_identification(const u8 *identification)
{
    static const u8 expected[16] = { 0x7f, 'E', 'L', 'F', ELF_CLASS_32, ELF_LITTLE_ENDIAN, ELF_VERSION };
    u32 i;

    for (i = 0; i < sizeof expected; i++)
        if (identification[i] != expected[i])
            return error_set(E_NOEXEC, "server file: e_ident[%u] is 0x%x, not 0x%x", i, identification[i],
                             expected[i]);
    return OK;
}

/* e_entry and the section headers (e_shoff and its kin) mean nothing to a loader. */
static status check_header(struct loading *l)
{
    const struct elf_header *header = (const struct elf_header *)l->file;
    status result;

    if (l->size < sizeof *header)
        return error_set(E_NOEXEC, "server file: only %u bytes long, shorter than its header", l->size);
    result = check_identification(header->e_ident);
    if (result < 0)
        return result;
    if (header->e_type != ET_DYN)
        return malformed("e_type", header->e_type);
    if (header->e_machine != EM_386)
        return malformed("e_machine", header->e_machine);
    if (header->e_version != ELF_VERSION)
        return malformed("e_version", header->e_version);
    if (header->e_flags)
        return malformed("e_flags", header->e_flags);
    if (header->e_ehsize != sizeof *header)
        return malformed("e_ehsize", header->e_ehsize);
    if (header->e_phentsize != sizeof(struct program_header))
        return malformed("e_phentsize", header->e_phentsize);
    if (!header->e_phnum || header->e_phnum > PROGRAM_HEADERS_MAX)
        return malformed("e_phnum", header->e_phnum);
    if (header->e_phoff < sizeof *header || header->e_phoff % 4
        || !inside(header->e_phoff, header->e_phnum * sizeof(struct program_header), l->size))
        return malformed("e_phoff", header->e_phoff);
    l->headers = (const struct program_header *)(l->file + header->e_phoff);
    l->header_count = header->e_phnum;
    return OK;
}

static status check_load(struct loading *l, u32 index)
{
    const struct program_header *segment = &l->headers[index];
    const struct program_header **place = segment->p_flags == (PF_R | PF_X) ? &l->text : &l->data;

    if (segment->p_flags != (PF_R | PF_X) && segment->p_flags != (PF_R | PF_W))
        return malformed_segment(index, "p_flags", segment->p_flags);
    if (*place)
        return error_set(E_NOEXEC, "server file: program header %u: p_flags: a second %s segment", index,
                         place == &l->text ? "text" : "data");
    if (!segment->p_memsz || segment->p_memsz > SERVER_IMAGE_MAX)
        return malformed_segment(index, "p_memsz", segment->p_memsz);
    if (segment->p_filesz > segment->p_memsz)
        return malformed_segment(index, "p_filesz", segment->p_filesz);
    if (segment->p_vaddr > SERVER_IMAGE_MAX - segment->p_memsz)
        return malformed_segment(index, "p_vaddr", segment->p_vaddr);
    if (!segment->p_align || segment->p_align > PAGE_SIZE || segment->p_align & (segment->p_align - 1))
        return malformed_segment(index, "p_align", segment->p_align);
    if ((segment->p_vaddr ^ segment->p_offset) & (segment->p_align - 1))
        return malformed_segment(index, "p_offset", segment->p_offset);
    if (segment->p_filesz ? segment->p_offset < sizeof(struct elf_header) : place == &l->text)
        return malformed_segment(index, segment->p_filesz ? "p_offset" : "p_filesz", segment->p_offset);
    *place = segment;
    return OK;
}

static status check_segment(struct loading *l, u32 index)
{
    const struct program_header *segment = &l->headers[index];
    const struct program_header **place;

    if (segment->p_type == PT_GNU_STACK)
        return OK;
    if (!inside(segment->p_offset, 0, l->size))
        return malformed_segment(index, "p_offset", segment->p_offset);
    if (!inside(segment->p_offset, segment->p_filesz, l->size))
        return malformed_segment(index, "p_filesz", segment->p_filesz);
    if (segment->p_type == PT_LOAD)
        return check_load(l, index);

    if (segment->p_type == PT_DYNAMIC)
        place = &l->dynamic;
    else if (segment->p_type == PT_SIGNATURE)
        place = &l->signature;
    else
        return malformed_segment(index, "p_type", segment->p_type);
    if (*place)
        return error_set(E_NOEXEC, "server file: program header %u: p_type 0x%x stands twice", index,
                         segment->p_type);
    *place = segment;
    return OK;
}

/* The segment whose copied part holds `length` bytes at the address, or null. */
static const struct program_header *segment_at(const struct loading *l, u32 address, u32 length)
{
    const struct program_header *segments[2] = { l->text, l->data };
    u32 i;

    for (i = 0; i < 2; i++)
        if (segments[i] && address >= segments[i]->p_vaddr
            && inside(address - segments[i]->p_vaddr, length, segments[i]->p_filesz))
            return segments[i];
    return NULL;
}

/* A segment that is a part of another one must say so in all its fields. */
static status check_part(const struct loading *l, const struct program_header *part)
{
    const struct program_header *whole = segment_at(l, part->p_vaddr, part->p_filesz);
    u32 index = (u32)(part - l->headers);

    if (!part->p_filesz || part->p_filesz > l->size)
        return malformed_segment(index, "p_filesz", part->p_filesz);
    if (part->p_memsz != part->p_filesz)
        return malformed_segment(index, "p_memsz", part->p_memsz);
    if (!whole)
        return malformed_segment(index, "p_vaddr", part->p_vaddr);
    if (part->p_offset % 4 || part->p_offset - whole->p_offset != part->p_vaddr - whole->p_vaddr)
        return error_set(E_NOEXEC, "server file: program header %u: p_offset is 0x%x where p_vaddr is 0x%x",
                         index, part->p_offset, part->p_vaddr);
    if (part->p_flags != PF_R)
        return malformed_segment(index, "p_flags", part->p_flags);
    if (part->p_align != 4)
        return malformed_segment(index, "p_align", part->p_align);
    return OK;
}

static status check_segments(struct loading *l)
{
    status result;
    u32 i;

    for (i = 0; i < l->header_count; i++) {
        result = check_segment(l, i);
        if (result < 0)
            return result;
    }
    if (!l->text || !l->dynamic || !l->signature)
        return error_set(E_NOEXEC, "server file: p_type: there is no %s segment",
                         !l->text ? "executable PT_LOAD" : !l->dynamic ? "PT_DYNAMIC" : "PT_SIGNATURE");
    if (l->data && l->data->p_vaddr < l->text->p_vaddr + l->text->p_memsz
        && l->text->p_vaddr < l->data->p_vaddr + l->data->p_memsz)
        return error_set(E_NOEXEC, "server file: p_vaddr: text and data overlap");
    result = check_part(l, l->dynamic);
    return result < 0 ? result : check_part(l, l->signature);
}

/* One entry of the dynamic section. Tags that ask for something that a server must not
 * need are unknown here, like all others that are not listed. */
static status check_dynamic_entry(struct loading *l, const struct dynamic_entry *entry)
{
    switch (entry->d_tag) {
    case DT_REL:
        l->relocations = entry->d_value;
        return OK;
    case DT_RELSZ:
        l->relocations_size = entry->d_value;
        return OK;
    case DT_RELENT:
        return entry->d_value == sizeof(struct relocation) ? OK : malformed("DT_RELENT", entry->d_value);
    case DT_HASH: case DT_GNU_HASH: case DT_STRTAB: case DT_SYMTAB: case DT_STRSZ: case DT_SYMENT:
    case DT_SONAME: case DT_SYMBOLIC: case DT_TEXTREL: case DT_FLAGS: case DT_FLAGS_1: case DT_RELCOUNT:
        return OK;
    case DT_NEEDED:
        return error_set(E_NOEXEC, "server file: DT_NEEDED: a server must not need a library");
    default:
        return malformed("a tag (d_tag) of PT_DYNAMIC", entry->d_tag);
    }
}

static status check_dynamic(struct loading *l)
{
    const struct dynamic_entry *entries = (const struct dynamic_entry *)(l->file + l->dynamic->p_offset);
    u32 count = l->dynamic->p_filesz / sizeof *entries;
    status result;
    u32 i;

    if (l->dynamic->p_filesz % sizeof *entries || count > DYNAMIC_ENTRIES_MAX)
        return malformed("p_filesz of PT_DYNAMIC", l->dynamic->p_filesz);
    for (i = 0; i < count && entries[i].d_tag != DT_NULL; i++) {
        result = check_dynamic_entry(l, &entries[i]);
        if (result < 0)
            return result;
    }
    if (i == count)
        return error_set(E_NOEXEC, "server file: PT_DYNAMIC: DT_NULL is missing at its end");
    if (l->relocations_size % sizeof(struct relocation) || l->relocations_size > l->size)
        return malformed("DT_RELSZ", l->relocations_size);
    if (l->relocations_size && (l->relocations % 4 || !segment_at(l, l->relocations, l->relocations_size)))
        return malformed("DT_REL", l->relocations);
    return OK;
}

/* The relocations, read from the file: the copy in memory changes as they are applied. */
static const struct relocation *relocations_of(const struct loading *l)
{
    const struct program_header *segment = segment_at(l, l->relocations, l->relocations_size);

    return (const struct relocation *)(l->file + segment->p_offset + (l->relocations - segment->p_vaddr));
}

static status check_relocations(const struct loading *l)
{
    const struct relocation *relocations;
    u32 count = l->relocations_size / sizeof *relocations, i;

    if (!count)
        return OK;
    relocations = relocations_of(l);
    if ((u32)relocations % 4)
        return malformed("DT_REL", l->relocations);
    for (i = 0; i < count; i++) {
        if (relocations[i].r_info != R_386_RELATIVE)
            return error_set(E_NOEXEC, "server file: relocation %u: r_info is 0x%x, not R_386_RELATIVE", i,
                             relocations[i].r_info);
        if (!segment_at(l, relocations[i].r_offset, 4))
            return error_set(E_NOEXEC, "server file: relocation %u: r_offset is 0x%x", i,
                             relocations[i].r_offset);
    }
    return OK;
}

static void copy_segment(const struct loading *l, const struct program_header *segment, u8 *base)
{
    memcpy(base + segment->p_vaddr, l->file + segment->p_offset, segment->p_filesz);
}

static void relocate(const struct loading *l, const struct image *image)
{
    const struct relocation *relocations;
    u32 count = l->relocations_size / sizeof *relocations, i, word;

    if (!count)
        return;
    relocations = relocations_of(l);
    for (i = 0; i < count; i++) {
        memcpy(&word, image->base + relocations[i].r_offset, 4);
        word += image->address;
        memcpy(image->base + relocations[i].r_offset, &word, 4);
    }
}

static void set_ranges(const struct loading *l, struct image *image)
{
    image->text_start = l->text->p_vaddr;
    image->text_end = l->text->p_vaddr + l->text->p_memsz;
    if (l->data) {
        image->data_start = l->data->p_vaddr;
        image->data_end = l->data->p_vaddr + l->data->p_memsz;
    }
}

static status make_image(const struct loading *l, struct space *space, struct image *image)
{
    status result;

    set_ranges(l, image);
    result = image_allocate(image, space);
    if (result < 0)
        return error_set(result, "server file: no %u pages of memory in one run, or no addresses for them",
                         image->pages);
    copy_segment(l, l->text, image->base);
    if (l->data)
        copy_segment(l, l->data, image->base);
    relocate(l, image);
    return OK;
}

status elf_load(const u8 *file, u32 size, struct space *space, struct image *image,
                struct file_range *signature)
{
    struct loading loading = { .file = file, .size = size };
    status result;

    memset(image, 0, sizeof *image);
    result = check_header(&loading);
    if (result >= 0)
        result = check_segments(&loading);
    if (result >= 0)
        result = check_dynamic(&loading);
    if (result >= 0)
        result = check_relocations(&loading);
    if (result < 0)
        return result;
    signature->offset = loading.signature->p_offset;
    signature->size = loading.signature->p_filesz;
    return make_image(&loading, space, image);
}
