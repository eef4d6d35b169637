# SPDX-License-Identifier: GPL-2.0-only
# The results of `slipway bench NAME --against linux`, looked at by placement and workload, for the
# scripts that make tables and charts of them.
package Results;
use strict;
use warnings;
use JSON::PP;

# Of one driver, which has to be named if the results are of several.
sub new {
    my ($class, $path, $driver) = @_;
    open my $file, '<', $path or die "$path: $!; `make bench-linux` makes it\n";
    my $rows = JSON::PP->new->decode(do { local $/; <$file> });
    my (%row, @placements);
    my %drivers = map { $_->{driver} => 1 } @$rows;
    $driver //= (keys %drivers)[0] if keys %drivers == 1;
    defined $driver || !%drivers or die "$path: results of @{[ join ', ', sort keys %drivers ]}: name one\n";
    for my $row (grep { $_->{driver} eq $driver } @$rows) {
        push @placements, $row->{placement} if !$row{ $row->{placement} };
        $row{ $row->{placement} }{ $row->{workload} } = $row;
    }
    @placements or die "$path: no results" . (defined $driver ? " of $driver" : '') . "\n";
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

# The throughput, in Mbit/s, at which loads are compared.
sub mbit {
    my ($self) = @_;
    my ($paced) = grep { $_->{mbit} } map { $self->rows($_) } $self->placements;
    return $paced ? $paced->{mbit} : '?';
}

# All rows of a placement.
sub rows {
    my ($self, $placement) = @_;
    return values %{ $self->{row}{$placement} };
}

# Runs whose first try failed, as text: "kernel tcp_in, ..., Linux in turn 3". Workloads of one boot are
# together.
sub retried {
    my ($self) = @_;
    my (%workloads, @boots);
    for my $placement ($self->placements) {
        for my $workload (sort keys %{ $self->{row}{$placement} }) {
            for my $run (grep { $_->{retried} } @{ $self->row($placement, $workload)->{runs} }) {
                my $guest = $run->{guest} eq 'ours' ? 'ours' : 'Linux';
                my $boot = "$placement, $guest, turn " . ($run->{turn} + 1);
                push @boots, $boot if !$workloads{$boot};
                push @{ $workloads{$boot} }, $workload;
            }
        }
    }
    return map { "$_ (" . join(' ', @{ $workloads{$_} }) . ')' } @boots;
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
