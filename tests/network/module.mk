# SPDX-License-Identifier: GPL-2.0-only
# Host tests of the network servers: each is built as a 32-bit shared object, with sanitizers,
# beside monolithic lwIP as the reference.

network_tests := $(B)/tests/network
NETWORK_TEST_CFLAGS := -m32 -fPIC -O1 -g $(SANITIZE) -fno-omit-frame-pointer -fno-builtin -std=gnu11 \
	-Wall -Wextra -Werror -D_GNU_SOURCE -Ilib -Iinterfaces -I$(B)/interfaces -Itests/harness -Itests/network \
	-DNETWORK_SERVERS='"$(network_tests)"'
FLAG_SETS += tests-network
flags-tests-network = $(CC) $(NETWORK_TEST_CFLAGS)
network_test_servers := ethernet ip icmp udp tcp udp_echo tcp_echo bulk ping iperf

# The server's own sources, except that random numbers repeat.
network_test_sources = $(patsubst servers/network/entropy.c,tests/network/entropy.c,\
	$(wildcard servers/$(1)/*.c) $($(1)_SOURCES)) lib/crc32.c

define network_test_server
$(network_tests)/$(1)/%.o: %.c $(B)/flags/tests-network | $(B)/servers/$(1)/$(1).server.h $(INTERFACE_HEADERS)
	@mkdir -p $$(@D)
	$(CC) $(NETWORK_TEST_CFLAGS) -I$(B)/servers/$(1) -Iservers/$(1) $$($(1)_CFLAGS) -MMD -MP -c $$< -o $$@

$(network_tests)/$(1).so: $$$$(patsubst %.c,$(network_tests)/$(1)/%.o,$$$$(call network_test_sources,$(1)) \
		$(B)/servers/$(1)/$(1).signature.c)
	$(CC) -m32 -shared $(SANITIZE) -Wl,-Bsymbolic -o $$@ $$^
endef
$(foreach server,$(network_test_servers),$(eval $(call network_test_server,$(server))))

monolith_sources := $(patsubst %,tests/network/%.c,monolith monolith_echo monolith_client entropy frames) \
	servers/tcp/premises.c servers/tcp/sequence.c servers/tcp/half_sip_hash.c $(addprefix $(B)/sources/lwip/src/,$(addsuffix .c,\
	$(addprefix core/,def inet_chksum ip mem memp netif pbuf tcp tcp_in tcp_out udp) \
	$(addprefix core/ipv4/,etharp icmp ip4 ip4_addr ip4_frag) netif/ethernet))

$(network_tests)/monolith/%.o: %.c $(B)/flags/tests-network | $(INTERFACE_HEADERS)
	@mkdir -p $(@D)
	$(CC) $(NETWORK_TEST_CFLAGS) -Wno-unused-parameter -DLAYER_ALL -Iservers/network -Iservers/tcp \
		-I$(B)/sources/lwip/src/include -MMD -MP -c $< -o $@

$(network_tests)/monolith.so: $(patsubst %.c,$(network_tests)/monolith/%.o,$(monolith_sources))
	$(CC) -m32 -shared $(SANITIZE) -Wl,-Bsymbolic -o $@ $^

network_test_library := $(patsubst %,$(network_tests)/objects/%.o,\
	stand_in world packets frames fuzz monolith_load adversary peer)

$(network_tests)/objects/%.o: tests/network/%.c $(B)/flags/tests-network | $(INTERFACE_HEADERS)
	@mkdir -p $(@D)
	$(CC) $(NETWORK_TEST_CFLAGS) -MMD -MP -c $< -o $@

$(B)/tests/network_%.t: $(network_tests)/objects/network_%.o $(network_test_library) \
		$(network_test_servers:%=$(network_tests)/%.so) $(network_tests)/monolith.so
	$(CC) -m32 -no-pie $(SANITIZE) -o $@ $(filter %.o,$^) -ldl

NETWORK_TESTS := $(patsubst tests/network/%.c,$(B)/tests/%.t,$(wildcard tests/network/network_*.c))
TESTS += $(NETWORK_TESTS)

-include $(shell find $(network_tests) -name '*.d' 2>/dev/null)
.SECONDARY: $(network_test_library) $(NETWORK_TESTS:$(B)/tests/%.t=$(network_tests)/objects/%.o)

# lwIP's own unit tests of TCP and pbufs, on the TCP server's files.
lwip_unit := $(B)/sources/lwip/test/unit
unit_sources = tests/network/unit/unit.c tests/network/stand_in.c tests/network/packets.c \
	$(B)/sources/lwip/src/core/stats.c \
	$(addprefix $(lwip_unit)/,tcp/tcp_helper.c tcp/test_tcp.c tcp/test_tcp_oos.c core/test_pbuf.c) \
	$(call network_test_sources,tcp) $(B)/servers/tcp/tcp.signature.c

define unit_variant
$(network_tests)/unit-$(1)/%.o: %.c $(B)/flags/tests-network | $(B)/servers/tcp/tcp.server.h $(INTERFACE_HEADERS)
	@mkdir -p $$(@D)
	$(CC) $(NETWORK_TEST_CFLAGS) -DUNIT_SINGLE_PBUF=$(2) -Itests/network/unit -Itests/network/unit/check \
		-I$(B)/servers/tcp -Iservers/tcp $$(tcp_CFLAGS) -I$(lwip_unit) -include string.h \
		-MMD -MP -c $$< -o $$@

$(B)/tests/network_lwip_unit_$(1).t: $$$$(patsubst %.c,$(network_tests)/unit-$(1)/%.o,$$$$(unit_sources))
	$(CC) -m32 -no-pie $(SANITIZE) -o $$@ $$^ -ldl

TESTS += $(B)/tests/network_lwip_unit_$(1).t
endef
$(eval $(call unit_variant,single,1))
$(eval $(call unit_variant,chains,0))
