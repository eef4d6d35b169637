#!/usr/bin/perl
# SPDX-License-Identifier: GPL-2.0-only
# slipway bench: its rows are complete and make sense. Guest instructions do not depend on the
# host, so their targets are checked here; cycles are not judged.
use strict;
use warnings;
use Test::More;
use File::Temp 'tempdir';
use JSON::PP;

my $time_limit = 900;    # in seconds; a hang detector, not a performance target
my $folder = tempdir(CLEANUP => 1);

my $table = `timeout $time_limit build/slipway bench --runs=5 --json=$folder/rows.json 2>$folder/errors`;
is($?, 0, 'everything is measured') or diag(`cat $folder/errors`);
open my $file, '<', "$folder/rows.json" or BAIL_OUT("rows.json: $!");
my $rows = JSON::PP->new->decode(do { local $/; <$file> });
my %row = map { $_->{operation} => $_ } @$rows;
is(scalar keys %row, scalar @$rows, 'no operation stands twice');

# A host that runs no 32-bit programs measures no cycles, and says so.
sub is_left_out {
    my ($found) = @_;
    return $found->{unit} eq 'cycles' && !defined $found->{median}
        && ($found->{reason} // '') eq 'this host runs no 32-bit programs';
}

my %unit = (
    map({ $_ => 'cycles' } qw(call_one_domain function_pointer_call reference)),
    map({ $_ => 'instructions' } qw(call_across_null call_across_2s1r call_across_1k_in call_kernel_to_user
        call_user_to_kernel)),
);
for my $operation (sort keys %unit) {
    my $found = $row{$operation};
    is($found->{unit}, $unit{$operation}, "$operation is there, in $unit{$operation}");
    next if is_left_out($found);
    ok($found->{min} > 0 && $found->{min} <= $found->{median} && $found->{median} <= $found->{max},
        "$operation: minimum, median and maximum");
}
ok(is_left_out($row{call_one_domain}) || $row{call_one_domain}{ratio} > 1, 'a call costs more than one through a pointer');

cmp_ok($row{call_across_null}{median}, '<=', 80, 'a null call across domains: at most 80 instructions');
cmp_ok($row{call_across_2s1r}{median}, '<=', 120, 'two scalars and a reference: at most 120');
my $block = $row{call_across_1k_in};
cmp_ok($block->{copy}, '>=', 256, 'a copy of 1 KiB is 256 words at least');
cmp_ok($block->{median}, '<=', 120 + $block->{copy}, 'a block of 1 KiB: at most 120, and the copy');
cmp_ok($row{call_across_null}{median}, '>', $row{call_one_domain_instructions}{median},
    'across domains costs more than in one');

is(scalar(grep { $_->{reason} } @$rows), system('tools/setup/runs-32-bit') ? 8 : 0,
    'cycles are left out only if they must be');
like($table, qr/^  call\/return across domains, null +\d+\.\d .*\n.*\n +target: at most 80\.0; met/m,
    'the table says so');
is(system('build/slipway bench --runs=4 2>/dev/null') >> 8, 2, 'fewer than five runs are wrong usage');
like(`build/slipway bench --dry-run`, qr/^build\S*calls-on-host\nqemu-system-i386 .*-icount shift=0/,
    'the commands are told');

done_testing();
