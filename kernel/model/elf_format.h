/* SPDX-License-Identifier: GPL-2.0-only */
/* ELF32 as far as a server file uses it. (Tool Interface Standard, Executable and
 * Linking Format, version 1.2; System V ABI, Intel386 supplement.) */
#ifndef KERNEL_MODEL_ELF_FORMAT_H
#define KERNEL_MODEL_ELF_FORMAT_H

#include "types.h"

struct elf_header {
    u8 e_ident[16];
    u16 e_type, e_machine;
    u32 e_version, e_entry, e_phoff, e_shoff, e_flags;
    u16 e_ehsize, e_phentsize, e_phnum, e_shentsize, e_shnum, e_shstrndx;
};

#define ELF_CLASS_32        1
#define ELF_LITTLE_ENDIAN   1
#define ELF_VERSION         1
#define ET_DYN              3
#define EM_386              3

struct program_header {
    u32 p_type, p_offset, p_vaddr, p_paddr, p_filesz, p_memsz, p_flags, p_align;
};

#define PT_LOAD             1
#define PT_DYNAMIC          2
#define PT_GNU_STACK        0x6474e551
#define PF_X                1
#define PF_W                2
#define PF_R                4

struct dynamic_entry {
    u32 d_tag, d_value;
};

#define DT_NULL             0
#define DT_NEEDED           1
#define DT_HASH             4
#define DT_STRTAB           5
#define DT_SYMTAB           6
#define DT_STRSZ            10
#define DT_SYMENT           11
#define DT_SONAME           14
#define DT_SYMBOLIC         16
#define DT_REL              17
#define DT_RELSZ            18
#define DT_RELENT           19
#define DT_TEXTREL          22
#define DT_FLAGS            30
#define DT_GNU_HASH         0x6ffffef5
#define DT_RELCOUNT         0x6ffffffa
#define DT_FLAGS_1          0x6ffffffb

struct relocation {
    u32 r_offset, r_info;
};

#define R_386_RELATIVE      8       /* r_info: no symbol, this type */

#endif
