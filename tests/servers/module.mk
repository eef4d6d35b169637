# SPDX-License-Identifier: GPL-2.0-only
# Tests of the native servers on the host. Each runs the server's own files, 32-bit as they are
# meant to be, against a simulated machine and tests/servers/fake_component.c.

SERVER_TEST_FLAGS := $(HOST_CFLAGS) -m32 -fno-pie -no-pie -fno-builtin $(SANITIZE) -Iinterfaces \
	-I$(B)/interfaces -Iservers/runtime -Ilib -Itests/harness
SERVER_TEST_COMPILE = @mkdir -p $(@D); $(CC) $(SERVER_TEST_FLAGS) $(filter %.c,$^) -o $@

TESTS += $(B)/tests/servers_parser.t
$(B)/tests/servers_parser.t: SERVER_TEST_FLAGS += -Iservers/loader
$(B)/tests/servers_parser.t: tests/servers/parser.c servers/loader/parse.c servers/loader/scan.c \
		tests/harness/tap.h servers/loader/parse.h servers/loader/scan.h | $(INTERFACE_HEADERS)
	$(SERVER_TEST_COMPILE)

TESTS += $(B)/tests/servers_sha256.t
$(B)/tests/servers_sha256.t: SERVER_TEST_FLAGS += -Iservers/loader
$(B)/tests/servers_sha256.t: tests/servers/sha256.c servers/loader/sha256.c \
		tests/harness/tap.h servers/loader/sha256.h | $(INTERFACE_HEADERS)
	$(SERVER_TEST_COMPILE)

# $(eval $(call server_test,NAME,SOURCES)): tests/servers_NAME.c with the sources of server NAME.
define server_test
TESTS += $(B)/tests/servers_$(1).t
$(B)/tests/servers_$(1).t: SERVER_TEST_FLAGS += -Iservers/$(1) -I$(B)/servers/$(1)
$(B)/tests/servers_$(1).t: tests/servers/$(1).c tests/servers/fake_component.c $(2) \
		$(B)/servers/$(1)/$(1).signature.c tests/harness/tap.h tests/servers/fake_component.h \
		$(wildcard servers/$(1)/*.h) | $(INTERFACE_HEADERS)
	$$(SERVER_TEST_COMPILE)
endef

$(eval $(call server_test,packets,tests/servers/host_heap.c $(wildcard servers/packets/*.c)))
$(eval $(call server_test,interrupts,$(wildcard servers/interrupts/*.c)))
$(eval $(call server_test,pci,tests/servers/host_heap.c \
	$(filter-out servers/pci/mechanism.c,$(wildcard servers/pci/*.c))))

TESTS += $(B)/tests/servers_calendar.t
$(B)/tests/servers_calendar.t: SERVER_TEST_FLAGS += -Iservers/clock
$(B)/tests/servers_calendar.t: tests/servers/calendar.c servers/clock/calendar.c tests/harness/tap.h \
		servers/clock/calendar.h
	$(SERVER_TEST_COMPILE)

# The tests' own interfaces, which may mention those of the system.
TEST_INTERFACES := $(wildcard tests/servers/interfaces/*.interface)
TEST_INTERFACE_HEADERS := $(B)/tests/servers/interfaces/.made

$(TEST_INTERFACE_HEADERS): $(INTERFACES) $(TEST_INTERFACES) $(INTERFACE_COMPILER)
	@mkdir -p $(@D)
	cp $(INTERFACES) $(TEST_INTERFACES) $(@D)
	for i in $(notdir $(TEST_INTERFACES)); do \
		$(INTERFACE_COMPILER) header $(@D)/$$i -o $(@D)/$${i%.interface}.h || exit 1; done
	@touch $@

# $(eval $(call guest_server,NAME,FOLDER)): $(B)/tests/servers/NAME.server, for tests/servers/qemu-system.t; its
# objects are in FOLDER. Interfaces beside its sources stand in for those of the system; those in
# tests/servers/interfaces are the tests' own.
define guest_server
TEST_NEEDS += $(B)/tests/servers/$(1).server
$(1)_guest_objects := $(patsubst tests/servers/$(1)/%.c,$(2)/%.o,$(wildcard tests/servers/$(1)/*.c)) \
	$(2)/$(1).signature.o

$(2)/interfaces/.made: $(INTERFACES) $(TEST_INTERFACES) $(wildcard tests/servers/$(1)/*.interface)
	@mkdir -p $$(@D)
	@for file in $$^; do cp $$$$file $$(@D) || exit 1; done
	@touch $$@
$(call signature_rules,$(2)/$(1),tests/servers/$(1)/$(1).component,$(2)/interfaces,$(2)/interfaces/.made)

$$($(1)_guest_objects): $(B)/flags/tests-servers
$$($(1)_guest_objects): $(2)/$(1).server.h $(wildcard tests/servers/$(1)/*.h) \
		| $(INTERFACE_HEADERS) $(TEST_INTERFACE_HEADERS)
$(2)/$(1).signature.o: $(2)/$(1).signature.c
	$$(CC) $$(GUEST_CFLAGS) $$(SERVER_CFLAGS) -I$(B)/tests/servers/interfaces -MMD -MP -c $$< -o $$@
$(2)/%.o: tests/servers/$(1)/%.c
	$$(CC) $$(GUEST_CFLAGS) $$(SERVER_CFLAGS) -I$$(@D) -I$(B)/tests/servers/interfaces \
		-Itests/servers/$(1) -I. -MMD -MP -c $$< -o $$@
-include $$($(1)_guest_objects:.o=.d)

$(B)/tests/servers/$(1).server: $$($(1)_guest_objects) $(SERVER_RUNTIME) servers/server.ld
	ld $$(SERVER_LDFLAGS) $$(filter %.o,$$^) $(SERVER_RUNTIME) $(SERVER_LIBGCC) -o $$@
	strip $$@
endef

FLAG_SETS += tests-servers
flags-tests-servers = $(CC) $(GUEST_CFLAGS) $(SERVER_CFLAGS) $(SERVER_TEST_FLAGS)

$(foreach server,probe holder differing reloader tally fragile dependent idler paging tamperer bystander hostile assault \
	liar mapper lies talkers counted counting_echo misshapen silence,$\
	$(eval $(call guest_server,$(server),$(B)/tests/servers/$(server))))
$(B)/tests/servers/counted/counted.o: SERVER_CFLAGS += -Itools/bench/workload

# Tests of lib/ and of the runtime: 32-bit host programs, in which their functions have names of their own.
runtime_test = $(CC) $(HOST_CFLAGS) -m32 $(LIB_CFLAGS) $(SANITIZE) -Ilib -Iinterfaces -I$(B)/interfaces -Iservers/runtime \
	-Itests/harness
runtime_test_objects := $(patsubst %.c,$(B)/tests/runtime/%.o,$(wildcard servers/runtime/*.c) $(LIB_SOURCES))

TESTS += $(B)/tests/runtime_text.t $(B)/tests/runtime_heap.t

$(runtime_test_objects): $(B)/tests/runtime/%.o: %.c servers/runtime/runtime.h $(wildcard lib/*.h) \
		tests/servers/runtime_names.h | $(INTERFACE_HEADERS)
	@mkdir -p $(@D)
	$(runtime_test) -ffreestanding -include tests/servers/runtime_names.h -c $< -o $@

$(B)/tests/runtime_heap.t: $(B)/tests/runtime/servers/runtime/heap.o
$(B)/tests/runtime_text.t: $(filter-out %/heap.o,$(runtime_test_objects))
$(B)/tests/runtime_%.t: tests/servers/runtime_%.c tests/harness/tap.h
	$(runtime_test) $(filter %.c %.o,$^) -o $@
