# SPDX-License-Identifier: GPL-2.0-only
# build/slipway, the command that converts, measures and boots.

SLIPWAY_SOURCES := $(sort $(wildcard tools/slipway/*.c tools/slipway/*/*.c tools/bench/workload/*.c))
SLIPWAY_OBJECTS := $(SLIPWAY_SOURCES:%.c=$(B)/%.o)
SLIPWAY_CFLAGS := $(HOST_CFLAGS) -Itools/slipway -Iinterfaces -Itools/bench/workload
FLAG_SETS += slipway
flags-slipway = $(CC) $(SLIPWAY_CFLAGS)
$(SLIPWAY_OBJECTS): $(B)/flags/slipway

SLIPWAY_LIBRARIES := -ljansson -larchive -lelf -lz -lm

$(B)/slipway: $(SLIPWAY_OBJECTS)
	$(CC) -o $@ $^ $(SLIPWAY_LIBRARIES)

$(SLIPWAY_OBJECTS): $(B)/%.o: %.c
	@mkdir -p $(@D)
	$(CC) $(SLIPWAY_CFLAGS) -MMD -MP -c -o $@ $<

-include $(SLIPWAY_OBJECTS:.o=.d)
