# SPDX-License-Identifier: GPL-2.0-only
# build/slipway, the command that converts, measures and boots.

SLIPWAY_SOURCES := $(sort $(wildcard tools/slipway/*.c tools/slipway/*/*.c tools/bench/workload/*.c))
SLIPWAY_OBJECTS := $(SLIPWAY_SOURCES:%.c=$(B)/%.o)
SLIPWAY_CFLAGS := $(HOST_CFLAGS) -Itools/slipway -Iinterfaces -Itools/bench/workload
SLIPWAY_LIBRARIES := -ljansson -larchive -lz -lm

$(B)/slipway: $(SLIPWAY_OBJECTS)
	$(CC) -o $@ $^ $(SLIPWAY_LIBRARIES)

$(SLIPWAY_OBJECTS): $(B)/%.o: %.c
	@mkdir -p $(@D)
	$(CC) $(SLIPWAY_CFLAGS) -MMD -MP -c -o $@ $<

-include $(SLIPWAY_OBJECTS:.o=.d)

# Host tests: each a program of one file, linked with all that the tool is made of but main(), once
# compiled with sanitizers. What a test defines itself stands in for the tool's.
slipway_test_archive := $(B)/tests/slipway/slipway.a
slipway_test_objects := $(patsubst %.c,$(B)/tests/slipway/%.o,$(filter-out tools/slipway/main.c,$(SLIPWAY_SOURCES)))
slipway_test_programs := $(patsubst tests/%.c,$(B)/tests/%.t,$(wildcard tests/slipway_*.c)) $(B)/tests/workload_peer.t \
	$(B)/tests/comparison-sample

TESTS += $(filter %.t,$(slipway_test_programs))
# Results that are made up, for tests of what is made of results.
TEST_NEEDS += $(B)/tests/comparison-sample

$(slipway_test_objects): $(B)/tests/slipway/%.o: %.c
	@mkdir -p $(@D)
	$(CC) $(SLIPWAY_CFLAGS) $(SANITIZE) -MMD -MP -c -o $@ $<

$(slipway_test_archive): $(slipway_test_objects)
	@rm -f $@
	ar rcs $@ $^

$(B)/tests/comparison-sample: tests/comparison/sample.c
$(filter %.t,$(slipway_test_programs)): $(B)/tests/%.t: tests/%.c
$(slipway_test_programs): $(slipway_test_archive)
	$(CC) $(SLIPWAY_CFLAGS) $(SANITIZE) -Itests -MMD -MP -MF $@.d $(filter %.c,$^) $(slipway_test_archive) \
		$(SLIPWAY_LIBRARIES) -o $@

-include $(slipway_test_objects:.o=.d) $(slipway_test_programs:%=%.d)
