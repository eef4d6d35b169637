# SPDX-License-Identifier: GPL-2.0-only
# Boots a system of server files in QEMU.
package SystemTest;
use strict;
use warnings;
use Digest::SHA;
use Guest;
use Path::Tiny;
use Test::More;

my $kernel = 'build/kernel/kernel.elf';
my $time_limit = 900;   # in seconds; a hang detector, not a performance target

# The file of a server: one of the system's, or one of the tests'.
sub server_file {
    my ($name) = @_;
    my ($file) = grep { -e } "build/servers/$name.server", "build/tests/servers/$name.server";
    $file or BAIL_OUT("$name.server is missing: make test");
    return $file;
}

# What the loader must say of a server file that it loaded, byte for byte as it is on the disk.
sub loaded {
    my ($name, $domain) = @_;
    my $path = server_file($name);
    my $digest = Digest::SHA->new(256)->addfile($path, 'b')->hexdigest;
    return "$name in $domain, " . (-s $path) . " bytes, sha256 $digest";
}

# Writes a description, or anything, to a file of its own.
my $files = 0;
sub write_file {
    my ($text) = @_;
    my $path = 'build/tests/system-' . $$ . '-' . $files++;
    path($path)->spew_raw($text);
    return $path;
}

# Boots a description with the servers of these names, until a line matches `until` or the machine stops. Modules of
# other names and files are given as `modules`; one without a file is left out. `placement` and `trace` are the texts of
# the boot modules of these names; the rest is Guest::run()'s, and so is what is returned.
sub boot {
    my ($description, %more) = @_;
    my $system = write_file($description);
    my %modules = (system => $system, loader => server_file('loader'), %{ $more{modules} // {} });
    $modules{$_} = server_file($_) for @{ $more{servers} // [] };
    my @choices = grep { defined $more{$_} } qw(placement trace);
    $modules{$_} = write_file("$more{$_}\n") for @choices;
    my @options = @{ $more{options} // [] };
    my $clock = grep({ $_ eq '-icount' } @options) ? []
        : grep({ $_ eq '-netdev' } @options) ? \@Guest::WITH_PEERS : \@Guest::ALONE;
    my @said = Guest::run($kernel, limit => $time_limit, clock => $clock, %more, modules => \%modules);
    unlink $system, @modules{@choices};
    return @said;
}

1;
