#!/usr/bin/perl
# SPDX-License-Identifier: GPL-2.0-only
# `make bench-check`: compares what calls and a port's transfers cost, in instructions, with what
# tools/bench/recorded.json says, and fails if one costs over 3 % more. Instructions do not depend on
# how fast or how busy the host is. recorded.json names the port.
#
#     check.pl                measures and compares
#     check.pl --record       measures and writes recorded.json
#     check.pl --figures FILE takes figures (JSON, as in recorded.json) instead of measuring
use strict;
use warnings;
use Getopt::Long;
use JSON::PP;

my $allowed = 0.03;      # more than that, either way, is told; costing more fails
my $how = '`tools/bench/check.pl --record` records it';
my $recorded_path = 'tools/bench/recorded.json';
my $workloads = 'tcp_in,8388608;tcp_out,8388608';
my ($record, $figures_path);

sub usage {
    print STDERR "usage: check.pl [--record] [--figures FILE]\n";
    exit 2;
}

GetOptions('record' => \$record, 'figures=s' => \$figures_path) && !@ARGV or usage();

sub content {
    my ($path) = @_;
    open my $file, '<', $path or die "$path: $!\n";
    local $/;
    return JSON::PP->new->decode(scalar <$file>);
}

sub run_bench {
    my (@arguments) = @_;
    open my $bench, '-|', 'build/slipway', 'bench', '--json', @arguments
        or die "build/slipway: $!; run make\n";
    local $/;
    my $text = <$bench>;
    close $bench or die "build/slipway bench @arguments failed\n";
    return JSON::PP->new->decode($text);
}

# Medians: of calls in QEMU, of which all runs are alike, and of three runs of each transfer.
sub measure {
    my ($recorded) = @_;
    my %calls = map { $_->{operation} => $_->{median} } grep { $_->{unit} eq 'instructions' }
        @{ run_bench('--runs=5') };
    my %transfers = map { ("$_->{placement} $_->{workload}" => $_->{ours}{instructions}{median}) }
        @{ run_bench($recorded->{port}, '--placement=' . join(',', @{ $recorded->{placements} }),
            "--workloads=$workloads", '--runs=3') };
    return { calls => \%calls, transfers => \%transfers };
}

# What is wrong with one figure, and what is worth knowing.
sub compare {
    my ($what, $was, $is) = @_;
    return ("$what: $is is not recorded; $how", '') if !defined $was;
    return ("$what: was not measured, but $was is recorded", '') if !defined $is;
    my $change = $was ? ($is - $was) / $was : $is ? 1 : 0;
    my $line = sprintf '%s: %s instructions, recorded are %s (%+.1f %%)', $what, $is, $was, 100 * $change;
    return ($line, '') if $change > $allowed;
    return ('', $change < -$allowed ? "$line; $how" : '');
}

my $recorded = content($recorded_path);
my $measured = $figures_path ? content($figures_path) : measure($recorded);

if ($record) {
    my $text = JSON::PP->new->canonical->indent->space_before(0)->space_after->encode(
        { port => $recorded->{port}, placements => $recorded->{placements}, %$measured });
    open my $file, '>', $recorded_path or die "$recorded_path: $!\n";
    print $file $text;
    close $file or die "$recorded_path: $!\n";
    print "$recorded_path is written\n";
    exit 0;
}

my $failed = 0;
for my $group (qw(calls transfers)) {
    my %names = (%{ $recorded->{$group} // {} }, %{ $measured->{$group} // {} });
    for my $name (sort keys %names) {
        my ($fault, $note) = compare($name, $recorded->{$group}{$name}, $measured->{$group}{$name});
        $failed += $fault ne '';
        print "$fault\n" if $fault;
        print "$note\n" if $note;
    }
}
print $failed
    ? "$failed figures are over " . 100 * $allowed . " % above what is recorded, or do not match it\n"
    : "instructions of calls and transfers are as recorded\n";
exit($failed ? 1 : 0);
