# SPDX-License-Identifier: GPL-2.0-only
# linuxcompat: the headers and the library for ported Linux drivers.
#
# LINUXCOMPAT_CFLAGS compile ported code, LINUXCOMPAT_LIBRARY is linked with it, after it (an
# archive: only what is used is taken). Building the library makes what the flags need.

LINUXCOMPAT_LINUX := $(B)/sources/linux-6.1
LINUXCOMPAT_TAKEN := $(B)/linuxcompat/taken.stamp
LINUXCOMPAT_LIBRARY := $(B)/linuxcompat/linuxcompat.a
LINUXCOMPAT_SERVER := $(B)/linuxcompat/network.server.h

# What the Linux kernel's own build defines for a module; the taken headers are system headers,
# so that warnings stay on for what is written here.
LINUXCOMPAT_INCLUDES := -nostdinc -Ilinuxcompat/include -Ilib -Iinterfaces -I$(B)/interfaces \
	-isystem $(B)/linuxcompat/taken -isystem $(B)/linuxcompat/taken/uapi
LINUXCOMPAT_DEFINES := -D__KERNEL__ -DMODULE -include linux/kconfig.h -include linux/compiler_types.h
LINUXCOMPAT_MACHINE := -m32 -march=i686 -mno-sse -mno-mmx -mpreferred-stack-boundary=2 -ffreestanding -fno-pic -fno-stack-protector \
	-fno-asynchronous-unwind-tables -fno-common -fcf-protection=none
# The dialect that Linux is written in (its Makefile), and the warnings that it is clean of.
LINUXCOMPAT_DIALECT := -std=gnu11 -fno-strict-aliasing -fwrapv -fno-delete-null-pointer-checks -Wall \
	-Wno-pointer-sign -Wno-format-zero-length -Wno-unused-but-set-variable -Wno-unused-const-variable
LINUXCOMPAT_CFLAGS := $(LINUXCOMPAT_INCLUDES) $(LINUXCOMPAT_DEFINES) $(LINUXCOMPAT_MACHINE) \
	$(LINUXCOMPAT_DIALECT) -O2 -g -ffunction-sections -fdata-sections $(SERVER_WHOLE)

LINUXCOMPAT_SOURCES := $(wildcard linuxcompat/*/*.c)
LINUXCOMPAT_OBJECTS := $(LINUXCOMPAT_SOURCES:%.c=$(B)/%.o)

# Headers are linked, not copied: they stay the ones that were unpacked, and objects depend on them themselves. So
# the links are made anew only when the list changes, or Linux's version does.
$(LINUXCOMPAT_TAKEN): linuxcompat/taken-headers $(wildcard $(LINUXCOMPAT_LINUX)/Makefile)
	@rm -rf $(B)/linuxcompat/taken
	@for header in $$(sed -e 's/#.*//' $<); do \
		source=$(LINUXCOMPAT_LINUX)/$$header; place=$(B)/linuxcompat/taken/$${header#*include/}; \
		test -f $$source || { echo "$<: $$source: no such file; run make setup" >&2; exit 3; }; \
		mkdir -p $${place%/*} && ln -sr $$source $$place || exit 1; \
	done
	@touch $@

# Whoever needs the server's header needs those of interfaces, which it includes.
$(eval $(call signature_rules,$(LINUXCOMPAT_SERVER:.server.h=),linuxcompat/network/network.component,interfaces,\
	$(INTERFACES) $(INTERFACE_HEADERS)))

# The library's own code is held to the project's warnings besides.
FLAG_SETS += linuxcompat
flags-linuxcompat = $(CC) $(LINUXCOMPAT_CFLAGS)
$(LINUXCOMPAT_OBJECTS): $(B)/%.o: %.c $(B)/flags/linuxcompat $(LINUXCOMPAT_TAKEN) $(LINUXCOMPAT_SERVER)
	@mkdir -p $(@D)
	$(CC) $(LINUXCOMPAT_CFLAGS) -Wextra -Wno-unused-parameter -Wno-sign-compare -Werror -Wstrict-prototypes \
		-Wmissing-prototypes -I$(B)/linuxcompat -MD -MP -c -o $@ $<
-include $(LINUXCOMPAT_OBJECTS:.o=.d)

$(LINUXCOMPAT_LIBRARY): $(LINUXCOMPAT_OBJECTS)
	@rm -f $@
	ar rcs $@ $^
