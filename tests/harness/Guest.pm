# SPDX-License-Identifier: GPL-2.0-only
# A machine in QEMU, whose serial port tells what its guest has to say.
package Guest;
use strict;
use warnings;
use IO::Socket::INET;
use Test::More;

# What QEMU exits with: 2 * n + 1, where n is what the kernel wrote to isa-debug-exit.
use constant { PASSED => 33, FAILED => 1, PANIC => 3 };

# The guest's clock goes by the instructions that it executes, so that neither its budgets nor its time-outs depend on
# how busy the host is. Alone it does not wait while it idles, and each run is like the other. With a network, whose
# other end lives by the host's clock, it waits.
our @ALONE = ('-icount', 'shift=4,sleep=off');
our @WITH_PEERS = ('-icount', 'shift=1,sleep=on');

my @machine = (qw(qemu-system-i386 -accel tcg -m 128 -display none -no-reboot -monitor none -serial stdio -nic none
    -device), 'isa-debug-exit,iobase=0xf4,iosize=4');

# Runs a kernel with boot modules (by name: a file; one without a file is left out) and further options of QEMU,
# until a line matches `until`, or the machine stops, or `limit` seconds are over, which is a hang detector. `clock` is
# one of those above, or an empty list for the host's. `line` is called with each line. QEMU's messages go to the file
# `errors`. Returns the lines of the console, and of QEMU without `errors`, and QEMU's exit status: 124 if the time
# was over, undef if a line ended it.
sub run {
    my ($kernel, %more) = @_;
    -e $kernel or BAIL_OUT("$kernel is missing: make test");
    my %modules = %{ $more{modules} // {} };
    my $initrd = join ',', map { "$modules{$_} $_" } grep { defined $modules{$_} } sort keys %modules;
    my @command = ('timeout', $more{limit}, @machine, @{ $more{clock} // \@ALONE }, '-kernel', $kernel,
        $initrd eq '' ? () : ('-initrd', $initrd), @{ $more{options} // [] });
    my $process = open(my $output, '-|') // BAIL_OUT("cannot start qemu-system-i386: $!");
    if (!$process) {
        $more{errors} ? open STDERR, '>', $more{errors} : open STDERR, '>&', \*STDOUT;
        exec @command;
    }
    my (@lines, $ended);
    while (my $line = <$output>) {
        $line =~ s/[\r\n]+$//;
        push @lines, $line;
        $more{line}->($line) if $more{line};
        next unless $more{until} && $line =~ $more{until};
        kill TERM => $process;
        $ended = 1;
        last;
    }
    close $output;
    my $status = $? >> 8;
    return (\@lines, $ended ? undef : $status);
}

# Runs a guest that prints TAP; makes each of its tests one of ours, and returns their names.
sub pass_on {
    my ($what, $kernel, %more) = @_;
    my ($lines, $status) = run($kernel, limit => 1200, %more);
    my (@names, $plan);
    for (@$lines) {
        if (/^(not )?ok \d+ - (.*)/) {
            push @names, $2;
            ok(!$1, "$what: $2");
        } elsif (/^1\.\.(\d+)$/) {
            $plan = $1;
        } elsif (/^# (.*)/) {
            note($1);
        }
    }
    is($plan, scalar @names, "$what: the tests came to their end");
    is($status, PASSED, "$what: the machine stopped by itself, content") or diag(last_lines($lines));
    return @names;
}

# A loopback port that nobody has.
sub free_port {
    my ($protocol) = @_;
    my $socket = IO::Socket::INET->new(LocalAddr => '127.0.0.1', Proto => $protocol) or die "no port: $!";
    return $socket->sockport;
}

# The last 20 lines, for a diagnosis.
sub last_lines {
    my ($lines) = @_;
    my $first = @$lines > 20 ? @$lines - 20 : 0;
    return join "\n", @$lines[$first .. $#$lines];
}

1;
