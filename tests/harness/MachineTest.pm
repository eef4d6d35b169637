# SPDX-License-Identifier: GPL-2.0-only
# Boots an image in QEMU, for tests/qemu-machine*.t.
package MachineTest;
use strict;
use warnings;
use Test::More;

# What QEMU exits with: 2 * n + 1, where n is what the kernel wrote to isa-debug-exit.
use constant { PASSED => 33, FAILED => 1, PANIC => 3 };

my $time_limit = 120;    # in seconds; a hang detector, not a performance target

# Boots the image with further options; returns the lines on its serial port and
# QEMU's exit status (124: the time was over).
sub boot {
    my ($image, @options) = @_;
    -e $image or BAIL_OUT("$image is missing: make test");
    my @command = ('timeout', $time_limit, 'qemu-system-i386', '-accel', 'tcg', '-m', '128',
        '-display', 'none', '-no-reboot', '-serial', 'stdio',
        '-device', 'isa-debug-exit,iobase=0xf4,iosize=4', '-kernel', $image, @options);
    open my $output, '-|', @command or BAIL_OUT("cannot start qemu-system-i386: $!");
    my @lines = <$output>;
    close $output;
    s/[\r\n]+$// for @lines;
    return (\@lines, $? >> 8);
}

# Boots an image that prints TAP; makes each of its tests one of ours.
sub pass_on {
    my ($what, @boot) = @_;
    my ($lines, $status) = boot(@boot);
    my ($count, $plan) = (0, undef);
    for (@$lines) {
        if (/^(not )?ok \d+ - (.*)/) {
            $count++;
            ok(!$1, "$what: $2");
        } elsif (/^1\.\.(\d+)$/) {
            $plan = $1;
        }
    }
    is($plan, $count, "$what: the tests came to their end");
    is($status, PASSED, "$what: the machine stopped by itself, content") or diag(last_lines($lines));
}

# The last 20 lines, for a diagnosis.
sub last_lines {
    my ($lines) = @_;
    my $first = @$lines > 20 ? @$lines - 20 : 0;
    return join "\n", @$lines[$first .. $#$lines];
}

1;
