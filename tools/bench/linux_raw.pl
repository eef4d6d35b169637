#!/usr/bin/perl
# SPDX-License-Identifier: GPL-2.0-only
# The raw runs behind tables and charts, from build/results/bench-linux.json, short enough to be kept beside
# them: linux_raw.pl RESULTS.json OUTPUT.json [DRIVER]. A run is a list, whose columns `columns` names; shares
# of servers are left out.
use strict;
use warnings;
use FindBin;
use lib $FindBin::Bin;
use JSON::PP;
use Results;

@ARGV == 2 || @ARGV == 3 or die "usage: linux_raw.pl RESULTS.json OUTPUT.json [DRIVER]\n";
my ($from, $to, $driver) = @ARGV;
my $results = Results->new($from, $driver);
my $json = JSON::PP->new->canonical;
my @columns = qw(guest turn bytes operations lost seconds ticks instructions repeated retried
    pace_microseconds offered dropped_before_card card_stopped not_offered);

sub value {
    my ($value) = @_;
    return $value ? 1 : 0 if ref $value;
    return defined $value && $value =~ /^-?\d+\.\d/ ? 0 + sprintf('%.6g', $value) : $value;
}

# A run without what it has nothing of at the end.
sub short {
    my ($run) = @_;
    my @values = map { value($run->{$_}) } @columns;
    pop @values while !$values[-1];
    return \@values;
}

my @lines;
for my $placement ($results->placements) {
    for my $row (sort { $a->{workload} cmp $b->{workload} } $results->rows($placement)) {
        my %kept = map { $_ => $row->{$_} } grep {
            /^(?:driver|placement|workload|mbit|targets|\w+_ratio)$/ } keys %$row;
        push @lines, $json->encode({ %kept, runs => [ map { short($_) } @{ $row->{runs} } ] });
    }
}
open my $file, '>', $to or die "$to: $!\n";
print $file '{"columns":' . $json->encode(\@columns) . ",\n\"rows\":[\n" . join(",\n", @lines) . "\n]}\n";
close $file or die "$to: $!\n";
