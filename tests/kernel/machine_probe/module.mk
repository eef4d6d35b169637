# SPDX-License-Identifier: GPL-2.0-only
# The probe of the kernel's own interfaces, for tests/kernel/qemu-machine-interfaces.t.

machine_probe := $(B)/tests/kernel/machine_probe
machine_probe_objects := $(patsubst %.c,$(B)/%.o,$(wildcard tests/kernel/machine_probe/*.c)) \
	$(machine_probe)/machine_probe.signature.o

TEST_NEEDS += $(machine_probe)/machine_probe.server $(B)/kernel/kernel.elf

$(eval $(call signature_rules,$(machine_probe)/machine_probe,tests/kernel/machine_probe/machine_probe.component,$\
	interfaces,$(INTERFACES)))

$(machine_probe)/%.o: tests/kernel/machine_probe/%.c | $(machine_probe)/machine_probe.server.h $(INTERFACE_HEADERS)
	$(CC) $(GUEST_CFLAGS) $(SERVER_CFLAGS) -I$(machine_probe) -MMD -MP -c -o $@ $<

$(machine_probe)/%.o: $(machine_probe)/%.c | $(INTERFACE_HEADERS)
	$(CC) $(GUEST_CFLAGS) $(SERVER_CFLAGS) -MMD -MP -c -o $@ $<

$(machine_probe)/machine_probe.server: $(machine_probe_objects) $(SERVER_RUNTIME) servers/server.ld
	ld $(SERVER_LDFLAGS) $(machine_probe_objects) $(SERVER_RUNTIME) $(SERVER_LIBGCC) -o $@

-include $(machine_probe_objects:.o=.d)
