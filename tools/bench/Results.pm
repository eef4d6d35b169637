# SPDX-License-Identifier: GPL-2.0-only
# The results of `slipway bench NAME --against linux`, looked at by placement and workload, for the
# scripts that make tables and charts of them.
package Results;
use strict;
use warnings;
use JSON::PP;

sub new {
    my ($class, $path) = @_;
    open my $file, '<', $path or die "$path: $!; `make bench-linux` makes it\n";
    my $rows = JSON::PP->new->decode(do { local $/; <$file> });
    my (%row, @placements);
    for my $row (@$rows) {
        push @placements, $row->{placement} if !$row{ $row->{placement} };
        $row{ $row->{placement} }{ $row->{workload} } = $row;
    }
    @placements or die "$path: no results\n";
    return bless { row => \%row, placements => \@placements }, $class;
}

sub placements {
    my ($self) = @_;
    return @{ $self->{placements} };
}

# The row of a workload in a placement, or undef if it was not measured.
sub row {
    my ($self, $placement, $workload) = @_;
    return $self->{row}{$placement}{$workload};
}

# All rows of a placement.
sub rows {
    my ($self, $placement) = @_;
    return values %{ $self->{row}{$placement} };
}

# Who was measured: [label, placement, side], Linux first, beside the first placement.
sub guests {
    my ($self) = @_;
    my @placements = $self->placements;
    return ([ 'Linux', $placements[0], 'linux' ], map { [ $_, $_, 'ours' ] } @placements);
}

# What was measured of a guest: the median of a quantity, or undef.
sub median {
    my ($self, $guest, $workload, $quantity) = @_;
    my $row = $self->row($guest->[1], $workload) or return undef;
    return $row->{ $guest->[2] }{$quantity}{median};
}

# Workloads whose name begins so, in the order of the number that follows: frame sizes, or rates.
sub numbered {
    my ($self, $prefix) = @_;
    my %seen;
    for my $placement ($self->placements) {
        /^\Q$prefix\E(\d+)$/ and $seen{$1} = $_ for keys %{ $self->{row}{$placement} };
    }
    return map { [ $_, $seen{$_} ] } sort { $a <=> $b } keys %seen;
}

# A module's name as /proc/modules has it, which tells shares: its file, and the manifest, may have - for _.
sub module_name {
    my ($name) = @_;
    return $name =~ tr/-/_/r;
}

# The shares of a guest by what they are for, in the order of @Results::parts.
our @parts = ('application', 'TCP', 'UDP', 'IP', 'Ethernet', 'driver', 'packets', 'kernel', 'calls', 'other');
my %part_of = (workload => 'application', tcp => 'TCP', udp => 'UDP', ip => 'IP', ethernet => 'Ethernet',
    nic => 'driver', packets => 'packets', kernel => 'kernel', crossings => 'calls');

sub shares {
    my ($self, $guest, $workload) = @_;
    my $row = $self->row($guest->[1], $workload) or return {};
    my $side = $row->{ $guest->[2] };
    my %shares;
    for my $name (keys %{ $side->{shares} }) {
        my $part = module_name($name) eq module_name($side->{driver}) ? 'driver' : $part_of{$name} // 'other';
        $shares{$part} += $side->{shares}{$name};
    }
    return \%shares;
}

1;
