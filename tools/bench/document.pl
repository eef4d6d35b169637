#!/usr/bin/perl
# SPDX-License-Identifier: GPL-2.0-only
# Puts the rows of build/results/bench-calls.json into docs/measurements.md, between the lines that
# say so: document.pl ROWS.json DOCUMENT.
use strict;
use warnings;
use JSON::PP;

my ($from, $document) = @ARGV;
@ARGV == 2 or die "usage: document.pl ROWS.json DOCUMENT\n";

sub content {
    my ($path) = @_;
    open my $file, '<', $path or die "$path: $!; `make bench` makes the rows\n";
    local $/;
    return scalar <$file>;
}

sub figure {
    my ($value) = @_;
    return $value == int $value ? int $value : sprintf '%.1f', $value;
}

# What a row's target says, and what became of it.
sub verdict {
    my ($row) = @_;
    return '' unless exists $row->{target};
    my $limit = figure($row->{target});
    $limit = sprintf '%.1f x a function pointer; %.2f', $row->{target}, $row->{ratio} if exists $row->{ratio};
    $limit .= sprintf ' and the copy; %s and %s', figure($row->{median} - $row->{copy}), figure($row->{copy})
        if exists $row->{copy};
    return "at most $limit: " . ($row->{met} ? 'met' : '**missed**');
}

my $text = content($document);
my $rows = JSON::PP->new->decode(content($from));
my $table = "| operation | median | min | max | unit | target | paper | others, instructions |\n"
    . "|---|---:|---:|---:|---|---|---|---|\n";
for my $row (@$rows) {
    if (!defined $row->{median}) {      # not on this host: what another one told stays
        $text =~ /^(\| \Q$row->{what}\E \|.*\n)/m or die "$document: no row '$row->{what}'\n";
        $table .= $1;
        next;
    }
    $table .= '| ' . join(' | ', $row->{what}, map({ figure($row->{$_}) } qw(median min max)), $row->{unit},
        verdict($row), $row->{paper} // '', $row->{others} // '') . " |\n";
}
$text =~ s/(<!-- made by `make bench-document` -->\n).*?(<!-- end -->)/$1$table$2/s
    or die "$document: the place for the table is not there\n";
open my $file, '>', $document or die "$document: $!\n";
print $file $text;
close $file or die "$document: $!\n";
