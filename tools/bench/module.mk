# SPDX-License-Identifier: GPL-2.0-only
# `make bench`: what calls cost, of servers that call each other in QEMU and of the kernel's own call code in
# a process of the host; then a port against native Linux. One after the other, whatever -j says: what runs
# beside a measurement is in it.

bench := $(B)/tools/bench

# The interfaces of the system and the benchmarks' own, in one folder.
bench_interfaces := $(bench)/interfaces/.made

$(bench_interfaces): $(INTERFACES) $(wildcard tools/bench/interfaces/*.interface) $(INTERFACE_COMPILER)
	@mkdir -p $(@D)
	for i in $(filter %.interface,$^); do cp $$i $(@D) || exit 1; done
	for i in $(@D)/*.interface; do $(INTERFACE_COMPILER) header $$i -o $${i%.interface}.h || exit 1; done
	@touch $@

# $(eval $(call bench_server,NAME,SERVER,EDIT)): $(bench)/NAME.server, of the server SERVER, its component
# file edited by sed.
define bench_server
BENCH_SERVERS += $(bench)/$(1).server

$(bench)/$(1)/$(2)/$(2).component: tools/bench/servers/$(2)/$(2).component
	@mkdir -p $$(@D)
	sed '$(3)' $$< > $$@
$(call signature_rules,$(bench)/$(1)/$(2),$(bench)/$(1)/$(2)/$(2).component,$(bench)/interfaces,$(bench_interfaces))

# Each call in a row of them adjusts the stack for itself, as it would alone.
$(bench)/$(1)/%.o: tools/bench/servers/$(2)/%.c $(B)/flags/bench | $(bench)/$(1)/$(2).server.h
	$$(CC) -I$(bench)/$(1) -I$(bench)/interfaces $$(GUEST_CFLAGS) $$(SERVER_CFLAGS) -fno-defer-pop -MMD -MP \
		-c $$< -o $$@

$(bench)/$(1)/%.o: $(bench)/$(1)/%.c
	$$(CC) -I$(bench)/interfaces $$(GUEST_CFLAGS) $$(SERVER_CFLAGS) -c $$< -o $$@

$(bench)/$(1).elf: $(bench)/$(1)/$(2).o $(bench)/$(1)/$(2).signature.o $(SERVER_RUNTIME) servers/server.ld
	ld $$(SERVER_LDFLAGS) $$(filter %.o,$$^) $(SERVER_RUNTIME) $(SERVER_LIBGCC) -o $$@

$(bench)/$(1).server: $(bench)/$(1).elf
	strip -o $$@ $$<
endef

$(eval $(call bench_server,client,client,))
$(eval $(call bench_server,target,target,))
$(eval $(call bench_server,target_serialised,target,/thread_safe/d))

TEST_NEEDS += $(BENCH_SERVERS)
FLAG_SETS += bench
flags-bench = $(CC) $(GUEST_CFLAGS) $(SERVER_CFLAGS) $(bench_host_flags)

-include $(wildcard $(bench)/*/*.d)

bench_calls_on_host := $(bench)/calls-on-host

include tools/bench/linux/module.mk

# The port and its placements that are measured against Linux.
comma := ,
BENCH_PORT ?= rtl8139
BENCH_PLACEMENTS ?= kernel,driver,each
BENCH_WORKLOAD ?= tcp_in

.PHONY: bench bench-calls bench-linux bench-document bench-path bench-programs bench-check profile
bench: bench-calls ## measure calls (the paper's Table 2), and a port against native Linux
	@$(MAKE) --no-print-directory bench-linux

bench-calls: setup ## measure what a call costs: the paper's Table 2 for this kernel
	@$(AGAIN) bench-programs
	@mkdir -p $(B)/results
	@$(B)/slipway bench --json=$(B)/results/bench-calls.json

bench-linux: setup setup-linux ## measure the reference port against native Linux (half an hour on a quiet host)
	@$(AGAIN) bench-programs
	@$(B)/slipway bench $(BENCH_PORT) --placement=$(BENCH_PLACEMENTS) --against=linux

bench-check: setup ## fail if calls or transfers cost over 3 % more instructions than recorded
	@$(AGAIN) bench-programs
	@tools/bench/check.pl

profile: setup ## where instructions go, as tables and flame graphs; BENCH_WORKLOAD=tcp_out and so on
	@$(AGAIN) bench-programs
	@for placement in $(subst $(comma), ,$(BENCH_PLACEMENTS)); do \
		$(B)/slipway profile $(BENCH_PORT) --placement=$$placement --workload=$(BENCH_WORKLOAD) || exit 1; done

bench-document: bench ## measure everything, and put figures, charts and listings into docs/
	@$(MAKE) --no-print-directory bench-path
	tools/bench/document.pl $(B)/results/bench-calls.json docs/measurements.md
	tools/bench/linux_document.pl $(B)/results/bench-linux.json docs/measurements.md $(BENCH_PORT)
	tools/bench/linux_charts.pl $(B)/results/bench-linux.json docs/charts $(BENCH_PORT)
	tools/bench/linux_raw.pl $(B)/results/bench-linux.json docs/charts/bench-linux.json $(BENCH_PORT)
	@for placement in $(subst $(comma), ,$(BENCH_PLACEMENTS)); do for workload in tcp_in tcp_out; do \
		$(B)/slipway profile $(BENCH_PORT) --placement=$$placement --workload=$$workload \
		--output=docs/charts/profile-$$placement-$$workload.svg || exit 1; done; done

# What gdb itself has to say comes before the first listing.
bench-path: setup ## list a call instruction by instruction, in docs/call-path.txt
	@$(AGAIN) bench-programs
	@{ echo 'Calls instruction by instruction, made by `make bench-path` (tools/bench/path.py).'; echo; \
	$(B)/slipway gdb tools/bench/path.system --batch -x 'source tools/bench/path.py' \
		-x 'slipway-call-path null in_kernel' -x 'slipway-call-path null across' \
		-x 'slipway-call-path lend across' 2>/dev/null | sed -n '/^null() of/,/^\[Inferior/p' \
		| sed '/^\[Inferior\|^Breakpoint/d'; } > docs/call-path.txt
	@grep instructions docs/call-path.txt

bench-programs: kernel servers $(BENCH_SERVERS) $(bench_calls_on_host) $(linux_init) $$(COUNT_PLUGIN) \
		$(B)/slipway

# The server that runs workloads against a peer, an application like those of servers/; the same code
# (tools/bench/workload/) is in the Linux guest's program and in slipway.
WORKLOAD_SOURCES := $(wildcard tools/bench/workload/*.c)

workload_SOURCES := $(WORKLOAD_SOURCES) $(call network_glue,packet_blocks packet_view)
workload_CFLAGS := $(call application_cflags,workload) -Itools/bench/workload
$(eval $(call server_rules,workload,tools/bench/servers/workload/workload.component,$\
	$(wildcard tools/bench/servers/workload/*.c) $$(workload_SOURCES),$$(workload_CFLAGS)))
