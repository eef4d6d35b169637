# SPDX-License-Identifier: GPL-2.0-only
# Tests of the kernel: of the machine alone, of the component model on the host (component/), of what the kernel offers
# its servers (machine_probe/).

include tests/kernel/component/module.mk tests/kernel/machine_probe/module.mk

# The machine alone, with tests in place of the component model, and the objects that need nothing else.
MACHINE_TEST_SOURCES := $(sort $(wildcard tests/kernel/machine_*.c))
MACHINE_TEST_OBJECTS := $(MACHINE_TEST_SOURCES:%.c=$(B)/%.o) \
	$(addprefix $(B)/kernel/,model/memory.o roots/interrupt_line.o roots/semaphore.o)

$(MACHINE_TEST_SOURCES:%.c=$(B)/%.o): $(B)/%.o: %.c | $(B)/kernel/kernel.server.h $$(INTERFACE_HEADERS)
	@mkdir -p $(@D)
	$(CC) $(KERNEL_CFLAGS) -MMD -MP -c -o $@ $<

$(B)/tests/machine.elf: $(MACHINE_OBJECTS) $(MACHINE_TEST_OBJECTS) $(KERNEL_LIB) kernel/kernel.ld
	$(KERNEL_LINK) -o $@ $(MACHINE_OBJECTS) $(MACHINE_TEST_OBJECTS) $(KERNEL_LIB) -lgcc

-include $(MACHINE_TEST_OBJECTS:.o=.d)

TEST_NEEDS += $(B)/tests/machine.elf
