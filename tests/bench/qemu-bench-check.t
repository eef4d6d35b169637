#!/usr/bin/perl
# SPDX-License-Identifier: GPL-2.0-only
# `make bench-check`: calls and transfers cost as many instructions as recorded; and what the check
# says when they do not.
use strict;
use warnings;
use Test::More;
use File::Temp 'tempdir';
use JSON::PP;

my $time_limit = 900;    # in seconds; a hang detector, which lets a boot that hung end and be run again
my $folder = tempdir(CLEANUP => 1);
my $recorded = JSON::PP->new->decode(do {
    open my $file, '<', 'tools/bench/recorded.json' or BAIL_OUT("recorded.json: $!");
    local $/;
    <$file>;
});

my $said = `timeout $time_limit tools/bench/check.pl 2>$folder/errors`;
is($?, 0, 'no call and no transfer costs over 3 % more than recorded') or diag($said, `cat $folder/errors`);

# The check of recorded figures of which one is changed.
sub check {
    my ($group, $name, $value) = @_;
    my %changed = (%$recorded, $group => { %{ $recorded->{$group} }, $name => $value });
    delete $changed{$group}{$name} if !defined $value;
    open my $file, '>', "$folder/figures.json" or BAIL_OUT("figures.json: $!");
    print $file JSON::PP->new->encode(\%changed);
    close $file;
    my $text = `tools/bench/check.pl --figures $folder/figures.json 2>&1`;
    return ($? >> 8, $text);
}

for my $figure ([ calls => 'call_across_null' ], [ transfers => 'driver tcp_in' ]) {
    my ($group, $name) = @$figure;
    my $value = $recorded->{$group}{$name};
    is((check($group, $name, $value))[0], 0, "$name as recorded passes");
    is((check($group, $name, $value * 1.029))[0], 0, '2.9 % more too');
    my ($status, $text) = check($group, $name, $value * 1.031);
    is($status, 1, '3.1 % more fails');
    like($text, qr/^\Q$name\E: .*recorded are \Q$value\E \(\+3\.1 %\)$/m, 'and says what and how much');
    ($status, $text) = check($group, $name, $value * 0.9);
    is($status, 0, '10 % less passes');
    like($text, qr/^\Q$name\E: .*\(-10\.0 %\); .*--record/m, 'and says how to record it');
    is((check($group, $name, undef))[0], 1, 'a figure that was not measured fails');
    is((check($group, 'another', 1))[0], 1, 'so does one that is not recorded');
}
is(system('tools/bench/check.pl --nonsense 2>/dev/null') >> 8, 2, 'wrong usage');

done_testing();
