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
