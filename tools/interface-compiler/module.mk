# SPDX-License-Identifier: GPL-2.0-only
# The interface compiler, and what it makes of interfaces/. (servers/rules.mk names these files.)

interface_compiler_folder := $(B)/tools/interface-compiler
interface_compiler_sources := $(wildcard tools/interface-compiler/*.c)
interface_compiler_objects := $(interface_compiler_sources:%.c=$(B)/%.o) \
	$(interface_compiler_folder)/scanner.o $(interface_compiler_folder)/parser.o
interface_compiler_flags := $(HOST_CFLAGS) -Iinterfaces -Itools/interface-compiler \
	-I$(interface_compiler_folder)

$(INTERFACE_COMPILER): $(interface_compiler_objects)
	$(CC) $(HOST_CFLAGS) $^ -o $@

$(interface_compiler_folder)/%.o: tools/interface-compiler/%.c | $(interface_compiler_folder)/parser.h
	$(CC) $(interface_compiler_flags) -MMD -c $< -o $@

$(interface_compiler_folder)/%.o: $(interface_compiler_folder)/%.c | $(interface_compiler_folder)/parser.h
	$(CC) $(interface_compiler_flags) -MMD -c $< -o $@

$(interface_compiler_folder)/parser.h: $(interface_compiler_folder)/parser.c ;
$(interface_compiler_folder)/parser.c: tools/interface-compiler/parser.y
	@mkdir -p $(@D)
	bison -Werror -Wcounterexamples --header=$(@D)/parser.h -o $@ $<

$(interface_compiler_folder)/scanner.c: tools/interface-compiler/scanner.l
	@mkdir -p $(@D)
	flex -o $@ $<

-include $(interface_compiler_objects:.o=.d)

$(B)/interfaces/%.h: interfaces/%.interface $(INTERFACE_COMPILER)
	@mkdir -p $(@D)
	$(INTERFACE_COMPILER) header $< -o $@

$(B)/docs/interfaces.md: $(INTERFACES) $(INTERFACE_COMPILER)
	@mkdir -p $(@D)
	$(INTERFACE_COMPILER) document interfaces -o $@

.PHONY: interfaces docs
interfaces: $(INTERFACE_HEADERS) ## client headers of all interfaces, in build/interfaces/
docs: $(B)/docs/interfaces.md ## the manual page docs/interfaces.md, from the interface files
	cp $< docs/interfaces.md

# Tests: the compiler itself under sanitizers, for tests/interface-compiler.t, and a program that
# walks the sample server's signature, which therefore is a 32-bit one.
interface_samples := tests/interface-samples
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

$(B)/tests/interface_signature.t: tests/interface_signature.c $(interface_samples)/sample/sample.c \
		$(interface_samples_folder)/sample.signature.c tests/tap.h interfaces/signature.h \
		| $(interface_sample_headers)
	$(CC) $(HOST_CFLAGS) -m32 -fno-pie -no-pie $(SANITIZE) -Iinterfaces -Itests -I$(interface_samples_folder) \
		$(filter %.c,$^) -o $@
