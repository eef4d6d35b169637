# SPDX-License-Identifier: GPL-2.0-only
# The plugin with which QEMU counts a guest's instructions. What it calls is QEMU's own.

COUNT_PLUGIN := $(B)/tools/count/count.so

$(COUNT_PLUGIN): tools/count/count.c tools/count/plugin.h
	@mkdir -p $(@D)
	$(CC) $(HOST_CFLAGS) -fPIC -shared -fvisibility=hidden -o $@ $<

TEST_NEEDS += $(COUNT_PLUGIN)
