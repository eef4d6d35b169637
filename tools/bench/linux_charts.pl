#!/usr/bin/perl
# SPDX-License-Identifier: GPL-2.0-only
# Charts (SVG, by gnuplot) of build/results/bench-linux.json: linux_charts.pl RESULTS.json FOLDER [DRIVER].
use strict;
use warnings;
use File::Path 'make_path';
use FindBin;
use lib $FindBin::Bin;
use Results;

@ARGV == 2 || @ARGV == 3 or die "usage: linux_charts.pl RESULTS.json FOLDER [DRIVER]\n";
my ($from, $folder, $driver) = @ARGV;
my $results = Results->new($from, $driver);
my @guests = $results->guests;
make_path($folder);

my @colours = map { "#$_" } qw(4e79a7 f28e2b e15759 76b7b2 59a14f edc948 b07aa1 9c755f bab0ac d37295);

# Runs gnuplot, which writes FOLDER/NAME.svg.
sub chart {
    my ($name, $size, @lines) = @_;
    open my $gnuplot, '|-', 'gnuplot' or die "gnuplot: $!; make setup installs it\n";
    my $plain = $name =~ tr/-/_/r;
    print $gnuplot "set terminal svg size $size font 'sans-serif,12' background '#ffffff' name '$plain'\n",
        "set output '$folder/$name.svg'\nset border 3\nset tics nomirror\nset grid y linecolor '#dddddd'\n",
        map { "set linetype " . ($_ + 1) . " linecolor rgb '$colours[$_]' linewidth 2 pointtype 7\n" }
        0 .. $#colours;
    print $gnuplot map { "$_\n" } @lines;
    close $gnuplot or die "gnuplot made no $name.svg\n";
}


# A data block: a first column, and one of the quantity for each guest.
sub by_number {
    my ($block, $prefix, $quantity, $scale) = @_;
    my @lines = map {
        my ($number, $workload) = @$_;
        join ' ', $number, map {
            my $median = $results->median($_, $workload, $quantity);
            defined $median ? $median * $scale : 'NaN'
        } @guests;
    } $results->numbered($prefix);
    return @lines ? ("\$$block << EOD", @lines, 'EOD') : ();
}

sub lines_of {
    my ($block) = @_;
    return 'plot ' . join ', ', map {
        "\$$block using 1:" . ($_ + 2) . " with linespoints title '$guests[$_][0]'"
    } 0 .. $#guests;
}

# Two panels beside each other, of datagrams into the guest and out of it.
sub datagrams {
    my ($name, $quantity, $label) = @_;
    my @in = by_number('in', 'udp_in_', $quantity, 1) or return;
    my @out = by_number('out', 'udp_out_', $quantity, 1) or return;
    chart($name, '900,360', @in, @out, 'set multiplot layout 1,2', "set xlabel 'frame size, bytes'",
        'set xtics 400', 'set yrange [0:*]', 'set key top left', "set ylabel '$label'",
            "set title 'UDP into the guest'",
        lines_of('in'), "set title 'UDP out of the guest'", lines_of('out'), 'unset multiplot');
}

# Bars of what a KiB costs, each made of its parts.
sub transfers {
    my @bars = map { my $workload = $_; map { [ $_, $workload ] } @guests } qw(tcp_in tcp_out);
    my @lines;
    for my $bar (@bars) {
        my ($guest, $workload) = @$bar;
        my $cost = $results->median($guest, $workload, 'instructions') or return;
        my $shares = $results->shares($guest, $workload);
        push @lines, join ' ', qq("$guest->[0]\\n) . ($workload eq 'tcp_in' ? 'in' : 'out') . '"',
            map { sprintf '%.1f', $cost * ($shares->{$_} // 0) } @Results::parts;
    }
    my @plots = map { "\$bars using " . ($_ + 2) . ($_ ? '' : ':xtic(1)') . " title '$Results::parts[$_]'" }
        0 .. $#Results::parts;
    chart('transfers', '900,420', '$bars << EOD', @lines, 'EOD', 'set style data histograms',
        'set bmargin 3', 'set style histogram rowstacked', 'set style fill solid 0.9', 'set boxwidth 0.7',
            'set yrange [0:*]',
        "set ylabel 'instructions a KiB'", 'set key outside right invert', "set title 'TCP, saturated'",
        'plot ' . join(', ', @plots));
}

# Bars beside each other, one a guest, for TCP in and out.
sub bars {
    my ($name, $title, $label, $quantity, $scale, $suffix) = @_;
    my @lines;
    for my $way (qw(in out)) {
        my @medians = map { $results->median($_, "tcp_$way$suffix", $quantity) } @guests;
        return if grep { !defined } @medians;
        push @lines, join ' ', $way, map { $_ * $scale } @medians;
    }
    chart($name, '600,360', '$bars << EOD', @lines, 'EOD', 'set style data histograms',
        'set style histogram clustered gap 1', 'set style fill solid 0.9', 'set yrange [0:*]',
        "set ylabel '$label'", 'set key outside right', "set title '$title'", 'plot ' . join ', ', map {
            "\$bars using " . ($_ + 2) . ($_ ? '' : ':xtic(1)') . " title '$guests[$_][0]'" } 0 .. $#guests);
}

sub losses {
    my @data = by_number('loss', 'udp_loss_1518_', 'lost', 100) or return;
    chart('loss', '600,360', @data, "set xlabel 'offered, datagrams of 1518 bytes a second'",
        "set ylabel 'lost, %'", 'set yrange [-2:102]', 'set key top left',
            "set title 'Loss against offered load'",
        lines_of('loss'));
}

transfers();
bars('throughput', 'TCP, saturated', 'Mbit/s', 'throughput', 1, '');
bars('load', 'TCP at ' . $results->mbit . ' Mbit/s', 'CPU load, %', 'load', 100, '_paced');
datagrams('datagrams', 'instructions', 'instructions a datagram');
datagrams('datagrams-throughput', 'throughput', 'Mbit/s of payload');
losses();
