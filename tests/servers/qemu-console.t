#!/usr/bin/perl
# SPDX-License-Identifier: GPL-2.0-only
# Lines that servers write through the console server and lines of the kernel's log share one serial port. Each
# comes out whole, whoever writes at the same time.
use strict;
use warnings;
use lib 'tests/harness';
use Guest;
use SystemTest;
use Test::More;

my $interruptions = 50;         # INTERRUPTIONS in tests/servers/talkers/talkers.c
my $filling = 'the quick brown fox jumps over the lazy dog and the lazy dog sleeps on and on and on';
my ($lines, $status) = SystemTest::boot(<<'END', servers => [qw(console talkers)], until => qr/talkers: done$/);
console = console(log, ports(0x3d4-0x3d5), registers(0xb8000-0xb8fff))
talkers = talkers(threads, console, log)
END

my @said = grep { /fox|lazy|talkers/ && !/^system: / } @$lines;
is(pop @said, 'talkers: done', 'both threads came to their end') or diag(Guest::last_lines($lines));
my @odd = grep { !/^talkers: (?:console|kernel) \d+ \Q$filling\E$/ } @said;
is_deeply(\@odd, [], 'every line is whole');
for my $name (qw(console kernel)) {
    my @numbers = map { /^talkers: $name (\d+) / ? $1 : () } @said;
    is_deeply(\@numbers, [ 0 .. $#numbers ], "no line of $name is lost, and none is out of order");
}
is(scalar(grep { /^talkers: kernel/ } @said), $interruptions, 'the one who interrupts was heard each time');

done_testing();
