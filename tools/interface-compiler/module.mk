# SPDX-License-Identifier: GPL-2.0-only
# The interface compiler, and what it makes of interfaces/. (servers/rules.mk names these files.)

interface_compiler_folder := $(B)/tools/interface-compiler
interface_compiler_sources := $(wildcard tools/interface-compiler/*.c)
interface_compiler_objects := $(interface_compiler_sources:%.c=$(B)/%.o) \
	$(interface_compiler_folder)/scanner.o $(interface_compiler_folder)/parser.o
FLAG_SETS += interface-compiler
flags-interface-compiler = $(CC) $(interface_compiler_flags)
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

$(interface_compiler_objects): $(B)/flags/interface-compiler

-include $(interface_compiler_objects:.o=.d)

# The compiler leaves a file alone that would not change, so that a changed comment compiles nothing anew. The stamps say
# when it looked.
$(INTERFACE_HEADERS): %.h: %.stamp ;
$(INTERFACE_HEADERS:.h=.stamp): $(B)/interfaces/%.stamp: interfaces/%.interface $(INTERFACE_COMPILER)
	@mkdir -p $(@D)
	$(INTERFACE_COMPILER) header $< -o $(@:.stamp=.h)
	@touch $@

$(B)/docs/interfaces.md: $(B)/docs/interfaces.stamp ;
$(B)/docs/interfaces.stamp: $(INTERFACES) $(INTERFACE_COMPILER)
	@mkdir -p $(@D)
	$(INTERFACE_COMPILER) document interfaces -o $(@:.stamp=.md)
	@touch $@

.PHONY: interfaces docs
interfaces: $(INTERFACE_HEADERS) ## client headers of all interfaces, in build/interfaces/
docs: $(B)/docs/interfaces.md ## the manual page docs/interfaces.md, from the interface files
	cp $< docs/interfaces.md
