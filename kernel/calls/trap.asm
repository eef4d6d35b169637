; SPDX-License-Identifier: GPL-2.0-only
; Where user mode enters the kernel by sysenter, and what all generated code for calls across
; domains shares (crossing_state.h).
;
; A stub of the user area (user_area.c) enters with
;
;     eax     ~function number            ecx     its stack: return address, reference, parameters
;     edx     reference
;
; and the return stub with ecx = 0, the result in eax. Nothing of that can be trusted, nor any
; flag or segment register. The reference becomes the offset of a slot by a mask, so that it
; always means some slot; that it is one of the caller's is checked here, and so is the function
; number against the table that the slot points at. A thread that returns goes where the newest
; frame says.
;
; Interrupts are off in all of this, but for the calls of C.

        bits 32

%include "constants.inc"                ; made of asm_constants.c

        global trap_entry
        global crossing_released, crossing_gone
        global crossing_refuse, crossing_refuse_fault, crossing_begin_again
        global crossing_no_stack, crossing_no_buffer
        global crossing_fail, crossing_fail_locked, crossing_fail_late, crossing_fail_fault
        global crossing_abort, crossing_answer
        global crossing_last, crossing_leave_kernel
        global crossing_unreferenced, crossing_wait, crossing_attend
        global crossing_enter, crossing_leave_upcall
        global crossing_copy, crossing_copy_start, crossing_copy_end, crossing_copy_failed

        extern slots, frame_top, kernel_stack_top, current_directory
        extern crossing_refused, crossing_undo, crossing_lose_results
        extern user_stack_create, crossing_buffer_create
        extern object_unreferenced, monitor_wait, monitor_attend

; Forgets the flags that user mode left, and turns interrupts off.
%macro clear_flags 0
        push dword EFLAGS_NONE
        popfd
%endmacro

        section .text
        align 16
trap_entry:                             ; esp is the address of kernel_stack_top
        mov esp, [esp]
        jecxz return
trap_checks:
        pusha
        and edx, SLOT_MASK
        mov ebp, [frame_top]
        mov esi, [slots + edx + SLOT_OWNER]
        cmp esi, [ebp + FRAME_SERVER]
        jne crossing_released
        mov ebx, [slots + edx + SLOT_ENTRIES]
        cmp eax, [ebx - 4]              ; entry_table.h: -(number of functions)
        jb crossing_released
        jmp [ebx + 4 * eax - 8]         ; entries[-3 - k]

        align 16
return:
        mov ebp, [frame_top]
        jmp [ebp + FRAME_RETURN]

; Refusals: nothing has changed, and what was pushed below the registers is forgotten.
crossing_gone:
        mov eax, E_GONE
        jmp crossing_refuse
crossing_refuse_fault:
        mov eax, E_FAULT
        jmp crossing_refuse
crossing_released:
        mov eax, E_REFERENCE
crossing_refuse:
        mov esp, [kernel_stack_top]
        sub esp, REGISTERS_SIZE
        clear_flags
        mov edx, esp
        push eax
        push edx
        call crossing_refused           ; (registers, reason)
        cli
        add esp, 8

; Back to user mode with what the registers say: result, call status. Only iret can do that.
crossing_answer:
        mov ebp, [frame_top]
        call load_space
        popa
        mov [kernel_stack_top], esp
        push dword USER_DATA
        push ecx
        push dword EFLAGS_USER
        push dword USER_CODE
        push dword USER_CALL_RETURN
        iret

; Loads the space of the server whose frame is ebp. Clobbers ecx.
load_space:
        mov ecx, [ebp + FRAME_SERVER]
        mov ecx, [ecx + SERVER_DIRECTORY]
        cmp ecx, [current_directory]
        je .loaded
        mov [current_directory], ecx
        mov cr3, ecx
.loaded:
        ret

; The trap needs something that has to be made first. eax: the domain.
crossing_no_stack:
        clear_flags
        push eax
        call user_stack_create
        jmp made
crossing_no_buffer:
        clear_flags
        call crossing_buffer_create
made:   cli
        test eax, eax
        js crossing_refuse
crossing_begin_again:
        mov esp, [kernel_stack_top]
        sub esp, REGISTERS_SIZE
        popa
        jmp trap_checks

; The call of the newest frame fails, with the status in eax.
crossing_abort:                         ; void crossing_abort(status failure)
        mov eax, [esp + 4]
        mov edx, STAGE_RUNNING
        jmp fail
crossing_fail_fault:                    ; the function's result in eax
        clear_flags
        push eax
        call crossing_lose_results
        mov eax, E_FAULT
crossing_fail_late:
        mov edx, STAGE_LEAVING
        jmp fail
crossing_fail_locked:
        mov edx, STAGE_LOCKED
        jmp fail
crossing_fail:
        mov edx, STAGE_PASSING
fail:   clear_flags
        mov esp, [kernel_stack_top]
        push edx
        push eax
        call crossing_undo              ; (failure, stage); eax: registers, edx: 1 for user mode
        cli
        mov esp, eax
        test edx, edx
        jnz crossing_answer
answer_kernel:
        mov ecx, [esp + REGISTERS_TOP]
        mov [kernel_stack_top], ecx
        popa
        sti
        ret

; The call is over, but it held the last count of its object (ecx). eax: the result.
crossing_last:
        clear_flags
        push eax
        push ecx
        sti
        call object_unreferenced
        cli
        pop ecx
        pop eax
        mov ebp, [frame_top]
        call load_space
        mov [esp + REGISTERS_EAX], eax
        popa
        mov [kernel_stack_top], esp
        mov edx, USER_CALL_RETURN
        sti
        sysexit

; Likewise for a caller in the kernel's domain; here the object is still counted.
crossing_leave_kernel:
        clear_flags
        mov [esp + REGISTERS_EAX], eax
        mov dword [esp + REGISTERS_EDX], 0
        dec dword [ecx]
        jnz answer_kernel
        push ecx
        sti
        call object_unreferenced
        cli
        pop ecx
        jmp answer_kernel

; Calls of C out of generated code.
crossing_unreferenced:                  ; the object in ebx
        pusha
        clear_flags
        sti
        push ebx
        call object_unreferenced
        add esp, 4
        cli
        popa
        ret

crossing_wait:                          ; the server in ecx
        clear_flags
        sti
        push ecx
        call monitor_wait
        add esp, 4
        cli
        ret

crossing_attend:                        ; the server in ecx
        push eax
        clear_flags
        sti
        push ecx
        call monitor_attend
        add esp, 4
        cli
        pop eax
        ret

; u64 crossing_enter(u32 address, u32 stack_pointer, void *stack): the kernel calls user mode, in
; a frame that it has pushed. Nothing of its registers is shown.
crossing_enter:
        cli
        pusha
        mov eax, [kernel_stack_top]
        mov [esp + REGISTERS_TOP], eax
        mov edx, [esp + REGISTERS_SIZE + 4]
        mov ecx, [esp + REGISTERS_SIZE + 8]
        push dword [esp + REGISTERS_SIZE + 12]
        mov [kernel_stack_top], esp
        xor eax, eax
        xor ebx, ebx
        xor esi, esi
        xor edi, edi
        xor ebp, ebp
        sti
        sysexit

; Where its function returns to. crossing_enter()'s caller pops the frame.
crossing_leave_upcall:
        clear_flags
        add esp, 4
        mov [esp + REGISTERS_EAX], eax
        mov dword [esp + REGISTERS_EDX], 0
        jmp answer_kernel

; status crossing_copy(void *to, const void *from, u32 size)
crossing_copy:
        push esi
        push edi
        mov edi, [esp + 12]
        mov esi, [esp + 16]
        mov ecx, [esp + 20]
crossing_copy_start:
        rep movsb
crossing_copy_end:
        xor eax, eax
        jmp copied
crossing_copy_failed:
        mov eax, E_FAULT
copied: pop edi
        pop esi
        ret

        section .note.GNU-stack noalloc noexec nowrite progbits
