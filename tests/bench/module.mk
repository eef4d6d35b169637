# SPDX-License-Identifier: GPL-2.0-only
# Tests of benchmarks. (tests/slipway/module.mk builds those that need the tool.)

# What guests and peer share, tested in 32 bits as it is in the guests.
TESTS += $(B)/tests/workload_text.t
$(B)/tests/workload_text.t: tests/bench/workload_text.c tests/harness/tap.h $(WORKLOAD_SOURCES) $(wildcard tools/bench/workload/*.h)
	@mkdir -p $(@D)
	$(CC) $(HOST_CFLAGS) -m32 $(SANITIZE) -Itools/bench/workload -Itests/harness $(filter %.c,$^) -o $@
