# SPDX-License-Identifier: GPL-2.0-only
# Tests of linuxcompat: the library, compiled with sanitizers, in a world of stand-ins.

linuxcompat_test_folder := $(B)/tests/linuxcompat
linuxcompat_test_flags := -O1 -fno-lto -mpreferred-stack-boundary=4 $(SANITIZE)
linuxcompat_test_tests := $(patsubst tests/linuxcompat/%.c,$(B)/tests/%.t,$(wildcard tests/linuxcompat/linuxcompat_*.c))
linuxcompat_test_library := $(patsubst %.c,$(linuxcompat_test_folder)/%.o,\
	$(LINUXCOMPAT_SOURCES) lib/format.c lib/crc32.c)
linuxcompat_test_world := $(patsubst %.c,$(linuxcompat_test_folder)/%.o,\
	$(filter-out tests/linuxcompat/linuxcompat_%,$(wildcard tests/linuxcompat/*.c))) \
	$(linuxcompat_test_folder)/signature.o

TESTS += $(linuxcompat_test_tests)
FLAG_SETS += tests-linuxcompat
flags-tests-linuxcompat = $(CC) $(LINUXCOMPAT_CFLAGS) $(linuxcompat_test_flags) $(linuxcompat_world_flags)
$(linuxcompat_test_world): $(B)/flags/tests-linuxcompat

# The library, and tests, which see what a driver sees.
$(linuxcompat_test_library) $(linuxcompat_test_tests:$(B)/tests/%.t=$(linuxcompat_test_folder)/tests/linuxcompat/%.o): \
		$(linuxcompat_test_folder)/%.o: %.c $(B)/flags/tests-linuxcompat $(LINUXCOMPAT_TAKEN) $(LINUXCOMPAT_SERVER)
	@mkdir -p $(@D)
	$(CC) $(LINUXCOMPAT_CFLAGS) $(linuxcompat_test_flags) -Werror -I$(B)/linuxcompat \
		-I. -Itests/harness -Itests/linuxcompat -MD -MP -c -o $@ $<

# The world is a program of the host's.
linuxcompat_world_flags = $(HOST_CFLAGS) -m32 $(SANITIZE) -fno-builtin -Wno-unused-parameter \
	-Wno-missing-field-initializers -Iinterfaces -I$(B)/interfaces -I$(B)/linuxcompat -Itests/harness -Itests/linuxcompat
$(filter-out %/signature.o,$(linuxcompat_test_world)): $(linuxcompat_test_folder)/%.o: %.c \
		$(LINUXCOMPAT_SERVER)
	@mkdir -p $(@D)
	$(CC) $(linuxcompat_world_flags) -MD -MP -c -o $@ $<

$(linuxcompat_test_folder)/signature.o: $(LINUXCOMPAT_SERVER)
	@mkdir -p $(@D)
	$(CC) $(linuxcompat_world_flags) -c -o $@ $(LINUXCOMPAT_SERVER:.server.h=.signature.c)

$(linuxcompat_test_folder)/library.a: $(linuxcompat_test_library)
	@rm -f $@
	ar rcs $@ $^

$(linuxcompat_test_tests): $(B)/tests/%.t: $(linuxcompat_test_folder)/tests/linuxcompat/%.o $(linuxcompat_test_world) \
		$(linuxcompat_test_folder)/library.a
	$(CC) -m32 -no-pie $(SANITIZE) -o $@ $(filter %.o,$^) $(filter %.a,$^) -lpthread

# 8139too, converted, with a model's registers instead of a card's.
linuxcompat_test_driver := $(patsubst %,$(linuxcompat_test_folder)/rtl8139/%.o,\
	$(notdir $(basename $(rtl8139_linux))))
$(linuxcompat_test_folder)/rtl8139/%.o: $(B)/convert/rtl8139/report.json $(B)/flags/tests-linuxcompat
	@mkdir -p $(@D)
	$(CC) -Itests/linuxcompat/include $(LINUXCOMPAT_CFLAGS) $(linuxcompat_test_flags) -DKBUILD_MODNAME='"$*"' \
		-c -o $@ $(filter %/$*.c,$(patsubst %,$(B)/convert/rtl8139/converted/%,$(rtl8139_linux)))

$(linuxcompat_test_folder)/tests/linuxcompat/model/rtl8139.o: tests/linuxcompat/model/rtl8139.c
	@mkdir -p $(@D)
	$(CC) $(linuxcompat_world_flags) -MD -MP -c -o $@ $<

$(B)/tests/linuxcompat_8139too.t: $(linuxcompat_test_driver) \
	$(linuxcompat_test_folder)/tests/linuxcompat/model/rtl8139.o

-include $(shell find $(linuxcompat_test_folder) -name '*.d' 2>/dev/null)
