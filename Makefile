# SPDX-License-Identifier: GPL-2.0-only
# Slipway. `make help` lists the targets.

B := build
CC := gcc
HOST_CFLAGS := -std=gnu11 -O2 -g -Wall -Wextra -Werror -Wstrict-prototypes -Wmissing-prototypes -D_GNU_SOURCE
GUEST_CFLAGS := -std=gnu11 -m32 -march=i686 -mno-sse -mno-mmx -O2 -g -ffreestanding -fno-pic -fno-stack-protector \
	-fno-asynchronous-unwind-tables -fno-common -fcf-protection=none -Wall -Wextra -Werror \
	-Wstrict-prototypes -Wmissing-prototypes -Iinterfaces -I$(B)/interfaces
SANITIZE := -fsanitize=address,undefined -fno-sanitize-recover=all
NASM := nasm

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.SECONDEXPANSION:

include servers/rules.mk $(sort $(wildcard */module.mk */*/module.mk))

.PHONY: all
all: kernel servers $(B)/slipway ## build everything that a boot needs

# Set-up may install the compiler and unpack the sources that later rules look for, so what
# follows it is read by a make of its own.
.PHONY: demo
demo: setup ## set up, convert, build, boot, and send verified traffic to the reference port
	@$(MAKE) --no-print-directory all
	@$(B)/slipway measure rtl8139 --json=$(B)/results/measure-rtl8139.json
	@$(B)/slipway boot demo --traffic --reuse=$(B)/results/measure-rtl8139.json --json=$(B)/results/demo.json

.PHONY: sizes
sizes: setup ## print the paper's Table 1 for our servers
	@$(MAKE) --no-print-directory all
	@$(B)/slipway sizes

.PHONY: help
help: ## list the targets
	@grep -hE '^[a-z][a-z-]*:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | sort | expand -t 16

.PHONY: clean
clean: ## remove what was built, but not what was downloaded
	rm -rf $(filter-out $(B)/downloads $(B)/sources,$(wildcard $(B)/*))
