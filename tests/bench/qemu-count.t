#!/usr/bin/perl
# SPDX-License-Identifier: GPL-2.0-only
# The counting plugin: what it counts of an interval agrees with QEMU's own count, which the time stamp
# counter shows where an instruction is made to take a tick, and blocks and repetitions add up.
use strict;
use warnings;
use lib 'tests/harness';
use SystemTest;
use Test::More;
use File::Temp 'tempdir';

my $folder = tempdir(CLEANUP => 1);
my $plugin = 'build/tools/count/count.so';
my $within = 0.002;    # of the figure: a block that is left half way counts as a whole

my $description = <<'END';
clock   = clock(time, ports(0x70-0x71), threads) in far
counted = counted(clock, log)
again   = counted(clock, log) in other
END

my ($lines, $status) = SystemTest::boot($description, servers => [qw(clock counted)],
    until => qr/servers up/, options => ['-icount', 'shift=0', '-plugin', "$plugin,out=$folder/counts"]);
my @ticks = map { /^counted: ticks=(\d+) rounds=20000/ ? $1 : () } @$lines;
is(scalar @ticks, 2, 'two intervals, from the kernel\'s domain and from user mode') or diag(join "\n", @$lines);

my (@intervals, $blocks, $ascending, $last);
open my $file, '<', "$folder/counts" or BAIL_OUT("counts: $!");
while (<$file>) {
    if (/^interval (\d+) instructions=(\d+) rep=(\d+)$/) {
        push @intervals, { ordinal => $1, instructions => $2, rep => $3, blocks => 0, ascending => 1 };
        $last = -1;
    } elsif (/^block ([0-9a-f]+) (\d+)$/) {
        $intervals[-1]{blocks} += $2;
        $intervals[-1]{ascending} &&= hex $1 > $last;
        $last = hex $1;
    } else {
        is($_, "end\n", 'an interval ends');
    }
}
close $file;
is(scalar @intervals, 2, 'as many are written');
for my $interval (@intervals) {
    my ($ticks, $count) = ($ticks[$interval->{ordinal}], $interval->{instructions});
    cmp_ok(abs($count - $ticks), '<', $within * $ticks,
        "interval $interval->{ordinal}: $count instructions, $ticks ticks");
    is($interval->{blocks}, $count, 'its blocks add up');
    ok($interval->{ascending}, 'and ascend, each address once');
    cmp_ok($interval->{rep}, '>=', 20000 * 64, 'each repetition of a string instruction is counted');
    cmp_ok($interval->{rep}, '<', 20000 * 64 * 1.1, 'and little else as one');
}

for my $arguments ('', ',in=x', ',out=' . "$folder/none/counts") {
    my @command = ("timeout 20 qemu-system-i386 -accel tcg -display none -plugin $plugin$arguments");
    my $said = `@command 2>&1`;
    isnt($? >> 8, 124, "plugin$arguments: QEMU does not start");
    like($said, qr/expected one argument, out=FILE|No such file/, 'and says why');
}

done_testing();
