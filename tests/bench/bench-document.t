#!/usr/bin/perl
# SPDX-License-Identifier: GPL-2.0-only
# The tables and charts of measurements against Linux are made of the results, of part of them too,
# and always the same.
use strict;
use warnings;
use Path::Tiny;
use Test::More;
use File::Temp 'tempdir';
use JSON::PP;

my $folder = tempdir(CLEANUP => 1);

# What slipway writes of runs that are made up (tests/bench/comparison/sample.c).
my $sample = `build/tests/comparison-sample`;
is($?, 0, 'there are results') or BAIL_OUT('build/tests/comparison-sample: make test builds it');
my @rows = @{ JSON::PP->new->decode($sample) };

# Runs both scripts and returns what became of the document.
sub make {
    my ($where, @rows) = @_;
    path("$folder/results.json")->spew_raw(JSON::PP->new->encode(\@rows));
    path("$folder/$where.md")->spew_raw("before\n<!-- against Linux, made by `make bench-document` -->\nold\n<!-- end of it -->\nafter\n");
    is(system("tools/bench/linux_document.pl $folder/results.json $folder/$where.md"), 0,
        "$where: tables are made");
    is(system("tools/bench/linux_charts.pl $folder/results.json $folder/$where"), 0,
        "$where: charts are made");
    return path("$folder/$where.md")->slurp_raw;
}

my $document = make('whole', @rows);
like($document, qr/^before\n<!-- against Linux.*-->\n### Targets\n.*<!-- end of it -->\nafter\n\z/s,
    'only its place changes');
unlike($document, qr/^old$/m, 'and what stood there is gone');
unlike($document, qr/HASH|ARRAY|\bnan\b/i, 'and nothing is told as what it is not');
like($document, qr/^\| kernel \| tcp_in \| throughput \| at least 1\.5 \| 1\.98 \| met \|$/m,
    'a target that is met');
like($document, qr/^\| kernel \| tcp_in \| instructions \| at most 0\.4 \| 0\.50 \| \*\*missed\*\* \|$/m,
    'one that is not');
like($document, qr/^Run once more, .*: kernel, Linux, turn 3 \(tcp_in_paced tcp_out_paced\); driver, /m,
    'runs that were repeated');
like($document, qr/^\| each, out \| 102 \(100\.\.105\) \| 152 \(150\.\.155\) \| 0\.67 .*\| 2602 \(2600/m,
    'a transfer, with its spread');
like($document, qr/^\| driver, in \| 95\.0 .*\| 20\.4 .*\| 37\.1 .*\| 0\.55 \S+ \| 2010 \/ 2000 \|$/m,
    'a paced one, with the paces');
like($document, qr/^\| 64, in .*\n\| 128, in .*\n(?:.*\n){4}\| 1518, in .*\n\| 64, out /m,
    'datagrams by size');
like($document, qr/^\| 1518, in \| 4002 \| 2002 \| 0\.50 \(0\.50\.\.0\.50\) \| 2202 /m,
    'their cost, and its ratio');
like($document, qr/^\| 1518, in \| 12950 \| 25688 \| 1\.98 \(1\.97\.\.2\.00\) \|/m,
    'their rate, and its ratio');
like($document, qr/^\| 2000 \| 0\.0 \(0\.0\.\.0\.0\) (?:\| 0\.0 \(0\.0\.\.0\.0\) ){3}\|$/m,
    'loss by load, in all placements');
like($document, qr/^\| 12000 \| 99\.8 \S+ stopped 6 of 6 \| 0\.0 .*\| 100\.0 .*; stopped 6 of 6 \|$/m,
    'a card that stops, and loads that were not offered any more');
like($document, qr/^\| 10000 \| 9900; 0\.0 % \|.*\| 9900; 0\.1 % \|$/m,
    'what was offered, and dropped before');
like($document, qr/^\| Linux, tcp_in \| 5\.0 .*\| 10\.0 \| 0\.0 \| 85\.0 \| 0\.0 \| 0\.0 \|$/m,
    "Linux's module is its driver, - or _ in its name");
like($document, qr/^\| kernel, rr \| 0\.0 \| 60\.0 .*\| 20\.0 \| 0\.0 \| 10\.0 \| 10\.0 \| 0\.0 \|$/m,
    'our shares');
like($document, qr/^\| quirk \| none \| one byte \|\n\| TCP send buffer \| 93440 bytes \| autotuned \|$/m,
    'what differs');
like($document, qr/^\| mitigations \| none \| some \|$/m, 'what a guest told itself, too');

my @charts = qw(transfers throughput load datagrams datagrams-throughput loss);
for my $chart (@charts) {
    like(path("$folder/whole/$chart.svg")->slurp_raw, qr/<svg .*<\/svg>\s*\z/s, "$chart is an SVG");
    like($document, qr/\(charts\/$chart\.svg\)/, 'and stands in the document');
}
is(make('again', @rows), $document, 'the same results make the same tables');
is(path("$folder/again/$_.svg")->slurp_raw, path("$folder/whole/$_.svg")->slurp_raw, "and the same $_") for @charts;

# The raw runs, kept beside the charts.
path("$folder/results.json")->spew_raw($sample);
is(system("tools/bench/linux_raw.pl $folder/results.json $folder/raw.json"), 0, 'raw runs are written');
my $raw = JSON::PP->new->decode(path("$folder/raw.json")->slurp_raw);
cmp_ok(-s "$folder/raw.json", '<', 300_000, 'in a short file');
is(scalar @{ $raw->{rows} }, scalar @rows, 'of each row');
my ($loss) = grep { "$_->{placement} $_->{workload}" eq 'each udp_loss_1518_10000' } @{ $raw->{rows} };
my %run;
@run{ @{ $raw->{columns} } } = @{ $loss->{runs}[0] };
is("@run{qw(guest turn lost offered dropped_before_card card_stopped)}", 'ours 0 9979 9900 5 1',
    'with what a run told');
my ($nothing) = grep { "$_->{placement} $_->{workload}" eq 'kernel udp_loss_1518_20000' } @rows;
ok(exists $nothing->{throughput_ratio} && !defined $nothing->{throughput_ratio},
    'a ratio to nothing is null');

# A paced run that was not brought to its throughput.
my ($off) = grep { "$_->{placement} $_->{workload}" eq 'each tcp_out_paced' } @rows;
$off->{at_pace} = JSON::PP::false;
like(make('off', @rows), qr/^\| each, out .*\| 2010 \/ 2000, \*\*off\*\* \|$/m, 'a pace that is off is told');

# Results of two drivers in one file.
path("$folder/results.json")->spew_raw(JSON::PP->new->encode([ @rows, { %{ $rows[0] }, driver => 'another' } ]));
isnt(system("tools/bench/linux_document.pl $folder/results.json $folder/whole.md 2>$folder/errors"), 0,
    'results of two drivers need a name');
like(path("$folder/errors")->slurp_raw, qr/results of another, card: name one/, 'which is said');
is(system("tools/bench/linux_document.pl $folder/results.json $folder/whole.md card"), 0,
    'with one they are told');
is(path("$folder/whole.md")->slurp_raw =~ s/, \*\*off\*\*//r, $document, 'and are the same');

my ($round_trips) = grep { "$_->{placement} $_->{workload}" eq 'kernel rr' } @rows;
unlike(make('part', $round_trips), qr/TCP, saturated|Datagrams|Loss/,
    'what was not measured is left out');
path("$folder/results.json")->spew_raw('[]');
isnt(system("tools/bench/linux_document.pl $folder/results.json $folder/part.md 2>/dev/null"), 0,
    'no results are an error');

done_testing();
