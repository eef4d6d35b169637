#!/usr/bin/perl
# SPDX-License-Identifier: GPL-2.0-only
# Servers in domains of their own, and every way in which they end (rules M10, M11): boots the
# servers of tests/kernel/component, where `rules` makes others end, from the kernel's domain or from one of
# its own, and writes TAP to the kernel's log.
use strict;
use warnings;
use Test::More;
use lib 'tests/harness';
use Guest;

my $servers = 'build/tests/component';
my %modules = map { $_ => "$servers/$_.server" } qw(rules kinds victim victim_serialised);

for (['rules', 'from the kernel'], ['launcher', 'from user mode']) {
    my ($tests, $name) = @$_;
    Guest::pass_on($name, 'build/kernel/kernel.elf',
        modules => { %modules, loader => "$servers/$tests.server", endings => 'Makefile' });
}

done_testing();
