# SPDX-License-Identifier: GPL-2.0-only
# The native servers: each folder here with a component file is one. servers/NAME/module.mk may
# set NAME_SOURCES (further C sources) and NAME_CFLAGS.

$(foreach component,$(wildcard servers/*/*.component),$(eval $(call server_rules,$\
	$(basename $(notdir $(component))),$(component),$\
	$(wildcard $(dir $(component))*.c) $$($(basename $(notdir $(component)))_SOURCES),$\
	$$($(basename $(notdir $(component)))_CFLAGS))))

runtime_objects := $(patsubst %.c,$(B)/%.o,$(wildcard servers/runtime/*.c)) \
	$(patsubst %.c,$(B)/servers/runtime/%.o,$(LIB_SOURCES))

FLAG_SETS += runtime
flags-runtime = $(CC) $(GUEST_CFLAGS) $(SERVER_CFLAGS)
$(runtime_objects): $(B)/flags/runtime

$(filter $(B)/servers/runtime/lib/%,$(runtime_objects)): $(B)/servers/runtime/%.o: %.c
	@mkdir -p $(@D)
	$(CC) $(GUEST_CFLAGS) $(SERVER_CFLAGS) $(LIB_CFLAGS) -MMD -MP -c $< -o $@

$(filter-out $(B)/servers/runtime/lib/%,$(runtime_objects)): $(B)/%.o: %.c | $(INTERFACE_HEADERS)
	@mkdir -p $(@D)
	$(CC) $(GUEST_CFLAGS) $(SERVER_CFLAGS) -MMD -MP -c $< -o $@

$(SERVER_RUNTIME): $(runtime_objects)
	rm -f $@
	ar rcs $@ $^

-include $(shell find $(B)/servers -name '*.d' 2>/dev/null)

.PHONY: servers
servers: $$(patsubst %,$(B)/servers/%.server,$$(SERVERS)) ## all server files, in build/servers/
