#!/usr/bin/perl
# SPDX-License-Identifier: GPL-2.0-only
# The tables and charts of measurements against Linux are made of the results, of part of them too,
# and always the same.
use strict;
use warnings;
use Test::More;
use File::Temp 'tempdir';
use JSON::PP;

my $folder = tempdir(CLEANUP => 1);

sub content {
    my ($path) = @_;
    open my $file, '<', $path or return "$path: $!";
    local $/;
    return scalar <$file>;
}

sub write_file {
    my ($path, $text) = @_;
    open my $file, '>', $path or BAIL_OUT("$path: $!");
    print $file $text;
    close $file;
}

sub spread {
    my ($median) = @_;
    return { median => $median, min => $median - 1, max => $median + 1, count => 5 };
}

# A row as `slipway bench` writes it, as far as the scripts read it.
sub row {
    my ($placement, $workload, %other) = @_;
    return {
        driver => 'card', placement => $placement, workload => $workload, targets => [],
        throughput_ratio => 2, throughput_ratio_spread => spread(2),
        instructions_ratio_spread => spread(0.5), load_ratio_spread => spread(0.4),
        ours => { system => 'Slipway', driver => 'card', stack => 'ours', quirks => [],
            throughput => spread(300), instructions => spread(2000), load => spread(0.3),
            lost => spread(0.01), microseconds => spread(70),
            shares => { tcp => 0.6, nic => 0.2, kernel => 0.1, crossings => 0.1 } },
        linux => { system => 'linux-image-9', driver => '9too', stack => 'its own', quirks => ['one byte'],
            throughput => spread(150), instructions => spread(4000), load => spread(0.8),
            lost => spread(0.02), microseconds => spread(90), shares => { kernel => 0.9, '9too' => 0.1 } },
        %other,
    };
}

# Runs both scripts and returns what became of the document.
sub make {
    my ($where, @rows) = @_;
    write_file("$folder/results.json", JSON::PP->new->encode(\@rows));
    write_file("$folder/$where.md",
        "before\n<!-- against Linux, made by `make bench-document` -->\nold\n<!-- end of it -->\nafter\n");
    is(system("tools/bench/linux_document.pl $folder/results.json $folder/$where.md"), 0,
        "$where: tables are made");
    is(system("tools/bench/linux_charts.pl $folder/results.json $folder/$where"), 0,
        "$where: charts are made");
    return content("$folder/$where.md");
}

my @workloads = (map({ ("tcp_$_", "tcp_${_}_paced") } qw(in out)), 'rr',
    map({ "udp_loss_1518_$_" } 2000, 10000), map { ("udp_in_$_", "udp_out_$_") } 64, 1518, 128);
my @rows = map { my $placement = $_; map { row($placement, $_) } @workloads } qw(kernel each);
$rows[0]{targets} = [
    { of => 'throughput_ratio', limit => 'at least', target => 1.5, value => 2, met => JSON::PP::true },
    { of => 'instructions_ratio', limit => 'at most', target => 0.4, value => 0.5, met => JSON::PP::false },
];
my $document = make('whole', @rows);
like($document, qr/^before\n<!-- against Linux.*-->\n### Targets\n.*<!-- end of it -->\nafter\n\z/s,
    'only its place changes');
unlike($document, qr/^old$/m, 'and what stood there is gone');
like($document, qr/^\| kernel \| tcp_in \| throughput \| at least 1\.5 \| 2\.00 \| met \|$/m,
    'a target that is met');
like($document, qr/^\| kernel \| tcp_in \| instructions \| at most 0\.4 \| 0\.50 \| \*\*missed\*\* \|$/m,
    'one that is not');
like($document, qr/^\| each, out \| 300 \(299\.\.301\) \| 150 \(149\.\.151\) \| 2\.00 .*\| 2000 \(1999/m,
    'a transfer, with its spread');
like($document, qr/^\| 64, in .*\n\| 128, in .*\n\| 1518, in .*\n\| 64, out /m, 'datagrams by size');
like($document, qr/^\| 2000 \| 2\.00 \| 1\.00 \| 1\.00 \|\n\| 10000 /m, 'loss by load');
like($document, qr/^\| Linux, in \| 0\.0 .*\| 10\.0 \| 0\.0 \| 90\.0 \| 0\.0 \| 0\.0 \|$/m,
    "Linux's module is its driver");
like($document, qr/^\| kernel, in \| 0\.0 \| 60\.0 .*\| 20\.0 \| 0\.0 \| 10\.0 \| 10\.0 \| 0\.0 \|$/m,
    'our shares');
like($document, qr/^\| quirk \| none \| one byte \|$/m, 'what differs');

my @charts = qw(transfers throughput load datagrams datagrams-throughput loss);
for my $chart (@charts) {
    like(content("$folder/whole/$chart.svg"), qr/<svg .*<\/svg>\s*\z/s, "$chart is an SVG");
    like($document, qr/\(charts\/$chart\.svg\)/, 'and stands in the document');
}
is(make('again', @rows), $document, 'the same results make the same tables');
is(content("$folder/again/$_.svg"), content("$folder/whole/$_.svg"), "and the same $_") for @charts;

unlike(make('part', row('kernel', 'rr')), qr/TCP, saturated|Datagrams|Loss/,
    'what was not measured is left out');
write_file("$folder/results.json", '[]');
isnt(system("tools/bench/linux_document.pl $folder/results.json $folder/part.md 2>/dev/null"), 0,
    'no results are an error');

done_testing();
