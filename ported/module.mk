# SPDX-License-Identifier: GPL-2.0-only
# Ported drivers: each folder here with a manifest becomes a server file, made of the Linux
# sources that the manifest lists, converted, of what is written for the port in the folder
# itself, and of linuxcompat.

PORTS := $(patsubst ported/%/manifest.json,%,$(wildcard ported/*/manifest.json))

# What make has to know of the manifests, which only slipway reads. Where nothing of a port is made, as for `make setup`
# on a system that has no compiler yet, make does without.
ifneq ($(filter-out $(GOALS_WITHOUT_PORTS),$(MAKECMDGOALS)),)
include $(B)/ports.mk
endif

$(B)/ports.mk: $(PORTS:%=ported/%/manifest.json) tools/slipway/convert/ports.c | $(B)/slipway
	$(B)/slipway ports --make > $@

# $(eval $(call port_rules,NAME))
#
# The server file NAME.server. A part of linuxcompat that the driver does not use is linked
# and dropped again (--gc-sections).
define port_rules
$(call server_rules,$(1),ported/$(1)/$(1).component)

$(1)_folder := $(B)/convert/$(1)
$(1)_cflags := $(addprefix -D,$($(1)_defines)) $(if $($(1)_stubs),-include $(B)/convert/$(1)/stubs.h)
$(1)_port_sources := $$($(1)_linux:%=$$($(1)_folder)/converted/%) $(wildcard ported/$(1)/*.c) \
	$(if $($(1)_stubs),$$($(1)_folder)/stubs.c)
$(1)_port_objects := $$($(1)_port_sources:%.c=$(B)/servers/$(1)/objects/%.o)
$(1)_objects += $$($(1)_port_objects)

$$($(1)_folder)/report.json: ported/$(1)/manifest.json \
		$(wildcard semantic-patches/*.cocci ported/$(1)/*.cocci) \
		$$($(1)_linux:%=$(LINUXCOMPAT_LINUX)/%) $(B)/slipway $(LINUXCOMPAT_LIBRARY) $(SERVER_RUNTIME)
	$(B)/slipway convert $(1)

$$($(1)_port_objects): $(B)/servers/$(1)/objects/%.o: $$($(1)_folder)/report.json $(B)/flags/server-$(1) $(B)/flags/linuxcompat
	@mkdir -p $$(@D)
	$$(CC) $$(LINUXCOMPAT_CFLAGS) $$($(1)_cflags) -DKBUILD_MODNAME='"$$(*F)"' -MD -MP -c -o $$@ $$*.c

$(B)/servers/$(1).elf: $$(LINUXCOMPAT_OBJECTS)
endef

# Brings linuxcompat up to date besides.
.PHONY: port-flags
port-flags: $$(LINUXCOMPAT_LIBRARY) $$(SERVER_RUNTIME) ## how ported code is compiled and linked, for slipway convert
	@echo 'compiler $(CC) $(LINUXCOMPAT_CFLAGS)'
	@echo 'libraries $(LINUXCOMPAT_LIBRARY) $(SERVER_RUNTIME) $(SERVER_LIBGCC)'

$(foreach port,$(PORTS),$(eval $(call port_rules,$(port))))
