# SPDX-License-Identifier: GPL-2.0-only
# How server files are made. The Makefile includes this first, so that any module.mk can use it.

INTERFACE_COMPILER := $(B)/interface-compiler
INTERFACES := $(wildcard interfaces/*.interface)
INTERFACE_HEADERS := $(INTERFACES:interfaces/%.interface=$(B)/interfaces/%.h)

# The names of all servers, native and ported: each becomes $(B)/servers/NAME.server.
SERVERS :=
SERVER_RUNTIME := $(B)/servers/runtime/runtime.a
SERVER_CFLAGS := -ffunction-sections -fdata-sections -Iservers/runtime
# A server is optimised as a whole when it is linked: it exports nothing, so that small functions
# of one file melt into those of others, and the rest pass arguments in registers. Its signature
# and the runtime, which the compiler itself calls, stay as they were compiled.
SERVER_WHOLE := -flto -ffat-lto-objects -fvisibility=hidden
SERVER_LDFLAGS := -m elf_i386 -shared -Bsymbolic -z notext -z defs -z noexecstack -z norelro \
	-z max-page-size=16 --gc-sections --build-id=none -T servers/server.ld
SERVER_LINK_WHOLE = $(CC) $(GUEST_CFLAGS) $(SERVER_CFLAGS) $(SERVER_WHOLE) -flto-partition=one \
	-shared -nostdlib \
	-Wl,-m,elf_i386,-Bsymbolic,-z,notext,-z,defs,-z,noexecstack,-z,norelro,-z,max-page-size=16 \
	-Wl,--gc-sections,--build-id=none,-T,servers/server.ld
SERVER_LIBGCC := $(shell $(CC) -m32 -print-libgcc-file-name 2>/dev/null)

# $(eval $(call signature_rules,PATH,COMPONENT_FILE,INTERFACES_FOLDER,PREREQUISITES))
#
# PATH.server.h and PATH.signature.c, by the interface compiler. It leaves a file alone that would not change, so that a
# changed comment compiles nothing anew; PATH.stamp says when it looked.
define signature_rules
$(1).server.h $(1).signature.c: $(1).stamp ;
$(1).stamp: $(2) $(4) $$(INTERFACE_COMPILER)
	@mkdir -p $$(@D)
	$$(INTERFACE_COMPILER) server $(2) --interfaces $(3) --header $(1).server.h --signature $(1).signature.c
	@touch $$@
endef

# $(eval $(call server_rules,NAME,COMPONENT_FILE,SOURCES,CFLAGS))
#
# Rules by which a component file and C sources, from anywhere below the project's root, become
# $(B)/servers/NAME.elf (with debug information) and $(B)/servers/NAME.server; `sources` beside
# them lists what was compiled, for `slipway sizes`. SOURCES and
# CFLAGS may name variables that are set later, if written $$(VARIABLE). Sources find
# "NAME.server.h", "runtime.h", and each other's headers beside the component file.
define server_rules
SERVERS += $(1)
$(1)_objects = $$(patsubst %.c,$(B)/servers/$(1)/objects/%.o,$(3))

$(call signature_rules,$(B)/servers/$(1)/$(1),$(2),interfaces,$$(INTERFACES))

FLAG_SETS += server-$(1)
flags-server-$(1) = $$(CC) $$(GUEST_CFLAGS) $$(SERVER_CFLAGS) $$(SERVER_WHOLE) $(4) $$(SERVER_LINK_WHOLE)
$(B)/servers/$(1)/$(1).signature.o: $(B)/flags/server-$(1)

$(B)/servers/$(1)/$(1).signature.o: $(B)/servers/$(1)/$(1).signature.c | $(INTERFACE_HEADERS)
	$$(CC) $$(GUEST_CFLAGS) $$(SERVER_CFLAGS) -MMD -MP -c $$< -o $$@

$(B)/servers/$(1)/objects/%.o: %.c $(B)/flags/server-$(1) | $(B)/servers/$(1)/$(1).server.h $(INTERFACE_HEADERS)
	@mkdir -p $$(@D)
	$$(CC) $$(GUEST_CFLAGS) $$(SERVER_CFLAGS) $$(SERVER_WHOLE) -I$(B)/servers/$(1) -I$(dir $(2)) $(4) \
		-MMD -MP -c $$< -o $$@

$(B)/servers/$(1).elf: servers/server.ld $(B)/servers/$(1)/$(1).signature.o $$$$($(1)_objects) \
		$(SERVER_RUNTIME)
	$$(SERVER_LINK_WHOLE) $$(filter %.o,$$^) $(SERVER_RUNTIME) $(SERVER_LIBGCC) -o $$@

$(B)/servers/$(1).server: $(B)/servers/$(1).elf
	strip -o $$@ $$<
	@chmod a-x $$@
	@printf '%s\n' $(patsubst %/,%,$(dir $(2))) $(wildcard $(dir $(2))*.h) \
		$$(patsubst $(B)/servers/$(1)/objects/%.o,%.c,$$($(1)_objects)) > $(B)/servers/$(1)/sources
endef
