#!/usr/bin/perl
# SPDX-License-Identifier: GPL-2.0-only
# Puts the results of `slipway bench NAME --against linux` into docs/measurements.md, between the lines
# that say so: linux_document.pl RESULTS.json DOCUMENT.
use strict;
use warnings;
use FindBin;
use lib $FindBin::Bin;
use Results;

@ARGV == 2 or die "usage: linux_document.pl RESULTS.json DOCUMENT\n";
my ($from, $document) = @ARGV;
my $results = Results->new($from);
my @placements = $results->placements;
my @guests = $results->guests;

sub table {
    my ($head, @rows) = @_;
    return '' if !@rows;
    my $rule = '|' . join('|', '---', map { '---:' } 2 .. @$head) . '|';
    my @lines = map { '| ' . join(' | ', @$_) . ' |' } $head, @rows;
    return join '', map { "$_\n" } $lines[0], $rule, @lines[1 .. $#lines], '';
}

# A median with its spread.
sub spread {
    my ($spread, $digits, $scale) = @_;
    return '' if !$spread;
    return sprintf "%.${digits}f (%.${digits}f..%.${digits}f)",
        map { $spread->{$_} * ($scale // 1) } qw(median min max);
}

# A ratio to Linux with its spread.
sub ratio {
    my ($row, $quantity) = @_;
    return spread($row->{"${quantity}_ratio_spread"}, 2);
}

sub way {
    my ($workload) = @_;
    return $workload =~ /_in/ ? 'in' : 'out';
}

sub transfer_rows {
    my ($suffix, @quantities) = @_;
    my @rows;
    for my $workload (map { "tcp_$_$suffix" } qw(in out)) {
        for my $placement (@placements) {
            my $row = $results->row($placement, $workload) or next;
            push @rows, [ "$placement, " . way($workload), map {
                my ($quantity, $digits, $scale) = @$_;
                map({ spread($row->{$_}{$quantity}, $digits, $scale) } qw(ours linux)),
                    ratio($row, $quantity);
            } @quantities ];
        }
    }
    return @rows;
}

sub target_rows {
    my @rows;
    for my $placement (@placements) {
        for my $workload (qw(tcp_in tcp_out tcp_in_paced tcp_out_paced)) {
            my $row = $results->row($placement, $workload) or next;
            for my $target (@{ $row->{targets} }) {
                push @rows, [ $placement, $workload, $target->{of} =~ s/_ratio//r,
                    sprintf('%s %.1f', $target->{limit}, $target->{target}),
                    sprintf('%.2f', $target->{value}),
                    $target->{met} ? 'met' : '**missed**' ];
            }
        }
    }
    return @rows;
}

# The medians of all guests.
sub medians {
    my ($workload, $quantity, $digits, $scale) = @_;
    return map {
        my $median = $results->median($_, $workload, $quantity);
        defined $median ? sprintf "%.${digits}f", $scale * $median : '';
    } @guests;
}

# One line a frame size: what a datagram costs in each guest, and the throughput's ratio.
sub datagram_rows {
    my ($prefix) = @_;
    my @rows;
    for my $pair ($results->numbered($prefix)) {
        my ($size, $workload) = @$pair;
        push @rows, [ "$size, " . way($workload), medians($workload, 'instructions', 0, 1),
            map { ratio($results->row($_, $workload) // {}, 'throughput') } @placements ];
    }
    return @rows;
}

sub round_trip_rows {
    my @rows;
    for my $guest (@guests) {
        my $row = $results->row($guest->[1], 'rr') or next;
        my $side = $row->{ $guest->[2] };
        push @rows, [ $guest->[0], spread($side->{instructions}, 0), spread($side->{microseconds}, 0),
            $guest->[2] eq 'ours' ? (ratio($row, 'instructions'), ratio($row, 'throughput')) : ('', '') ];
    }
    return @rows;
}

sub loss_rows {
    my @rows;
    for my $pair ($results->numbered('udp_loss_1518_')) {
        my ($rate, $workload) = @$pair;
        push @rows, [ $rate, medians($workload, 'lost', 2, 100) ];
    }
    return @rows;
}

sub share_rows {
    my @rows;
    for my $workload (qw(tcp_in tcp_out)) {
        for my $guest (@guests) {
            my $shares = $results->shares($guest, $workload);
            push @rows, [ "$guest->[0], " . way($workload),
                map { sprintf '%.1f', 100 * ($shares->{$_} // 0) } @Results::parts ] if %$shares;
        }
    }
    return @rows;
}

# What differs between the two guests.
sub difference_rows {
    my ($row) = $results->rows($placements[0]);
    my ($ours, $other) = @$row{qw(ours linux)};
    return ([ 'system', $ours->{system}, $other->{system} ], [ 'driver', $ours->{driver}, $other->{driver} ],
        [ 'stack', $ours->{stack}, $other->{stack} ],
        [ 'quirk', map { join('; ', @{ $_->{quirks} }) || 'none' } $ours, $other ]);
}

sub titled {
    my ($title, $table, @charts) = @_;
    return '' if $table eq '';
    return join '', "### $title\n\n", map({ "![$title](charts/$_.svg)\n\n" } @charts), $table;
}

my @names = map { $_->[0] } @guests;
my @transfer_head = ('placement', 'Mbit/s', 'Linux', 'ratio');
my $text = join '',
    titled('Targets', table([ 'placement', 'workload', 'ratio of', 'target', 'measured', '' ],
        target_rows())),
    titled('TCP, saturated', table([ @transfer_head, 'instructions a KiB', 'Linux', 'ratio' ],
        transfer_rows('', [ 'throughput', 0 ], [ 'instructions', 0 ])), 'transfers', 'throughput'),
    titled('TCP at equal throughput', table([ @transfer_head, 'CPU load at 95 Mbit/s, %', 'Linux', 'ratio' ],
        transfer_rows('_paced', [ 'throughput', 1 ], [ 'load', 1, 100 ])), 'load'),
    titled('Where the instructions go, %', table([ 'guest', @Results::parts ], share_rows())),
    titled('Datagrams by frame size', table([ 'frame', map({ "instructions, $_" } @names),
        map { "throughput ratio, $_" } @placements ], datagram_rows('udp_in_'), datagram_rows('udp_out_')),
        'datagrams', 'datagrams-throughput'),
    titled('Round trips of a byte over TCP', table([ 'guest', 'instructions', 'microseconds',
        'instructions, ratio', 'round trips a second, ratio' ], round_trip_rows())),
    titled('Loss against offered load, %', table([ 'datagrams of 1518 bytes a second', @names ], loss_rows()),
        'loss'),
    titled('What differs between the guests', table([ '', 'ours', 'Linux' ], difference_rows()));

open my $file, '<', $document or die "$document: $!\n";
my $whole = do { local $/; <$file> };
close $file;
$whole =~ s/(<!-- against Linux, made by `make bench-document` -->\n).*?(<!-- end of it -->)/$1$text$2/s
    or die "$document: the place for the tables is not there\n";
open $file, '>', $document or die "$document: $!\n";
print $file $whole;
close $file or die "$document: $!\n";
