# SPDX-License-Identifier: GPL-2.0-only
# The benchmark of calls on the host: the kernel's own call code, on the stand-in of a machine that tests/kernel/component
# has. Included last.

# The host program: kernel/model and kernel/calls compiled as for the kernel, and the stand-in machine that the
# tests of the component model have (tests/kernel/component/module.mk makes its signature).
bench_host_sources := $(component_test_sources) $(wildcard tools/bench/host/*.c)
bench_host_objects := $(bench_host_sources:%.c=$(bench)/host/%.o) $(bench)/host/kernel.signature.o \
	$(B)/kernel/calls/trap.asm.o
bench_host_flags := -std=gnu11 -m32 -O2 -g -march=i686 -mno-sse -mno-mmx -fno-pie -fcf-protection=none \
	-fno-stack-protector -fno-asynchronous-unwind-tables -mpreferred-stack-boundary=2 -Wall -Wextra \
	-Werror -D_GNU_SOURCE -include tests/kernel/component/interrupts.h -I$(component_tests) \
	-I$(bench)/interfaces -I$(component_tests)/interfaces -Ilib -Iinterfaces -iquote tests/kernel/component -iquote kernel

$(bench)/host/%.o: %.c $(B)/flags/bench | $(component_tests)/kernel.server.h $(bench_interfaces)
	@mkdir -p $(@D)
	$(CC) $(bench_host_flags) -MMD -MP -c -o $@ $<

$(bench)/host/kernel.signature.o: $(component_tests)/kernel.signature.c
	@mkdir -p $(@D)
	$(CC) $(bench_host_flags) -c -o $@ $<

$(bench)/calls-on-host: $(bench_host_objects)
	$(CC) -m32 -no-pie $^ -o $@

-include $(bench_host_objects:.o=.d)

TEST_NEEDS += $(bench_calls_on_host)
