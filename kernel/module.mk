# SPDX-License-Identifier: GPL-2.0-only
# The kernel: machine/, and on it the component model in model/, calls/ and roots/.

KERNEL_CFLAGS := $(GUEST_CFLAGS) -mgeneral-regs-only -iquote kernel -iquote $(B)/kernel
KERNEL_LINK := $(CC) -m32 -nostdlib -static -no-pie -Wl,--build-id=none -Wl,-z,max-page-size=4096 \
	-Wl,-z,noexecstack -Wl,-T,kernel/kernel.ld

# The machine alone can be booted too, by its own tests. The rest needs the kernel's signature, of the kernel as a
# server.
MACHINE_SOURCES := $(filter-out %/asm_constants.c,$(sort $(wildcard kernel/machine/*.c kernel/machine/*.asm)))
MODEL_SOURCES := $(filter-out %/asm_constants.c,$(sort \
	$(wildcard kernel/*.c kernel/model/*.c kernel/calls/*.c kernel/calls/*.asm kernel/roots/*.c)))

MACHINE_OBJECTS := $(patsubst %.asm,$(B)/%.asm.o,$(MACHINE_SOURCES:%.c=$(B)/%.o))
KERNEL_LIB_OBJECTS := $(patsubst lib/%.c,$(B)/kernel/lib/%.o,$(LIB_SOURCES))
KERNEL_LIB := $(B)/kernel/lib.a
KERNEL_OBJECTS := $(MACHINE_OBJECTS) $(patsubst %.asm,$(B)/%.asm.o,$(MODEL_SOURCES:%.c=$(B)/%.o)) \
	$(B)/kernel/kernel.signature.o

FLAG_SETS += kernel
flags-kernel = $(CC) $(KERNEL_CFLAGS) $(KERNEL_LINK) $(NASM)
$(KERNEL_OBJECTS): $(B)/flags/kernel

.PHONY: kernel
kernel: $(B)/kernel/kernel ## the kernel, build/kernel/kernel, and with symbols kernel.elf

$(B)/kernel/kernel: $(B)/kernel/kernel.elf
	strip -o $@ $<

$(B)/kernel/kernel.elf: $(KERNEL_OBJECTS) $(KERNEL_LIB) kernel/kernel.ld
	$(KERNEL_LINK) -o $@ $(KERNEL_OBJECTS) $(KERNEL_LIB) -lgcc

$(KERNEL_OBJECTS): | $(B)/kernel/kernel.server.h $$(INTERFACE_HEADERS)

$(KERNEL_LIB): $(KERNEL_LIB_OBJECTS)
	@rm -f $@
	ar rcs $@ $^

$(KERNEL_LIB_OBJECTS): $(B)/flags/kernel
$(B)/kernel/lib/%.o: lib/%.c
	@mkdir -p $(@D)
	$(CC) $(KERNEL_CFLAGS) $(LIB_CFLAGS) -MMD -MP -c -o $@ $<

$(B)/kernel/%.o: kernel/%.c
	@mkdir -p $(@D)
	$(CC) $(KERNEL_CFLAGS) -MMD -MP -c -o $@ $<

# Constants that assembly shares with C are C's (kernel/machine/asm_constants.h).
KERNEL_CONSTANTS := $(B)/kernel/machine/constants.inc $(B)/kernel/calls/constants.inc
$(KERNEL_CONSTANTS): | $(B)/kernel/kernel.server.h $$(INTERFACE_HEADERS)
$(KERNEL_CONSTANTS): $(B)/kernel/%/constants.inc: kernel/%/asm_constants.c $(B)/flags/kernel
	@mkdir -p $(@D)
	$(CC) $(KERNEL_CFLAGS) -MMD -MP -MT $@ -MF $(@:.inc=.d) -S -o - $< | sed -n 's/^-> //p' > $@

$(B)/kernel/%.asm.o: kernel/%.asm $$(dir $$@)constants.inc
	@mkdir -p $(@D)
	$(NASM) -f elf32 -g -F dwarf -Werror=label-redef-late -I $(@D)/ -o $@ $<

-include $(KERNEL_CONSTANTS:.inc=.d)

$(eval $(call signature_rules,$(B)/kernel/kernel,kernel/kernel.component,interfaces,$(INTERFACES)))

$(B)/kernel/kernel.signature.o: $(B)/kernel/kernel.signature.c
	$(CC) $(KERNEL_CFLAGS) -MMD -MP -c -o $@ $<

-include $(KERNEL_OBJECTS:.o=.d) $(KERNEL_LIB_OBJECTS:.o=.d)
