#!/usr/bin/perl
# SPDX-License-Identifier: GPL-2.0-only
# Boots the native servers in QEMU. A server among them, the probe, tries the others out and
# says in the log what it found; here it is told, and what the console shows is compared.
use strict;
use warnings;
use lib 'tests/harness';
use Guest;
use SystemTest;
use Test::More;

my $calendar = 1772366400;    # 2026-03-01 12:00:00 UTC
my @options = ('-rtc', 'base=2026-03-01T12:00:00', '-device', 'rtl8139,addr=3,mac=52:54:00:12:34:56',
    '-device', 'pci-bridge,id=behind,chassis_nr=1', '-device', 'e1000,bus=behind,addr=3');

my $description = <<"END";
# One line a server, one comment, and words where the loader accepts them.
console    = console(log, kernel.ports(0x3d4-0x3d5), registers(0xb8000-0xb8fff)) in kernel

interrupts = interrupts(interruptlines, threads, memory, console)
clock      = clock(time, ports(0x70-0x71), threads)
pci        = pci(ports(0xcf8-0xcff), ports(0x1000-0xffff), registers(0x80000000-0xfebfffff), memory, interrupts, clock, console) {
    quirk 10ec:8139 revision=0x10; quirk 1234:5678 device=0x1   # no such device
}
packets    = packets(memory, console) { count = 64 }
probe = probe(pci, clock, packets, threads, memory, registers(0xb8000-0xbffff), servers, interruptlines, module(interrupts), console) {
    calendar = $calendar
}
holder     = holder(pci.device(8086:100e), -)
END

my ($lines, $status) = SystemTest::boot($description, options => \@options, until => qr/servers up$/,
    servers => [qw(console interrupts clock pci packets probe holder)]);
my $console = join "\n", @$lines;

for my $line (@$lines) {
    ok(!$1, $2) if $line =~ /^probe: (not )?ok (.*)/;
    diag($line) if $line =~ /^probe: note/;
}
like($console, qr/^probe: done$/m, 'the probe came to its end') or diag(Guest::last_lines($lines));

sub one_line {
    my ($text) = @_;
    is(scalar(grep { $_ eq $text } @$lines), 1, "one line says: $text");
}
one_line('pci: quirk 10ec:8139 revision=0x10 (device says 0x20)');
one_line('pci: quirk 1234:5678 device=0x0001 applies to no device');
one_line('interrupts: line 11 masked: no handler took 1000 interrupts in a row');
one_line('system: 7 servers up');
for my $server (qw(console interrupts clock pci packets probe holder)) {
    one_line("system: $server = " . SystemTest::loaded($server, 'kernel'));
}
unlike($console, qr/panic/, 'the kernel is content');
is($status, undef, 'the machine ran until it was ended');

# The same server file serves twice, each time with a state of its own; modules may have the
# file's whole name.
($lines, $status) = SystemTest::boot(<<'END', until => qr/servers up$/, servers => ['console'],
first  = packets(memory, log) { count=8 }
second = packets(memory, log)
END
    modules => { 'packets.server' => SystemTest::server_file('packets') });
my $loaded = SystemTest::loaded('packets', 'kernel');
is_deeply([ grep { /^system/ } @$lines ],
    [ "system: first = $loaded", "system: second = $loaded",
      'system: 2 servers up' ], 'two servers of one file') or diag(Guest::last_lines($lines));

# The demonstration's system comes up with the driver as it was ported, and reaches its gateway.
open my $file, '<', 'systems/demo.system' or die "systems/demo.system: $!";
my $demonstration = do { local $/; <$file> };
my @names = $demonstration =~ /^\w+\s*=\s*(\w+)\(/mg;
($lines, $status) = SystemTest::boot($demonstration, until => qr/^ping: /, servers => \@names,
    options => [ '-netdev', 'user,id=network', '-device', 'rtl8139,netdev=network' ]);
is(scalar(grep { $_ eq 'system: ' . @names . ' servers up' } @$lines), 1, 'the demonstration comes up')
    or diag(Guest::last_lines($lines));
is($lines->[-1], 'ping: sent=10 received=10', 'its gateway answers') or diag(Guest::last_lines($lines));

# An empty system is one, too.
($lines) = SystemTest::boot("# nothing\n", until => qr/servers up$/);
is($lines->[-1], 'system: 0 servers up', 'a description without servers')
    or diag(Guest::last_lines($lines));

done_testing();
