# SPDX-License-Identifier: GPL-2.0-only
# The native servers: each folder here with a component file is one. servers/NAME/module.mk may
# set NAME_SOURCES (further C sources) and NAME_CFLAGS.

$(foreach component,$(wildcard servers/*/*.component),$(eval $(call server_rules,$\
	$(basename $(notdir $(component))),$(component),$\
	$(wildcard $(dir $(component))*.c) $$($(basename $(notdir $(component)))_SOURCES),$\
	$$($(basename $(notdir $(component)))_CFLAGS))))

runtime_objects := $(patsubst %.c,$(B)/%.o,$(wildcard servers/runtime/*.c))

FLAG_SETS += runtime
flags-runtime = $(CC) $(GUEST_CFLAGS) $(SERVER_CFLAGS)
$(runtime_objects): $(B)/flags/runtime

# Without the option gcc would make of memcpy's loop a call of memcpy.
$(runtime_objects): $(B)/%.o: %.c | $(INTERFACE_HEADERS)
	@mkdir -p $(@D)
	$(CC) $(GUEST_CFLAGS) $(SERVER_CFLAGS) -fno-tree-loop-distribute-patterns -MMD -MP -c $< -o $@

$(SERVER_RUNTIME): $(runtime_objects)
	rm -f $@
	ar rcs $@ $^

-include $(shell find $(B)/servers -name '*.d' 2>/dev/null)

.PHONY: servers
servers: $$(patsubst %,$(B)/servers/%.server,$$(SERVERS)) ## all server files, in build/servers/
