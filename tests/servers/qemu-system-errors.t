#!/usr/bin/perl
# SPDX-License-Identifier: GPL-2.0-only
# Boots descriptions with one mistake each: the message must say where and what, the line is
# quoted, and the machine stops with an error.
use strict;
use warnings;
use lib 'tests/harness';
use Guest;
use Header;
use SystemTest;
use Path::Tiny;
use Test::More;

use constant STOP_FAILED => 1;    # QEMU's exit status, from what the kernel tells isa-debug-exit

my $console = 'console = console(log, ports(0x3d4-0x3d5), registers(0xb8000-0xb8fff))';
my $bus = <<"END";
$console
interrupts = interrupts(interruptlines, threads, memory, console)
clock      = clock(time, ports(0x70-0x71), threads)
END
my $pci = 'ports(0xcf8-0xcff), ports(0x1000-0xffff), registers(0x80000000-0xfebfffff), '
    . 'memory, interrupts, clock, console';
my @servers = qw(console interrupts clock pci packets holder differing misshapen);

my $names = path('servers/loader/status_name.c')->slurp_raw;
is_deeply([ grep { $names !~ /NAME\($_\)/ } grep({ /^E_/ } Header::macros('interfaces/types.h')) ], [],
    'the loader can name each status');

# `^` marks the place that the message must name; it is not part of the text.
sub refused {
    my ($name, $text, $message, %more) = @_;
    my ($before, $after) = split /\^/, $text, 2;
    my $line = 1 + ($before =~ tr/\n//);
    my ($column) = map { 1 + length } $before =~ /([^\n]*)\z/;
    my ($lines, $status) = SystemTest::boot($before . $after, servers => \@servers, %more);
    my $quoted = $more{quoted} // (split /\n/, $before . $after)[$line - 1];
    my ($at) = grep { $lines->[$_] =~ /^system:\d/ } 0 .. $#$lines;
    my ($place, $text_of) = defined $at ? $lines->[$at] =~ /^(system:\d+:\d+): (.*)/ : ('', '');

    subtest $name => sub {
        is($place, "system:$line:$column", 'its place is named') or diag(Guest::last_lines($lines));
        ref $message ? like($text_of, $message, 'the message') : is($text_of, $message, 'the message');
        is($lines->[$at + 1], "    $quoted", 'the line is quoted') if defined $at;
        is($lines->[$at + 2], '    ' . ' ' x ($column - 1) . '^', 'with a mark') if defined $at;
        is($status, STOP_FAILED, 'the machine stops');
        is(scalar(grep { /servers up/ } @$lines), 0, 'and does not say that it is up');
        like(join("\n", @$lines), $more{log}, 'the log') if $more{log};
    };
}

refused('syntax', "$console\nclock = clock(time ^threads)\n", '`threads`, expected `,` or `)`');
refused('an unknown server file', "$console\nx = ^nothing()\n",
    'there is no server file `nothing` among the boot modules: E_NOENT');
refused('an unknown name', "$console\nclock = clock(^tiem, ports(0x70-0x71), threads)\n",
    '`clock` (clock), reference `time` (Time): `tiem` is no server above this line, and no kernel object');
refused('a name that is defined later', "clock = clock(time, ^later, threads)\nlater = console(memory)\n",
    '`clock` (clock), reference `ports` (IoPorts): `later` is no server above this line, and no kernel '
    . 'object');
refused('a missing interface', "$console\nclock = clock(time, ports(0x70-0x71), ^console)\n",
    '`clock` (clock), reference `threads` (Threads): `console` does not implement Threads');
refused('a kernel object of another interface', "clock = clock(^memory, ports(0x70-0x71), threads)\n",
    qr/^`clock` \(clock\), reference `time` \(Time\): interface Time: .*PhysicalMemory/);
refused('a wrong signature', "$console\nx = differing(^console)\n",
    qr/^`x` \(differing\), reference `log` \(Log\): interface Log, function write, parameter text: /);
refused('a catalog that is none',
    "${console}\nbad = misshapen(-) in bad\nx = holder(^bad.device(10ec:8139), -)\n",
    '`x` (holder), reference `device` (PciDevice): interface Catalog, function open, parameter object: '
    . 'server `loader` says out ref any, server `bad` says out mem[4096]');
refused('a missing reference', "clock = clock(time, ports(0x70-0x71)^)\n",
    '`clock` (clock), reference `threads` (Threads): is missing');
refused('a reference too many', "clock = clock(time, ports(0x70-0x71), threads, ^memory)\n",
    '`clock` (clock) requires 3 references, not 4');
refused('a reference that is not optional', "clock = clock(^-, ports(0x70-0x71), threads)\n",
    '`clock` (clock), reference `time` (Time): `-` leaves it out, but it is not optional');
refused('ports that the kernel keeps', "clock = clock(time, ^ports(0x20-0x21), threads)\n",
    '`clock` (clock), reference `ports` (IoPorts): `ports(0x20-0x21)` was not opened: E_ACCESS');
refused('malformed ports', "clock = clock(time, ^ports(0x71-0x70), threads)\n",
    '`clock` (clock), reference `ports` (IoPorts): `ports(0x71-0x70)` was not opened: E_RANGE');
refused('registers that are RAM', "console = console(log, ports(0x3d4-0x3d5), "
    . "^registers(0x100000-0x1fffff))\n",
    '`console` (console), reference `registers` (Registers): `registers(0x100000-0x1fffff)` was not opened: E_ACCESS');
refused('malformed registers', "console = console(log, ports(0x3d4-0x3d5), ^registers(0xb8000))\n",
    '`console` (console), reference `registers` (Registers): `registers(0xb8000)` was not opened: E_INVAL');
refused('physical memory in place of registers',
    "console = console(log, ports(0x3d4-0x3d5), ^memory)\n",
    qr/^`console` \(console\), reference `registers` \(Registers\): interface Registers: .*PhysicalMemory/);
refused('a server without objects', "$console\nx = holder(^console.device(10ec:8139), -)\n",
    '`x` (holder), reference `device` (PciDevice): `console` has no objects: it does not implement Catalog');
refused('an object of an unknown server', "x = holder(^pci.device(10ec:8139), -)\n",
    '`x` (holder), reference `device` (PciDevice): `pci` is no server above this line');
refused('a device that is not there', "${bus}pci = pci($pci)\nx = holder(pci.^device(10ec:8139), -)\n",
    '`x` (holder), reference `device` (PciDevice): `device(10ec:8139)` does not exist in `pci`: E_NOENT');
refused('a device that another has', "${bus}pci = pci($pci)\nx = holder(pci.device(8086:7000), -)\n"
    . "y = holder(pci.^device(8086:7000), -)\n",
    '`y` (holder), reference `device` (PciDevice): `device(8086:7000)` was not opened: E_BUSY');
refused('a malformed device', "${bus}pci = pci($pci)\nx = holder(pci.^device(10ec), -)\n",
    '`x` (holder), reference `device` (PciDevice): `device(10ec)` was not opened: E_INVAL');
refused('a malformed quirk', "${bus}^pci = pci($pci) { quirk 10ec:8139 revision }\n",
    '`pci` (pci) did not start: E_INVAL: server `pci`: its constructor failed with -22',
    log => qr/^pci: malformed quirk `10ec:8139 revision`, expected VENDOR:DEVICE KEY=NUMBER/m);
refused('a constructor that fails',
    "${bus}pci = pci($pci)\n^x = holder(pci.device(8086:7000), -) { fail=5 }\n",
    '`x` (holder) did not start: E_IO: server `x`: its constructor failed with -5');
refused('a setting that nobody knows',
    "${bus}pci = pci($pci) {\n    quirk 10ec:8139 revision=0x10\n    ^quirks 1\n}\n",
    'setting `quirks` is unknown to `pci` (pci), or stands too often');
refused('a setting that stands twice', "p = packets(memory, log) { count=1; ^count=2 }\n",
    'setting `count` is unknown to `p` (packets), or stands too often');
refused('settings for a server that has none', "$console { ^baud 9600 }\n",
    '`console` (console) takes no settings');
refused('a second server of one name', "$console\n^$console\n", 'there is a server `console` already');
refused('a server of the name `kernel`', "^kernel = console(memory)\n",
    '`kernel` is the name of the kernel, expected another');
refused('a server of the name `loader`', "^loader = console(memory)\n",
    '`loader` is the name of the loader, expected another');
refused('an end of the file inside braces', "$console\nplacement each { console in kernel\n^",
    'end of file, expected the name of a server, or `}`', quoted => '');

# Domains
refused('a domain where nobody is', "$console\ndomain ^drivr { budget=50 }\n",
    'no server is in domain `drivr`, and no placement puts one there');
refused('a second line of one domain', "$console in a\ndomain a\ndomain ^a\n", 'domain `a` has a line already');
refused('settings of the kernel\'s domain', "$console\ndomain ^kernel { budget=50 }\n",
    '`kernel` is the kernel\'s domain and takes no settings, expected another');
refused('a setting that domains do not have', "$console in a\ndomain a { ^bugdet=50 }\n",
    '`bugdet` is no setting of a domain, expected `budget`');
refused('a second budget', "$console in a\ndomain a { budget=5; ^budget=6 }\n",
    'domain `a` has a budget already');
for my $budget ('0', '50ms', '60001', '4294967297', '-1') {
    refused("a budget of $budget", "$console in a\ndomain a { budget=^$budget }\n",
        "budget of domain `a`: `$budget`, expected milliseconds, 1 to 60000");
}

# Placements
my $placements = "placement driver { console in driver }\nplacement each { console in console }\n";
refused('an unknown placement', "$console\nplacement ^" . substr($placements, length 'placement '),
    'there is no placement `eahc`, which the boot module `placement` asks for, '
    . 'expected `kernel`, `driver` or `each`', placement => 'eahc');
refused('a placement where there are none', "^$console\n",
    'there is no placement `each`, which the boot module `placement` asks for, expected `kernel`',
    placement => 'each');
refused('a second placement of one name', "$console\n${placements}placement ^each { }\n",
    'there is a placement `each` already');
refused('a placement called `kernel`', "$console\nplacement ^kernel { }\n",
    'the placement `kernel` puts all servers there, expected another name');
refused('a placement of an unknown server', "$console\n${placements}placement x { ^nic in driver }\n",
    'there is no server `nic`');
refused('a placement that names a server twice', "$console\nplacement x {\nconsole in a\n^console in b\n}\n",
    '`console` stands twice in this placement');

# Servers to be traced: the boot module `trace` is not a line of the description, so none is quoted.
for my $case (
    [ 'a trace of an unknown server', " console\tnosuch \n",
        'there is no server `nosuch`, which the boot module `trace` names' ],
    [ 'a trace of what only begins like a server', 'consol',
        'there is no server `consol`, which the boot module `trace` names' ],
    [ 'a trace of nothing', '',
        'no server is traced: the boot module `trace` names none, and no line has the word `trace`', ' trace' ]) {
    my ($name, $trace, $message, $words) = @$case;
    my $other = $words ? "placement each { console in kernel$words }\n" : '';
    my ($lines, $status) = SystemTest::boot("$console\n$other", servers => \@servers, trace => $trace);
    is(scalar(grep { $_ eq "system: trace: $message" } @$lines), 1, "$name: the message")
        or diag(Guest::last_lines($lines));
    is(scalar(grep { /sha256/ } @$lines), 0, "$name starts nothing");
    is($status, STOP_FAILED, "$name: the machine stops");
}
my ($traced) = SystemTest::boot("$console\n", servers => \@servers, trace => "\n console\r\n",
    until => qr/servers up/);
ok((grep { $_ eq 'system: 1 servers up' } @$traced), 'white space around a name is none of it')
    or diag(Guest::last_lines($traced));
($traced) = SystemTest::boot("$console trace\n", servers => \@servers, trace => '', until => qr/servers up/);
ok((grep { $_ eq 'system: 1 servers up' } @$traced), 'a line with the word is enough')
    or diag(Guest::last_lines($traced));

refused('a file that is no server file', "^x = garbage()\n",
    qr/^`x` \(garbage\) was not loaded: E_NOEXEC: server file: e_ident/,
    modules => { garbage => 'tests/harness/SystemTest.pm' });
refused('a byte that is no text', "$console\n^\x01\xff = x()\n", 'byte 0x01, expected the name of a server, `domain` or `placement`',
    quoted => '?? = x()');

# Without a description there is no line.
my ($lines, $status) = SystemTest::boot('', modules => { system => undef });
my $message = 'system:1:1: there is no boot module `system`: E_NOENT';
is(scalar(grep { $_ eq $message } @$lines), 1, 'no description')
    or diag(Guest::last_lines($lines));
is($status, STOP_FAILED, 'the machine stops');
done_testing();
