#!/usr/bin/perl
# SPDX-License-Identifier: GPL-2.0-only
# Puts the results of `slipway bench NAME --against linux` into docs/measurements.md, between the lines
# that say so: linux_document.pl RESULTS.json DOCUMENT [DRIVER].
use strict;
use warnings;
use FindBin;
use lib $FindBin::Bin;
use Results;

@ARGV == 2 || @ARGV == 3 or die "usage: linux_document.pl RESULTS.json DOCUMENT [DRIVER]\n";
my ($from, $document, $driver) = @ARGV;
my $results = Results->new($from, $driver);
my @placements = $results->placements;
my @guests = $results->guests;
my $frame_overhead = 46;    # of an Ethernet frame that has a datagram in it, with the check sequence

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

# The intervals that gave the paced throughput, and whether that is near enough to what loads are compared at.
sub paces {
    my ($row) = @_;
    my $paces = join ' / ', map { sprintf '%.0f', $row->{$_}{pace_microseconds}{median} } qw(ours linux);
    return $row->{at_pace} ? $paces : "$paces, **off**";
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
            push @{ $rows[-1] }, paces($row) if $suffix eq '_paced';
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

# One line a frame size: what a datagram costs in Linux and in each placement, with the ratio.
sub datagram_cost_rows {
    my ($prefix) = @_;
    return map {
        my ($size, $workload) = @$_;
        [ "$size, " . way($workload), (medians($workload, 'instructions', 0, 1))[0], map {
            my $row = $results->row($_, $workload) // {};
            (sprintf('%.0f', $row->{ours}{instructions}{median} // 0), ratio($row, 'instructions'))
        } @placements ]
    } $results->numbered($prefix);
}

# The same of datagrams a second, which user-mode networking has its share in.
sub datagram_rate_rows {
    my ($prefix) = @_;
    return map {
        my ($size, $workload) = @$_;
        my @rates = medians($workload, 'throughput', 0, 1e6 / 8 / ($size - $frame_overhead));
        [ "$size, " . way($workload), shift @rates, map {
            (shift @rates, ratio($results->row($_, $workload) // {}, 'throughput'))
        } @placements ]
    } $results->numbered($prefix);
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

# What is lost at an offered load, and in how many runs the card had stopped.
sub loss {
    my ($side) = @_;
    return '' if !$side->{lost};
    my $text = spread($side->{lost}, 1, 100);
    return $side->{runs_stopped} ? "$text; stopped $side->{runs_stopped} of $side->{lost}{count}" : $text;
}

# Of each guest, at each load.
sub load_rows {
    my ($tell) = @_;
    return map {
        my ($rate, $workload) = @$_;
        [ $rate, map { $tell->(($results->row($_->[1], $workload) // {})->{ $_->[2] } // {}) } @guests ]
    } $results->numbered('udp_loss_1518_');
}

# What was really offered, and which part of it user-mode networking dropped.
sub offered {
    my ($side) = @_;
    return '' if !$side->{offered};
    return sprintf '%.0f; %.1f %%', $side->{offered}{median}, 100 * $side->{dropped}{median};
}

sub share_rows {
    my @rows;
    for my $workload (qw(tcp_in tcp_out udp_in_64 udp_in_1518 udp_out_64 udp_out_1518 rr)) {
        for my $guest (@guests) {
            my $shares = $results->shares($guest, $workload);
            push @rows, [ "$guest->[0], $workload",
                map { sprintf '%.1f', 100 * ($shares->{$_} // 0) } @Results::parts ] if %$shares;
        }
    }
    return @rows;
}

# What differs between the two guests: what they are, and what each tells of itself.
sub difference_rows {
    my ($row) = sort { $a->{workload} cmp $b->{workload} } $results->rows($placements[0]);
    my ($ours, $other) = @$row{qw(ours linux)};
    my %facts = map { $_ => 1 } map { keys %{ $_->{facts} // {} } } $ours, $other;
    return ([ 'system', $ours->{system}, $other->{system} ], [ 'driver', $ours->{driver}, $other->{driver} ],
        [ 'stack', $ours->{stack}, $other->{stack} ],
        [ 'quirk', map { join('; ', @{ $_->{quirks} }) || 'none' } $ours, $other ],
        map { my $fact = $_; [ $fact, map { $_->{facts}{$fact} // '' } $ours, $other ] } sort keys %facts);
}

sub retried_text {
    my @retried = $results->retried;
    return @retried ? 'Run once more, because the first try failed: ' . join('; ', @retried) . ".\n\n"
        : "No run had to be repeated.\n\n";
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
        target_rows())) . retried_text(),
    titled('TCP, saturated', table([ @transfer_head, 'instructions a KiB', 'Linux', 'ratio' ],
        transfer_rows('', [ 'throughput', 0 ], [ 'instructions', 0 ])), 'transfers', 'throughput'),
    titled('TCP at equal throughput', table([ @transfer_head, 'CPU load at ' . $results->mbit . ' Mbit/s, %',
        'Linux', 'ratio', 'pace, ours / Linux, us' ],
        transfer_rows('_paced', [ 'throughput', 1 ], [ 'load', 1, 100 ])), 'load'),
    titled('Where the instructions go, %', table([ 'guest', @Results::parts ], share_rows())),
    titled('Datagrams by frame size: instructions', table([ 'frame', 'Linux',
        map { ($_, 'ratio') } @placements ],
        datagram_cost_rows('udp_in_'), datagram_cost_rows('udp_out_')), 'datagrams'),
    titled('Datagrams by frame size: datagrams a second', table([ 'frame', 'Linux', map { ($_, 'ratio') }
        @placements ], datagram_rate_rows('udp_in_'), datagram_rate_rows('udp_out_')),
        'datagrams-throughput'),
    titled('Round trips of a byte over TCP', table([ 'guest', 'instructions', 'microseconds',
        'instructions, ratio', 'round trips a second, ratio' ], round_trip_rows())),
    titled('Loss against offered load, %', table([ 'datagrams of 1518 bytes a second', @names ],
        load_rows(\&loss)), 'loss'),
    titled('What was really offered, and dropped by user-mode networking', table(
        [ 'datagrams a second', @names ], load_rows(\&offered))),
    titled('What differs between the guests', table([ '', 'ours', 'Linux' ],
        difference_rows()) =~ s/---:/---/gr);

open my $file, '<', $document or die "$document: $!\n";
my $whole = do { local $/; <$file> };
close $file;
$whole =~ s/(<!-- against Linux, made by `make bench-document` -->\n).*?(<!-- end of it -->)/$1$text$2/s
    or die "$document: the place for the tables is not there\n";
open $file, '>', $document or die "$document: $!\n";
print $file $whole;
close $file or die "$document: $!\n";
