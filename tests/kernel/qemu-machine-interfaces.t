#!/usr/bin/perl
# SPDX-License-Identifier: GPL-2.0-only
# Tries what the kernel offers through its catalog: boots the kernel with the server
# tests/kernel/machine_probe in the loader's place and passes its TAP on.
use strict;
use warnings;
use lib 'tests/harness';
use Guest;
use Test::More;

Guest::pass_on('probe', 'build/kernel/kernel.elf',
    modules => { loader => 'build/tests/kernel/machine_probe/machine_probe.server' });
done_testing();
