# SPDX-License-Identifier: GPL-2.0-only
# `make test`: one runner, prove, for test programs and test scripts alike. All speak TAP.
#
# An area adds its programs with `TESTS += $(B)/tests/NAME.t` and a rule, and what scripts need
# with `TEST_NEEDS += FILE`. PROVE_FLAGS is the user's: `make test PROVE_FLAGS=-v`.

TEST_SCRIPTS := $(sort $(wildcard tests/*/*.t))
PROVE_FLAGS ?= -j2

.PHONY: test
test: setup setup-linux ## set up, build, and run all tests
	@$(AGAIN) run-tests

.PHONY: run-tests test-programs
test-programs: all $$(TESTS) $$(TEST_NEEDS) ## build all that the tests need

run-tests: test-programs
	@tools/setup/runs-32-bit || echo "this system's kernel runs no 32-bit programs: qemu-i386 does"
	prove $(PROVE_FLAGS) --exec tests/harness/run $(sort $(TESTS)) $(TEST_SCRIPTS)
