# SPDX-License-Identifier: GPL-2.0-only
# The init of Linux that ports are measured against: one static 32-bit program of the C library's, for a
# processor without SSE.

linux_init := $(B)/tools/bench/linux/init
linux_init_objects := $(patsubst %.c,$(B)/tools/bench/linux/%.o,$(notdir $(wildcard tools/bench/linux/*.c))) \
	$(patsubst %.c,$(B)/tools/bench/linux/shared/%.o,$(notdir $(wildcard tools/bench/workload/*.c)))
linux_init_flags := $(HOST_CFLAGS) -m32 -march=i686 -mno-sse -mno-mmx -fno-pie -fcf-protection=none \
	-Itools/bench/workload

$(B)/tools/bench/linux/shared/%.o: tools/bench/workload/%.c
	@mkdir -p $(@D)
	$(CC) $(linux_init_flags) -MMD -MP -c -o $@ $<

$(B)/tools/bench/linux/%.o: tools/bench/linux/%.c
	@mkdir -p $(@D)
	$(CC) $(linux_init_flags) -MMD -MP -c -o $@ $<

$(linux_init): $(linux_init_objects)
	$(CC) -m32 -static -no-pie -s $^ -o $@

TEST_NEEDS += $(linux_init)

-include $(linux_init_objects:.o=.d)
