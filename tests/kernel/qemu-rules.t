#!/usr/bin/perl
# SPDX-License-Identifier: GPL-2.0-only
# The rules M1 to M8 on the real kernel, in each placement (M10): boots it with the test servers of
# tests/kernel/component, of which `rules` stands in the loader's place, or is loaded by `launcher` into a
# domain of its own, and writes TAP to the kernel's log.
use strict;
use warnings;
use Test::More;

my $kernel = 'build/kernel/kernel.elf';
my $servers = 'build/tests/component';
my $time_limit = 120;       # in seconds; a hang detector, not a performance target
my $passed = 33;            # 2 * 16 + 1, by isa-debug-exit

my @modules = map { "$servers/$_.server $_" }
    qw(kinds kinds_serialised tokens tokens_serialised counter counter_serialised client client_other);

# Boots with a server in the loader's place; returns the lines of the serial port and QEMU's
# exit status (124: the time was over).
sub boot {
    my ($loader, @further) = @_;
    -e $kernel or BAIL_OUT("$kernel is missing: make kernel");
    my @command = ('timeout', $time_limit, qw(qemu-system-i386 -accel tcg -m 128 -display none -no-reboot
        -serial stdio -device), 'isa-debug-exit,iobase=0xf4,iosize=4', '-kernel', $kernel,
        '-initrd', join(',', $loader, @further));
    open my $output, '-|', @command or BAIL_OUT("cannot start qemu-system-i386: $!");
    my @lines = <$output>;
    close $output;
    s/[\r\n]+$// for @lines;
    return (\@lines, $? >> 8);
}

sub last_lines {
    my ($lines) = @_;
    my $first = @$lines > 20 ? @$lines - 20 : 0;
    return join "\n", @$lines[$first .. $#$lines];
}

# Every placement of the tests and of the servers that they load: in the kernel's domain, each in
# one of its own, or together in one. A module's name says which; its contents do not matter.
my @placements = map { my $tests = $_; map { [$tests, $_] } '', qw(each together) } qw(rules launcher);
my $checks;
for my $placement (@placements) {
    my ($tests, $servers_in) = @$placement;
    my $name = ($tests eq 'rules' ? 'tests in the kernel' : 'tests in user mode') . ', servers '
        . ($servers_in || 'in the kernel');
    my ($lines, $status) = boot("$servers/$tests.server loader", @modules, "$servers/rules.server rules",
        $servers_in ? "Makefile $servers_in" : ());
    my ($count, $plan, %seen) = (0);
    for my $line (@$lines) {
        if ($line =~ /^(not )?ok \d+ - (.*)/) {
            ok(!$1, "$name: $2");
            $count++;
            $seen{$1}++ if $2 =~ /^(M\d)/;
        } elsif ($line =~ /^1\.\.(\d+)$/) {
            $plan = $1;
        } elsif ($line =~ /^# (.*)/) {
            diag($1);
        }
    }
    is($plan, $count, "$name: every check of the guest arrived");
    is($count, $checks //= $count, "$name: as many as in the other placements");
    is($status, $passed, "$name: the guest ended by itself") or diag(last_lines($lines));
    ok($seen{"M$_"}, "$name: rule M$_ was tested") for 1 .. 8;
}

# A server in the kernel's domain that is broken: the kernel says so, and stops.
{
    my ($lines, $status) = boot("$servers/rules.server loader", 'Makefile nowhere');
    ok((grep { /^kernel exception 14: page fault/ } @$lines), 'a bad place: the kernel reports it')
        or diag(last_lines($lines));
    ok((grep { /write of 0x00000004/ } @$lines), 'a bad place: as what it is') or diag(last_lines($lines));
    is($status, 3, 'a bad place: the machine stops');
}

# What the kernel does without a loader, or with one that is none.
my @refusals = (
    ['no loader', "$servers/kinds.server kinds", qr/kernel: there is no boot module `loader`/],
    ['a loader that is no server file', 'Makefile loader', qr/kernel: server file: e_ident\[0\]/],
    ['a loader that requires more', "$servers/client.server loader",
        qr/kernel: server `loader`: the required reference `counter` \(interface Counter\) is missing/],
);
for (@refusals) {
    my ($name, $module, $message) = @$_;
    my ($lines, $status) = boot($module);
    ok((grep { /$message/ } @$lines), "$name: the kernel says so") or diag(last_lines($lines));
    is($status, 1, "$name: the machine stops");
}

done_testing();
