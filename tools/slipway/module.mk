# SPDX-License-Identifier: GPL-2.0-only
# build/slipway, the command that converts, measures and boots.

SLIPWAY_SOURCES := $(sort $(wildcard tools/slipway/*.c))
SLIPWAY_OBJECTS := $(SLIPWAY_SOURCES:%.c=$(B)/%.o)

$(B)/slipway: $(SLIPWAY_OBJECTS)
	$(CC) -o $@ $^ -ljansson -larchive -lz

$(SLIPWAY_OBJECTS): $(B)/%.o: %.c
	@mkdir -p $(@D)
	$(CC) $(HOST_CFLAGS) -MMD -c -o $@ $<

-include $(SLIPWAY_OBJECTS:.o=.d)

TESTS += $(B)/tests/slipway_traffic.t
$(B)/tests/slipway_traffic.t: tests/slipway_traffic.c tools/slipway/traffic.c tools/slipway/traffic.h tests/tap.h
	@mkdir -p $(@D)
	$(CC) $(HOST_CFLAGS) $(SANITIZE) -o $@ $(filter %.c,$^) -lz
