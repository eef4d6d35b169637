; SPDX-License-Identifier: GPL-2.0-only
; The multiboot entry: turns paging on and goes to the kernel's half of the address
; space.
;
;     void kernel_main(u32 magic, u32 information);
;
; The boot loader comes here in protected mode, without paging, at physical addresses,
; with eax = its magic number and ebx = its information (multiboot 0.6.96, 3.2). The
; page directory maps
;     0           the first 4 MiB, one to one, only until C code runs
;     DIRECT_MAP  physical memory, in 4 MiB global pages
;     WINDOW      page tables that are still empty
; The kernel's entries of the directory never change after boot, but for those that
; space_initialise() adds and address_space_initialise() clears, so that other directories
; can share them.

        bits 32

%include "constants.inc"                ; made of asm_constants.c

MULTIBOOT_MAGIC equ 0x1badb002
MULTIBOOT_FLAGS equ 3                   ; modules at page boundaries; a memory map, please
FEATURES        equ 1 << 3 | 1 << 4 | 1 << 11 | 1 << 13
                                        ; 4 MiB pages, time stamp counter, sysenter, global pages
CR4_PSE_PGE     equ 0x90
CR0_PG_WP_TS_EM equ 0x8001000c          ; TS and EM: using the FPU is an exception
BOOT_STACK_SIZE equ 16384

        global boot_entry, page_directory, window_entries
        extern kernel_main

        section .multiboot
        align 4
        dd MULTIBOOT_MAGIC, MULTIBOOT_FLAGS, -(MULTIBOOT_MAGIC + MULTIBOOT_FLAGS)

        section .boot progbits alloc exec nowrite
boot_entry:
        cli
        cld
        mov esp, boot_stack_top - DIRECT_MAP
        push ebx
        push eax
        mov eax, 1
        cpuid
        and edx, FEATURES
        cmp edx, FEATURES
        jne .unsuitable

        mov edi, page_directory - DIRECT_MAP
        mov dword [edi], LARGE
        mov eax, LARGE_GLOBAL
        mov ecx, DIRECT_PAGES
        lea edx, [edi + (DIRECT_MAP >> 20)]
.direct:
        mov [edx], eax
        add eax, 0x400000
        add edx, 4
        loop .direct
        mov eax, window_entries - DIRECT_MAP + TABLE
        mov ecx, WINDOW_TABLES
        lea edx, [edi + (WINDOW >> 20)]
.window:
        mov [edx], eax
        add eax, 0x1000
        add edx, 4
        loop .window

        mov cr3, edi
        mov eax, cr4
        or eax, CR4_PSE_PGE
        mov cr4, eax
        mov eax, cr0
        or eax, CR0_PG_WP_TS_EM
        mov cr0, eax
        add esp, DIRECT_MAP
        mov eax, high
        jmp eax

.unsuitable:                            ; no log yet: straight to the serial port
        mov esi, .message
        mov dx, SERIAL
.character:
        lodsb
        test al, al
        jz .stop
        out dx, al
        jmp .character
.stop:  out DEBUG_EXIT, al
        hlt
        jmp .stop
.message:
        db "kernel: this processor lacks 4 MiB pages, global pages, sysenter or a time stamp counter", 13, 10, 0

        section .text
high:   call kernel_main                ; (magic, information), pushed above
.halt:  hlt
        jmp .halt

        section .bss
        alignb 4096
page_directory:         resb 4096
window_entries:         resb 4096 * WINDOW_TABLES
boot_stack:             resb BOOT_STACK_SIZE
boot_stack_top:
