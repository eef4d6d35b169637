#!/usr/bin/perl
# SPDX-License-Identifier: GPL-2.0-only
# The rules M1 to M8 on the real kernel, in each placement (M10): boots it with the test servers of
# tests/kernel/component, of which `rules` stands in the loader's place, or is loaded by `launcher` into a
# domain of its own, and writes TAP to the kernel's log.
use strict;
use warnings;
use lib 'tests/harness';
use Guest;
use Test::More;

my $kernel = 'build/kernel/kernel.elf';
my $servers = 'build/tests/component';
my %modules = map { $_ => "$servers/$_.server" }
    qw(kinds kinds_serialised tokens tokens_serialised counter counter_serialised client client_other rules);

sub boot {
    return Guest::run($kernel, limit => 900, modules => { @_ });
}

# Every placement of the tests and of the servers that they load: in the kernel's domain, each in
# one of its own, or together in one. A module's name says which; its contents do not matter.
my @placements = map { my $tests = $_; map { [$tests, $_] } '', qw(each together) } qw(rules launcher);
my $checks;
for my $placement (@placements) {
    my ($tests, $servers_in) = @$placement;
    my $name = ($tests eq 'rules' ? 'tests in the kernel' : 'tests in user mode') . ', servers '
        . ($servers_in || 'in the kernel');
    my @names = Guest::pass_on($name, $kernel,
        modules => { %modules, loader => "$servers/$tests.server", $servers_in ? ($servers_in => 'Makefile') : () });
    is(scalar @names, $checks //= @names, "$name: as many as in the other placements");
    for my $rule (1 .. 8) {
        ok((grep { /^M$rule/ } @names), "$name: rule M$rule was tested");
    }
}

# A server in the kernel's domain that is broken: the kernel says so, and stops.
{
    my ($lines, $status) = boot(loader => "$servers/rules.server", nowhere => 'Makefile');
    ok((grep { /^kernel exception 14: page fault/ } @$lines), 'a bad place: the kernel reports it')
        or diag(Guest::last_lines($lines));
    ok((grep { /write of 0x00000004/ } @$lines), 'a bad place: as what it is') or diag(Guest::last_lines($lines));
    is($status, Guest::PANIC, 'a bad place: the machine stops');
}

# What the kernel does without a loader, or with one that is none.
my @refusals = (
    ['no loader', { kinds => "$servers/kinds.server" }, qr/kernel: there is no boot module `loader`/],
    ['a loader that is no server file', { loader => 'Makefile' }, qr/kernel: server file: e_ident\[0\]/],
    ['a loader that requires more', { loader => "$servers/client.server" },
        qr/kernel: server `loader`: the required reference `counter` \(interface Counter\) is missing/],
);
for (@refusals) {
    my ($name, $modules, $message) = @$_;
    my ($lines, $status) = boot(%$modules);
    ok((grep { /$message/ } @$lines), "$name: the kernel says so") or diag(Guest::last_lines($lines));
    is($status, Guest::FAILED, "$name: the machine stops");
}

done_testing();
