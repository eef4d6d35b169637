# SPDX-License-Identifier: GPL-2.0-only
# Tests of the tool.

# Each is a program of one file, linked with all that the tool is made of but main(), compiled once with sanitizers.
# What a test defines itself stands in for the tool's.
slipway_test_folder := $(B)/tests/slipway
slipway_test_archive := $(slipway_test_folder)/slipway.a
slipway_test_library := $(patsubst %.c,$(slipway_test_folder)/%.o,$(filter-out tools/slipway/main.c,$(SLIPWAY_SOURCES)))
slipway_test_sources := $(wildcard tests/slipway/slipway_*.c) tests/bench/workload_peer.c
slipway_test_programs := $(patsubst %.c,$(B)/tests/%.t,$(notdir $(slipway_test_sources)))
slipway_test_objects := $(slipway_test_library) \
	$(patsubst %.c,$(slipway_test_folder)/%.o,$(slipway_test_sources) tests/bench/comparison/sample.c)

TESTS += $(slipway_test_programs)
# Results that are made up, for tests of what is made of results.
TEST_NEEDS += $(B)/tests/comparison-sample

$(slipway_test_objects): $(slipway_test_folder)/%.o: %.c
	@mkdir -p $(@D)
	$(CC) $(SLIPWAY_CFLAGS) $(SANITIZE) -Itests/harness -MMD -MP -c -o $@ $<

$(slipway_test_archive): $(slipway_test_library)
	@rm -f $@
	ar rcs $@ $^

$(foreach source,$(slipway_test_sources),$(eval \
	$(B)/tests/$(notdir $(source:.c=.t)): $(slipway_test_folder)/$(source:.c=.o)))
$(B)/tests/comparison-sample: $(slipway_test_folder)/tests/bench/comparison/sample.o
$(slipway_test_programs) $(B)/tests/comparison-sample: $(slipway_test_archive)
	$(CC) $(SANITIZE) $(filter %.o,$^) $(slipway_test_archive) $(SLIPWAY_LIBRARIES) -o $@

FLAG_SETS += tests-slipway
flags-tests-slipway = $(CC) $(SLIPWAY_CFLAGS) $(SANITIZE)
$(slipway_test_objects): $(B)/flags/tests-slipway

-include $(slipway_test_objects:.o=.d)
