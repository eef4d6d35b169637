# SPDX-License-Identifier: GPL-2.0-only
# Making a Debian system ready: packages, and the sources of Linux and lwIP.

.PHONY: setup setup-linux
setup: ## install what is missing, fetch the sources of Linux and lwIP
	@tools/setup/setup.sh

setup-linux: ## fetch Debian's i386 Linux, which ports are measured against
	@tools/setup/linux-image.sh

UNPACK_SOURCES := $(wildcard tools/setup/*.c) $(addprefix tools/slipway/base/,definitions.c scanner.c text.c files.c progress.c)
UNPACK_OBJECTS := $(UNPACK_SOURCES:%.c=$(B)/%.o)

$(B)/unpack-linux: $(UNPACK_OBJECTS)
	$(CC) -o $@ $^ -larchive

$(filter $(B)/tools/setup/%,$(UNPACK_OBJECTS)): $(B)/%.o: %.c
	@mkdir -p $(@D)
	$(CC) $(HOST_CFLAGS) -Itools/slipway -MMD -MP -c -o $@ $<

TEST_NEEDS += $(B)/unpack-linux

FLAG_SETS += setup
flags-setup = $(CC) $(HOST_CFLAGS)
$(filter $(B)/tools/setup/%,$(UNPACK_OBJECTS)): $(B)/flags/setup

-include $(UNPACK_OBJECTS:.o=.d)
