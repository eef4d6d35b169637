# SPDX-License-Identifier: GPL-2.0-only
# Freestanding code that the kernel and the servers' runtime compile, each with flags of its own.

LIB_SOURCES := $(wildcard lib/*.c)
# Loops that copy or count must not become calls of the functions that they implement.
LIB_CFLAGS := -fno-tree-loop-distribute-patterns
