#!/usr/bin/perl
# SPDX-License-Identifier: GPL-2.0-only
# The verbs that boot systems read the same options the same way, and refuse the same mistakes.
use strict;
use warnings;
use Test::More;

sub said {
    my (@arguments) = @_;
    open my $output, '-|', "build/slipway @arguments 2>&1" or BAIL_OUT("slipway: $!");
    my $text = join '', <$output>;
    close $output;
    return ($? >> 8, $text);
}

sub refused {
    my ($message, @arguments) = @_;
    my ($status, $text) = said(@arguments);
    is($status, 2, "slipway @arguments: wrong usage");
    like($text, qr/^slipway $arguments[0]: \Q$message\E$/m, 'and why');
}

my %positional = (boot => 1, trace => 0, gdb => 1);     # whether one SYSTEM is all that it takes
for my $verb (qw(boot trace)) {
    refused("--limit $_: expected seconds, 1 to 86400", $verb, "--limit=$_", 'demo')
        for qw(10abc 0 -1 99999999 1.5 0x10 18446744073709551617), '';
    my ($status, $text) = said($verb, '--limit=86400', 'demo', $verb eq 'trace' ? 'nic' : (), '--dry-run');
    is($status, 0, "$verb takes the longest limit") or diag($text);
}
for my $verb (sort keys %positional) {
    refused('demo: more than one SYSTEM', $verb, 'demo', 'demo') if $positional{$verb};
    my ($status, $text) = said($verb, '--placement=eahc', 'demo');
    is($status, 2, "slipway $verb: a placement that does not exist");
    like($text, qr{^error: --placement eahc: no such placement\nhelp: systems/demo\.system has kernel, driver, each$}m,
        'and those that there are');
    ($status, $text) = said($verb, 'nosuch');
    is($status, 2, "slipway $verb: a system that does not exist");
    like($text, qr{^error: systems/nosuch\.system: no such system}m, 'is named');
}
refused("--runs $_: expected a number from 1 to 1000", 'bench', "--runs=$_") for qw(5x 0 1001), '';

# All boot the same machine, by one line.
for my $verb (sort keys %positional) {
    my ($status, $text) = said($verb, '--dry-run', $verb eq 'boot' ? '--network=user' : ());
    like($text, qr{qemu-system-i386 -accel tcg -cpu pentium3 -m 128 -no-reboot -display none -monitor none -serial },
        "slipway $verb: QEMU's line begins as the others'");
}

done_testing();
