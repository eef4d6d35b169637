#!/usr/bin/perl
# SPDX-License-Identifier: GPL-2.0-only
# An isolated driver is killed and not loaded again: its card must be silent then. A server inside the machine
# reads the card's command register and the interrupt controllers' mask, past everybody whose they are.
use strict;
use warnings;
use lib 'tests/harness';
use Guest;
use SystemTest;
use Test::More;

use constant {
    PORTS => 1, MEMORY => 2, MASTER => 4,       # of the command register
    INTERRUPT_OFF => 0x400,
};

open my $file, '<', 'systems/demo.system' or BAIL_OUT("systems/demo.system: $!");
my $system = do { local $/; <$file> };
my %servers = map { $_ => 1 } 'silence', $system =~ /^\w+\s*=\s*(\w+)\(/mg;
$system =~ s/(placement driver \{\s*nic in driver) restart/$1/ or BAIL_OUT('the placement `driver` is another');
$system =~ s/^# The other placements/silence = silence(loader.server(nic), memory, threads, log)\n$&/m
    or BAIL_OUT('systems/demo.system has other placements');

# What the server says of a moment: command register, line, whether the line is masked.
sub seen {
    my ($when, $console) = @_;
    my ($command, $line, $masked) = $console =~ /^silence: $when: command (0x\w+), line (\d+) masked (\d)$/m;
    return (hex($command // 0), $line // -1, $masked // -1);
}

my ($lines) = SystemTest::boot($system, servers => [ sort keys %servers ], placement => 'driver',
    until => qr/^silence: done|kernel panic|kernel exception/,
    options => [ '-netdev', 'user,id=network', '-device', 'rtl8139,netdev=network' ]);
my $console = join "\n", @$lines;
like($console, qr/^silence: done$/m, 'the test came to its end') or diag(Guest::last_lines($lines));
like($console, qr/server nic \(domain driver\): killed/, 'the driver was killed');

my ($command, $line, $masked) = seen('before', $console);
is($command & (MASTER | INTERRUPT_OFF), MASTER, 'before, the card may reach memory and interrupt');
is($masked, 0, 'and its line is not masked');

my ($after, $same, $masked_after) = seen('after', $console);
is($after & MASTER, 0, 'afterwards it is no bus master');
is($after & (PORTS | MEMORY), 0, 'answers to no address');
is($after & INTERRUPT_OFF, INTERRUPT_OFF, 'and may not interrupt');
is($masked_after, 1, 'the line is masked');
is($same, $line, 'and the same');
like($console, qr/^silence: killed 0, early 0, memory given back$/m,
    'its memory was given back, at no moment while the card could still write to it');

done_testing;
