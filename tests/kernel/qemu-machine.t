#!/usr/bin/perl
# SPDX-License-Identifier: GPL-2.0-only
# Boots the kernel's machine half with its own tests (tests/machine_*.c) and passes their
# TAP on: once with QEMU counting instructions, where time is exact, and once without.
use strict;
use warnings;
use lib 'tests/harness';
use Guest;
use Test::More;

my $image = 'build/tests/machine.elf';
Guest::pass_on('exact time', $image, clock => [ '-icount', 'shift=3,sleep=on' ],
    modules => { exact => 'kernel/kernel.ld' });
Guest::pass_on('host time', $image, clock => []);
done_testing();
