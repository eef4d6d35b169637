# SPDX-License-Identifier: GPL-2.0-only
# Tests of kernel/model and kernel/calls on the host: 32-bit programs under sanitizers, in which the generated
# code and real server files run natively; tests/kernel/component/host.c plays the rest of the kernel.

component_tests := $(B)/tests/component

# The interfaces of the system and those of the tests, in one folder; in `other`, some differ.
component_own := $(wildcard tests/kernel/component/interfaces/*.interface)
component_differing := $(wildcard tests/kernel/component/other/*.interface)
component_interfaces := $(component_tests)/interfaces/.made
component_other_interfaces := $(component_tests)/other/.made

$(component_interfaces): $(INTERFACES) $(component_own) $(INTERFACE_COMPILER)
$(component_other_interfaces): $(INTERFACES) $(component_own) $(component_differing) $(INTERFACE_COMPILER)
$(component_interfaces) $(component_other_interfaces):
	@mkdir -p $(@D)
	for i in $(filter %.interface,$^); do cp $$i $(@D) || exit 1; done
	for i in $(@D)/*.interface; do $(INTERFACE_COMPILER) header $$i -o $${i%.interface}.h || exit 1; done
	@touch $@

# $(eval $(call component_test_server,NAME,SERVER,FOLDER OF INTERFACES,EDIT)):
# $(component_tests)/NAME.server, of the server SERVER, its component file edited by sed.
define component_test_server
COMPONENT_TEST_SERVERS += $(component_tests)/$(1).server

$(component_tests)/$(1)/$(2)/$(2).component: tests/kernel/component/servers/$(2)/$(2).component
	@mkdir -p $$(@D)
	sed '$(4)' $$< > $$@
$(call signature_rules,$(component_tests)/$(1)/$(2),$(component_tests)/$(1)/$(2)/$(2).component,$\
	$(component_tests)/$(3),$(component_tests)/$(3)/.made)

$(component_tests)/$(1)/%.o: tests/kernel/component/servers/$(2)/%.c $(B)/flags/tests-component | $(component_tests)/$(1)/$(2).server.h
	$$(CC) -I$(component_tests)/$(1) -I$(component_tests)/$(3) $$(GUEST_CFLAGS) $$(SERVER_CFLAGS) -I. \
		-MMD -MP -c $$< -o $$@

$(component_tests)/$(1)/%.o: $(component_tests)/$(1)/%.c
	$$(CC) -I$(component_tests)/$(3) $$(GUEST_CFLAGS) $$(SERVER_CFLAGS) -c $$< -o $$@

$(component_tests)/$(1).server: $(patsubst tests/kernel/component/servers/$(2)/%.c,$(component_tests)/$(1)/%.o,\
		$(wildcard tests/kernel/component/servers/$(2)/*.c)) $(component_tests)/$(1)/$(2).signature.o \
		$(SERVER_RUNTIME) servers/server.ld
	ld $$(SERVER_LDFLAGS) $$(filter %.o,$$^) $(SERVER_RUNTIME) $(SERVER_LIBGCC) -o $$@
	strip $$@
endef

$(eval $(call component_test_server,rules,rules,interfaces,))
$(eval $(call component_test_server,launcher,launcher,interfaces,))
$(eval $(call component_test_server,client,client,interfaces,))
$(eval $(call component_test_server,client_other,client,other,))
$(foreach server,kinds tokens counter victim,\
	$(eval $(call component_test_server,$(server),$(server),interfaces,))\
	$(eval $(call component_test_server,$(server)_serialised,$(server),interfaces,/thread_safe/d)))

# The test programs: these without what only user mode causes and without memory of the machine's, the
# stand-in machine, one file of tests.
component_test_sources := $(filter-out $(addprefix kernel/,model/memory.c calls/asm_constants.c calls/trace_machine.c calls/user_fault.c \
	calls/crossing_fault.c),$(wildcard kernel/model/*.c kernel/calls/*.c)) \
	$(addprefix kernel/roots/,component_object.c domain_object.c server_object.c servers.c) lib/format.c \
	$(wildcard tests/kernel/component/*.c)
# Entry code does not keep the stack aligned as the sanitizers need it.
component_test_flags := $(HOST_CFLAGS) -m32 -fno-pie -no-pie -fcf-protection=none \
	-mincoming-stack-boundary=2 $(SANITIZE) -include tests/kernel/component/interrupts.h \
	-I$(component_tests) -I$(component_tests)/interfaces -Ilib -Iinterfaces -Itests/harness \
	-iquote tests/kernel/component -iquote kernel

FLAG_SETS += tests-component
flags-tests-component = $(CC) $(component_test_flags) $(GUEST_CFLAGS) $(SERVER_CFLAGS) $(SERVER_LDFLAGS)

component_test_objects := $(component_test_sources:%.c=$(component_tests)/objects/%.o) \
	$(component_tests)/objects/kernel.signature.o $(B)/kernel/calls/trap.asm.o
COMPONENT_TESTS := $(patsubst tests/kernel/component_%.c,%,$(wildcard tests/kernel/component_*.c))
TESTS += $(COMPONENT_TESTS:%=$(B)/tests/component_%.t)
TEST_NEEDS += $(COMPONENT_TEST_SERVERS)

$(eval $(call signature_rules,$(component_tests)/kernel,tests/kernel/component/kernel/kernel.component,$\
	$(component_tests)/interfaces,$(component_interfaces)))

$(component_tests)/objects/%.o: %.c $(B)/flags/tests-component | $(component_tests)/kernel.server.h
	@mkdir -p $(@D)
	$(CC) $(component_test_flags) -MMD -MP -c $< -o $@

$(component_tests)/objects/kernel.signature.o: $(component_tests)/kernel.signature.c
	@mkdir -p $(@D)
	$(CC) $(component_test_flags) -MMD -MP -c $< -o $@

$(COMPONENT_TESTS:%=$(B)/tests/component_%.t): $(B)/tests/component_%.t: \
		$(component_tests)/objects/tests/kernel/component_%.o $(component_test_objects) | $(COMPONENT_TEST_SERVERS)
	$(CC) -m32 -no-pie $(SANITIZE) $^ -o $@

-include $(wildcard $(component_tests)/*/*.d) $(patsubst %.o,%.d,$(component_test_objects)) \
	$(COMPONENT_TESTS:%=$(component_tests)/objects/tests/kernel/component_%.d)
