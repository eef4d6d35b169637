; SPDX-License-Identifier: GPL-2.0-only
; The thread switch.
;
;     void thread_switch(u32 *saved, u32 stack_pointer);
;
; Called with interrupts off. Pushes the registers that the C convention has a callee
; keep, stores the stack pointer in *saved, and takes over the other stack, which was
; left here, or was made to look so by thread_create():
;
;     edi esi ebx ebp     <- stack_pointer
;     return address

        bits 32
        section .text
        global thread_switch
        align 16
thread_switch:
        mov eax, [esp + 4]
        mov edx, [esp + 8]
        push ebp
        push ebx
        push esi
        push edi
        mov [eax], esp
        mov esp, edx
        pop edi
        pop esi
        pop ebx
        pop ebp
        ret
