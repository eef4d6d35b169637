; SPDX-License-Identifier: GPL-2.0-only
; Interrupt and exception entries.
;
;     extern const u32 interrupt_entries[48];         addresses, by vector
;     void interrupt_dispatch(struct interrupt_frame *frame);
;
; Each entry makes the stack look the same, and struct interrupt_frame (interrupts.h)
; describes it, from the top:
;
;     es ds
;     edi esi ebp esp ebx edx ecx eax     pushed by pusha
;     vector
;     error                               by the processor, or 0
;     eip cs eflags                       by the processor
;     esp ss                              likewise, from user mode only
;
; User mode may have put anything into ds and es: the kernel runs with the flat ones of user
; mode, and leaves them so. Its flags are not trusted either: those that survived into the
; kernel by sysenter are cleared before popa, because with NT set `iret` would look for a task
; to return to; iret restores what was interrupted.

        bits 32

%include "constants.inc"                ; made of asm_constants.c

        global interrupt_entries
        extern interrupt_dispatch

; Exceptions for which the processor pushes an error code: 8, 10 to 14, 17, 21, 29, 30
; (Intel SDM volume 3, table 6-1).
%define HAS_ERROR(v) ((v) == 8 || ((v) >= 10 && (v) <= 14) || (v) == 17 || (v) == 21 || (v) == 29 || \
                      (v) == 30)

        section .text
%assign v 0
%rep VECTORS
        align 8
entry_ %+ v:
  %if !HAS_ERROR(v)
        push dword 0
  %endif
        push dword v
        jmp interrupt_common
  %assign v v + 1
%endrep

        align 16
interrupt_common:
        pusha
        push ds
        push es
        mov eax, USER_DATA
        mov ds, eax
        mov es, eax
        cld
        push esp                        ; argument: the frame
        call interrupt_dispatch
        push dword EFLAGS_NONE
        popfd
        add esp, 12                     ; argument, es, ds
        popa
        add esp, 8                      ; vector, error
        iret

        section .rodata
        align 4
interrupt_entries:
%assign v 0
%rep VECTORS
        dd entry_ %+ v
  %assign v v + 1
%endrep
