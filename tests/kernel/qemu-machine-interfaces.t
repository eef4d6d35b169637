#!/usr/bin/perl
# SPDX-License-Identifier: GPL-2.0-only
# Tries what the kernel offers through its catalog: boots the kernel with the server
# tests/kernel/machine_probe in the loader's place and passes its TAP on.
use strict;
use warnings;
use lib 'tests/harness';
use MachineTest;
use Test::More;

MachineTest::pass_on('probe', 'build/kernel/kernel.elf',
    '-initrd', 'build/tests/machine_probe/machine_probe.server loader');
done_testing();
