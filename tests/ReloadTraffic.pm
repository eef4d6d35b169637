# SPDX-License-Identifier: GPL-2.0-only
# Traffic for tests/qemu-reload.t, from a process of its own: a TCP stream that is echoed (port 7),
# one that comes out of the guest as fast as it can (19), and datagrams that are answered (70).
# After a loss the first waits for QEMU's side to send again, whose timer is coarse; the second,
# where a lost acknowledgement is made good by the next, goes on whenever the driver is up.
#
# What may be on its way is bounded, to less than the card's receive ring of 32 KiB: QEMU's
# RTL-8139 whose ring overflows while nobody drains it does not receive again until somebody
# has, and a reset by the next driver, as Linux does it, does not count as that.
package ReloadTraffic;
use strict;
use warnings;
use Errno qw(EAGAIN EINTR);
use IO::Select;
use IO::Socket::INET;
use Time::HiRes qw(time);

use constant {
    STEP => 0.003,                  # in seconds
    SEED => 4711,
    CHUNK => 256,                   # bytes of the echoed stream in a step
    OUTSTANDING => 12 << 10,        # likewise, that may be on their way
    PATIENCE => 90,                 # in seconds; a hang detector
};

# A loopback port that nobody has.
sub free_port {
    my ($protocol) = @_;
    my $socket = IO::Socket::INET->new(LocalAddr => '127.0.0.1', Proto => $protocol) or die "no port: $!";
    return $socket->sockport;
}

# Byte `$at` of the stream and those after it.
my $pattern = join '', map { pack 'N', $_ * 2654435761 % 4294967296 } 0 .. 4095;
sub stream {
    my ($at, $length) = @_;
    my $start = $at % length $pattern;
    return substr $pattern . $pattern, $start, $length;
}

sub reach {
    my ($port, $protocol) = @_;
    my $socket = IO::Socket::INET->new(PeerAddr => '127.0.0.1', PeerPort => $port, Proto => $protocol)
        or die "cannot connect: $!";
    $socket->blocking(0);
    return $socket;
}

sub new_state {
    my ($ports) = @_;
    my %sockets = map { $_ => reach($ports->{$_}, $_ eq 'udp' ? 'udp' : 'tcp') } keys %$ports;
    syswrite $sockets{source}, pack 'NN', 0xffffffff, SEED;
    return { %sockets, generated => SEED | 1, expected => '', sourced => 0, sent => 0, received => 0, asked => 0, answered => 0,
        last_asked => 0, last_answer => 0 };
}

sub send_stream {
    my ($state) = @_;
    return if $state->{sent} - $state->{received} >= OUTSTANDING;
    my $done = syswrite $state->{echo}, stream($state->{sent}, CHUNK);
    die "the stream broke: $!" unless defined $done || $! == EAGAIN || $! == EINTR;
    $state->{sent} += $done // 0;
}

sub receive_stream {
    my ($state) = @_;
    my $length = sysread $state->{echo}, my $bytes, 8192;
    die "the stream broke: $!" unless defined $length || $! == EAGAIN || $! == EINTR;
    return unless defined $length;
    die "the stream ended after $state->{received} bytes" unless $length;
    die "the stream differs after byte $state->{received}"
        unless $bytes eq stream($state->{received}, $length);
    $state->{received} += $length;
}

sub datagram {
    my ($number) = @_;
    return pack('N', $number) . stream($number, 40 + $number % 60);
}

# What the guest makes: xorshift32, each step four bytes.
sub receive_source {
    my ($state) = @_;
    my $length = sysread $state->{source}, my $bytes, 4096;
    die "the guest's stream broke: $!" unless defined $length || $! == EAGAIN || $! == EINTR;
    return unless defined $length;
    die "the guest's stream ended after $state->{sourced} bytes" unless $length;
    while (length $state->{expected} < $length) {
        my $x = $state->{generated};
        $x ^= $x << 13 & 0xffffffff;
        $x ^= $x >> 17;
        $x ^= $x << 5 & 0xffffffff;
        $state->{generated} = $x;
        $state->{expected} .= pack 'V', $x;
    }
    die "the guest's stream differs after byte $state->{sourced}"
        unless $bytes eq substr $state->{expected}, 0, $length, '';
    $state->{sourced} += $length;
}

# The guest kills its driver after datagrams only: none before both streams have begun, since a
# connection that loses its first bytes is slow to send them again.
sub send_datagram {
    my ($state) = @_;
    return unless $state->{received} && $state->{sourced};
    my $unanswered = $state->{asked} - $state->{last_answer};
    my $pause = $unanswered < 16 ? 0 : $unanswered < 64 ? 0.01 : 0.1;
    return if time < $state->{last_asked} + $pause;
    $state->{last_asked} = time;
    $state->{udp}->send(datagram(++$state->{asked}));
}

sub receive_datagram {
    my ($state) = @_;
    $state->{udp}->recv(my $bytes, 2048) // return;
    my $number = unpack 'N', $bytes;
    die "datagram $number came back altered" unless $bytes eq datagram($number);
    $state->{answered}++;
    $state->{last_answer} = $number;
}

sub receive {
    my ($state, $seconds) = @_;
    my $select = IO::Select->new(@$state{qw(echo source udp)});
    for my $socket ($select->can_read($seconds > 0 ? $seconds : 0)) {
        receive_stream($state) if $socket == $state->{echo};
        receive_source($state) if $socket == $state->{source};
        receive_datagram($state) if $socket == $state->{udp};
    }
}

# Until all of the echoed stream has come back. The other has no end: it is cut off.
sub drain {
    my ($state) = @_;
    my $end = time + PATIENCE;
    while ($state->{received} < $state->{sent}) {
        die "the stream stays at $state->{received} of $state->{sent} bytes" if time > $end;
        receive($state, 0.1);
    }
    close $state->{$_} for qw(echo source);
}

# Tells the guest that this was all, until it answers.
sub say_ended {
    my ($state) = @_;
    my $end = time + PATIENCE;
    for (;;) {
        die 'the guest does not answer any more' if time > $end;
        $state->{udp}->send('.');
        next unless IO::Select->new($state->{udp})->can_read(0.2);
        $state->{udp}->recv(my $bytes, 2048) // next;
        return if $bytes eq '.';
    }
}

sub run {
    my ($state, $goes_on) = @_;
    my $next = time;
    while ($goes_on->()) {
        send_stream($state);
        send_datagram($state);
        $next += STEP;
        $next = time if $next < time - 1;
        do { receive($state, $next - time) } while time < $next;
    }
    drain($state);
    say_ended($state);
}

# Starts the traffic in a process of its own, to these ports: `echo`, `source`, `udp`. stop() ends it.
sub start {
    my ($ports) = @_;
    pipe my $reader, my $writer or die "pipe: $!";
    my $pid = fork // die "fork: $!";
    if (!$pid) {
        my $goes_on = 1;
        $SIG{TERM} = sub { $goes_on = 0 };
        my $state = eval { new_state($ports) };
        my $good = $state && eval { run($state, sub { $goes_on }); 1 };
        my $error = $good ? '' : $@;
        $error =~ tr/\n/ /;
        print $writer join(' ', map { $state->{$_} // 0 } qw(received sourced asked answered)), " $error\n";
        close $writer;
        exec 'true';        # without the end blocks of a test
    }
    return { pid => $pid, reader => $reader };
}

# Lets the traffic end; returns bytes of either stream, datagrams asked and answered, and what
# went wrong, or ''.
sub stop {
    my ($traffic) = @_;
    kill TERM => $traffic->{pid};
    my $line = readline $traffic->{reader};
    waitpid $traffic->{pid}, 0;
    chomp $line;
    return split ' ', $line, 5;
}

1;
