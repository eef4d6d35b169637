#!/usr/bin/perl
# SPDX-License-Identifier: GPL-2.0-only
# Boots the kernel's machine half with its own tests (tests/machine_*.c) and passes their
# TAP on: once with QEMU counting instructions, where time is exact, and once without.
use strict;
use warnings;
use lib 'tests';
use MachineTest;
use Test::More;

sub pass_on {
    my ($what, @options) = @_;
    my ($lines, $status) = MachineTest::boot(@options);
    my ($count, $plan) = (0, undef);
    for (@$lines) {
        if (/^(not )?ok \d+ - (.*)/) {
            $count++;
            ok(!$1, "$what: $2");
        } elsif (/^1\.\.(\d+)$/) {
            $plan = $1;
        }
    }
    is($plan, $count, "$what: the tests came to their end");
    is($status, MachineTest::PASSED, "$what: the machine stopped by itself, content")
        or diag(MachineTest::last_lines($lines));
}

pass_on('exact time', '-icount', 'shift=3,sleep=on', '-initrd', 'kernel/kernel.ld exact');
pass_on('host time');
done_testing();
