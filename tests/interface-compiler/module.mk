# SPDX-License-Identifier: GPL-2.0-only
# Tests: the compiler itself under sanitizers, for tests/interface-compiler/interface-compiler.t, and a program that
# walks the sample server's signature, which therefore is a 32-bit one.
interface_samples := tests/interface-compiler/samples
interface_samples_folder := $(B)/tests/interface-samples
interface_sample_headers := $(patsubst $(interface_samples)/interfaces/%.interface,$\
	$(interface_samples_folder)/%.h,$(wildcard $(interface_samples)/interfaces/*.interface))

TESTS += $(B)/tests/interface_signature.t
TEST_NEEDS += $(B)/tests/interface-compiler $(B)/docs/interfaces.md $(INTERFACE_HEADERS)

$(B)/tests/interface-compiler: $(interface_compiler_sources) $(interface_compiler_folder)/scanner.c \
		$(interface_compiler_folder)/parser.c $(wildcard tools/interface-compiler/*.h)
	@mkdir -p $(@D)
	$(CC) $(interface_compiler_flags) $(SANITIZE) $(filter %.c,$^) -o $@

$(interface_samples_folder)/%.h: $(interface_samples)/interfaces/%.interface $(INTERFACE_COMPILER)
	@mkdir -p $(@D)
	$(INTERFACE_COMPILER) header $< -o $@

$(interface_samples_folder)/sample.server.h $(interface_samples_folder)/sample.signature.c &: \
		$(interface_samples)/sample/sample.component $(wildcard $(interface_samples)/interfaces/*) \
		$(INTERFACE_COMPILER)
	@mkdir -p $(@D)
	$(INTERFACE_COMPILER) server $< --interfaces $(interface_samples)/interfaces \
		--header $(interface_samples_folder)/sample.server.h \
		--signature $(interface_samples_folder)/sample.signature.c

$(B)/tests/interface_signature.t: tests/interface-compiler/interface_signature.c $(interface_samples)/sample/sample.c \
		$(interface_samples_folder)/sample.signature.c tests/harness/tap.h interfaces/signature.h \
		| $(interface_sample_headers)
	$(CC) $(HOST_CFLAGS) -m32 -fno-pie -no-pie $(SANITIZE) -Iinterfaces -Itests/harness -I$(interface_samples_folder) \
		$(filter %.c,$^) -o $@
