/* SPDX-License-Identifier: GPL-2.0-only */
/* What all user mode code shares, read-only: the words that its references point at, and the
 * stubs through which its calls leave (addresses in machine.h).
 *
 *      USER_HANDLES        one page, mapped 512 times: the first word of each 16 bytes is
 *                          the address of the stub table
 *      USER_STUBS          the stub table: USER_STUB_COUNT addresses, then the stubs
 *      USER_CALL_RETURN    where a call comes back to user mode: ret
 *      USER_RETURN         what a function called in user mode returns to
 *
 * So `(*reference)->function(reference, ...)` enters stub k, the function's number, and
 * sysenter with
 *      eax     ~k
 *      edx     the reference
 *      ecx     the stack pointer: return address, reference, parameters
 * USER_RETURN does sysenter with ecx = 0, and the function's result in eax. */
#ifndef KERNEL_MACHINE_USER_AREA_H
#define KERNEL_MACHINE_USER_AREA_H

/* Makes the area and puts it into the kernel's directory, from which all others copy it.
 * Called once, before there is another one. */
void user_area_initialise(void);

#endif
