# SPDX-License-Identifier: GPL-2.0-only
# build/slipway, the command that converts, measures and boots.

SLIPWAY_SOURCES := $(sort $(wildcard tools/slipway/*.c))
SLIPWAY_OBJECTS := $(SLIPWAY_SOURCES:%.c=$(B)/%.o)
SLIPWAY_SHARED := $(B)/tools/setup/definitions.o \
	$(patsubst %.c,$(B)/%.o,$(wildcard tools/bench/workload/*.c))

$(B)/slipway: $(SLIPWAY_OBJECTS) $(SLIPWAY_SHARED)
	$(CC) -o $@ $^ -ljansson -larchive -lz -lm

$(SLIPWAY_OBJECTS) $(filter $(B)/tools/bench/%,$(SLIPWAY_SHARED)): $(B)/%.o: %.c
	@mkdir -p $(@D)
	$(CC) $(HOST_CFLAGS) -Iinterfaces -Itools/bench/workload -MMD -c -o $@ $<

-include $(SLIPWAY_OBJECTS:.o=.d) $(SLIPWAY_SHARED:.o=.d)

# Host tests of the parts that need no other program.
SLIPWAY_UNITS := $(addprefix tools/slipway/,scanner.c count.c diff.c manifest.c manifest_native.c manifest_reader.c message.c progress.c text.c \
	files.c command.c run.c linux_index.c trace_convert.c trace_names.c trace_values.c trace_words.c \
	linux_module.c linux_guest.c initrd.c \
	flame.c functions.c places.c span.c spread.c contender_facts.c linux_folder.c contest.c contest_rows.c contest_table.c courses.c figures.c \
	measured.c trial_read.c) tools/bench/workload/plan.c
slipway_unit_tests := slipway_scanner slipway_count slipway_manifest slipway_run slipway_trace slipway_profile \
	slipway_linux_guest slipway_contest slipway_results
TESTS += $(slipway_unit_tests:%=$(B)/tests/%.t)

$(B)/tests/slipway_results.t: $(addprefix tools/slipway/,bench_results.c options.c)
$(slipway_unit_tests:%=$(B)/tests/%.t): $(B)/tests/%.t: tests/%.c tests/tap.h $(SLIPWAY_UNITS) \
		$(wildcard tools/slipway/*.h)
	@mkdir -p $(@D)
	$(CC) $(HOST_CFLAGS) $(SANITIZE) -Itools/slipway -Itools/bench/workload -Iinterfaces -Itests \
		$(filter %.c,$^) -ljansson -larchive -lm -o $@

# Results that are made up, for tests of what is made of results.
TEST_NEEDS += $(B)/tests/contest-sample
$(B)/tests/contest-sample: tests/contest/sample.c $(SLIPWAY_UNITS) $(wildcard tools/slipway/*.h)
	@mkdir -p $(@D)
	$(CC) $(HOST_CFLAGS) $(SANITIZE) -Itools/slipway -Itools/bench/workload -Iinterfaces \
		$(filter %.c,$^) -ljansson -larchive -lm -o $@

# The search for a pace, with a trial of the test's own in place of boots.
TESTS += $(B)/tests/slipway_pacing.t
$(B)/tests/slipway_pacing.t: tests/slipway_pacing.c tests/tap.h $(addprefix tools/slipway/,pacing.c measured.c \
		message.c progress.c text.c files.c span.c) $(wildcard tools/slipway/*.h)
	@mkdir -p $(@D)
	$(CC) $(HOST_CFLAGS) $(SANITIZE) -Itools/slipway -Itools/bench/workload -Iinterfaces -Itests \
		$(filter %.c,$^) -ljansson -lm -o $@
