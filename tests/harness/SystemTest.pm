# SPDX-License-Identifier: GPL-2.0-only
# Boots a system of server files in QEMU, for tests/qemu-system*.t.
package SystemTest;
use strict;
use warnings;
use Digest::SHA;
use Test::More;

my $kernel = 'build/kernel/kernel.elf';
my $time_limit = 60;    # in seconds; a hang detector, not a performance target

# The guest's clock goes by the instructions that it executes, so that neither its budgets nor its time-outs depend on
# how busy the host is. Alone it does not wait while it idles, and each run is like the other. With a network, whose
# other end lives by the host's clock, it waits.
my @clock_alone = ('-icount', 'shift=4,sleep=off');
my @clock_with_peers = ('-icount', 'shift=1,sleep=on');

# What every machine of these tests has.
my @machine = (qw(qemu-system-i386 -accel tcg -m 128 -display none -no-reboot
    -monitor none -serial stdio -nic none -device), 'isa-debug-exit,iobase=0xf4,iosize=4');

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
    open my $file, '>:raw', $path or BAIL_OUT("$path: $!");
    print $file $text;
    close $file;
    return $path;
}

# Boots a description with the servers of these names and QEMU's further options, until a line
# matches `until` or the machine stops. Modules of other names and files are given as
# `modules`; one without a file is left out. `placement` is the text of the boot module of that
# name; `line` is called with each line; `limit` replaces the time limit; QEMU's messages
# go to the file `errors`. Returns the lines of the console, and of QEMU without `errors`, and
# QEMU's exit status (undef: it was ended).
sub boot {
    my ($description, %more) = @_;
    my $system = write_file($description);
    my %modules = (system => $system, loader => server_file('loader'), %{ $more{modules} // {} });
    $modules{$_} = server_file($_) for @{ $more{servers} // [] };
    $modules{placement} = write_file("$more{placement}\n") if defined $more{placement};
    delete $modules{$_} for grep { !defined $modules{$_} } keys %modules;
    my $initrd = join ',', map { "$modules{$_} $_" } sort keys %modules;
    my @options = @{ $more{options} // [] };
    my @clock = grep({ $_ eq '-icount' } @options) ? () : grep({ $_ eq '-netdev' } @options) ? @clock_with_peers : @clock_alone;
    my @command = ('timeout', $more{limit} // $time_limit, @machine, @clock, '-kernel', $kernel, '-initrd', $initrd,
        @options);
    my $process = open(my $output, '-|') // BAIL_OUT("cannot start qemu-system-i386: $!");
    if (!$process) {
        $more{errors} ? open STDERR, '>', $more{errors} : open STDERR, '>&', \*STDOUT;
        exec @command;
    }
    my ($until, @lines, $ended) = ($more{until});
    while (my $line = <$output>) {
        $line =~ s/[\r\n]+$//;
        push @lines, $line;
        $more{line}->($line) if $more{line};
        next unless $until && $line =~ $until;
        kill TERM => $process;
        $ended = 1;
        last;
    }
    close $output;
    my $status = $? >> 8;
    unlink $system, defined $more{placement} ? $modules{placement} : ();
    return (\@lines, $ended ? undef : $status);
}

# The last 20 lines, for a diagnosis.
sub last_lines {
    my ($lines) = @_;
    my $first = @$lines > 20 ? @$lines - 20 : 0;
    return join "\n", @$lines[$first .. $#$lines];
}

1;
