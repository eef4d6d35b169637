# SPDX-License-Identifier: GPL-2.0-only
# `make gdb`: a system in QEMU, stopped, under gdb.

SYSTEM ?= demo

.PHONY: gdb
gdb: setup ## debug SYSTEM=demo in QEMU with gdb and all symbols; PLACEMENT= as in demo
	@$(AGAIN) all
	@$(B)/slipway gdb $(SYSTEM) --placement=$(PLACEMENT)
