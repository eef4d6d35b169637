# SPDX-License-Identifier: GPL-2.0-only
# Slipway. `make help` lists the targets.

B := build
CC := gcc
HOST_CFLAGS := -std=gnu11 -O2 -g -Wall -Wextra -Werror -Wstrict-prototypes -Wmissing-prototypes -D_GNU_SOURCE
GUEST_CFLAGS := -std=gnu11 -m32 -march=i686 -mno-sse -mno-mmx -mpreferred-stack-boundary=2 -O2 -g -ffreestanding \
	-fno-pic -fno-stack-protector -fno-asynchronous-unwind-tables -fno-common -fcf-protection=none -Wall -Wextra \
	-Werror -Wstrict-prototypes -Wmissing-prototypes -Ilib -Iinterfaces -I$(B)/interfaces
SANITIZE := -fsanitize=address,undefined -fno-sanitize-recover=all
NASM := nasm

# A short line for each file made; with V=1 the commands instead. The first expansion of SHELL for
# a target prints its line.
ifneq ($(V),1)
.SILENT:
announce = $(if $(announced-$1),,$(eval announced-$1 := 1)$(info   $1))
SHELL = $(foreach file,$(filter $(B)/%,$@),$(call announce,$(file)))/bin/sh
endif

# Make of its own for what set-up may have changed under this one's feet: the compiler may just
# have been installed, and sources unpacked. Two jobs unless the user said how many.
AGAIN = $(MAKE) --no-print-directory $(if $(findstring -j,$(MAKEFLAGS)),,-j2)

# Where the demonstration's servers run: kernel, driver (the driver in a domain of its own) or each
# (each network layer and the driver). See systems/demo.system.
PLACEMENT ?= kernel

# No rules of make's own: none is used, and looking for them takes time.
MAKEFLAGS += --no-builtin-rules

# A source that moved is no error: what was made of it is made anew, of what there is now.
%.c: ;
%.h: ;
%.interface: ;
%.component: ;

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.SECONDEXPANSION:

# Goals for which no manifest is read: those that only set up, or that start another make (AGAIN) when that is done.
GOALS_WITHOUT_PORTS := help clean setup setup-linux demo test sizes profile gdb bench bench-calls bench-linux bench-check \
	bench-document bench-path docs interfaces kernel $(B)/slipway $(B)/interface-compiler $(B)/unpack-linux

# What tests need of the product comes before them; the benchmark of calls runs on the tests' stand-in of a machine.
modules := $(filter-out lib/%,$(sort $(wildcard */module.mk */*/module.mk)))
include lib/module.mk servers/rules.mk $(filter-out tests/%,$(modules)) $(filter tests/%,$(modules)) tools/bench/host/module.mk

# What commands are made of is kept in build/flags/, a file for each set of flags: a module adds its name to FLAG_SETS,
# defines flags-NAME, and lets its objects depend on $(B)/flags/NAME. A file is written only when its text changes, so
# that a changed flag compiles anew what it concerns, and a changed comment in a module.mk nothing.
define remember_flags
$(if $(call differ,$(strip $(file <$(B)/flags/$(1))),$(strip $(flags-$(1)))),$\
	$(shell mkdir -p $(B)/flags)$(file >$(B)/flags/$(1),$(strip $(flags-$(1)))))
endef
differ = $(if $(findstring x$(1)x,x$(2)x),,yes)
ifneq ($(filter-out help clean,$(MAKECMDGOALS)),)
$(foreach set,$(FLAG_SETS),$(call remember_flags,$(set)))
endif

.PHONY: all
all: kernel servers $(B)/slipway ## build everything that a boot needs

.PHONY: demo
demo: setup ## set up, convert, build, boot, and send verified traffic to the reference port; PLACEMENT=driver|each isolates
	@$(AGAIN) $(B)/slipway
	@$(B)/slipway convert rtl8139
	@$(AGAIN) all
	@mkdir -p $(B)/results
	@$(B)/slipway measure rtl8139 --json > $(B)/results/measure-rtl8139.json
	@$(B)/slipway boot demo --placement=$(PLACEMENT) --traffic --reuse=$(B)/results/measure-rtl8139.json \
		--json=$(B)/results/demo.json

.PHONY: sizes
sizes: setup ## print the paper's Table 1 for our servers
	@$(AGAIN) all
	@$(B)/slipway sizes

.PHONY: help
help: ## list the targets
	@grep -hE '^[a-z][a-z-]*:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | sort | expand -t 16

.PHONY: clean
clean: ## remove what was built, but not what was downloaded
	rm -rf $(filter-out $(B)/downloads $(B)/sources,$(wildcard $(B)/*))
