#!/usr/bin/perl
# SPDX-License-Identifier: GPL-2.0-only
# slipway gdb: a breakpoint on a static function of the driver, set by name before anything is
# loaded, is hit wherever the driver runs.
use strict;
use warnings;
use Test::More;

my $time_limit = 900;    # in seconds; a hang detector, not a performance target

sub debug {
    my ($placement, @commands) = @_;
    open my $output, '-|', "timeout $time_limit build/slipway gdb demo --placement $placement --batch "
        . join(' ', map { "--execute '$_'" } @commands) . ' 2>&1' or BAIL_OUT("cannot start slipway: $!");
    my @lines = <$output>;
    close $output;
    is($?, 0, "$placement: gdb ends well");
    return join '', @lines;
}

for my $placement ('kernel', 'driver', 'each') {
    my $text = debug($placement, 'break rtl8139_start_xmit', 'continue', 'backtrace', 'slipway-servers',
        'print dev->name');
    my $domain = $placement eq 'kernel' ? 'kernel' : 'driver';
    like($text, qr/^Breakpoint 1, rtl8139_start_xmit \(skb=0x\w+, dev=0x\w+\) at .*8139too\.c:\d+$/m,
        "$placement: the driver's transmit function is reached") or diag($text);
    like($text, qr/^#1 .* in give .*transmit\.c/m, "$placement: who called it is known");
    my @through = ('network_device_transmit', 'return to another domain');
    @through = ('entry of NetworkDevice\.transmit', 'layer_configure', 'entry of Ethernet\.configure',
        'entry of Server\.start', 'start_system', 'thread_start') if $placement eq 'kernel';
    my $pattern = join '(?:.*\n)+?#\d+ .*', @through;
    like($text, qr/^#\d+ .*$pattern /m, "$placement: a backtrace goes through calls, up to the next domain");
    like($text, qr{^nic +in $domain +0x\w+-0x\w+  build/servers/rtl8139\.elf$}m,
        "$placement: slipway-servers says where the driver is");
    like($text, qr{^ip +in \w+ +0x\w+-0x\w+  build/servers/ip\.elf$}m,
        "$placement: and where another server is");
    like($text, qr/^\$1 = "eth0/m, "$placement: its variables can be read");
}

my $dry = `build/slipway gdb demo --dry-run`;
like($dry, qr{^gdb .*build/kernel/kernel\.elf .*target remote \| exec qemu-system-i386 .* -gdb stdio},
    'the command is told');
is(system('build/slipway gdb nosuch 2>/dev/null') >> 8, 2, 'a system that does not exist is wrong usage');

done_testing();
