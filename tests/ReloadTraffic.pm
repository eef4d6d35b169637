# SPDX-License-Identifier: GPL-2.0-only
# Traffic for tests/qemu-reload.t, from a process of its own: a TCP stream that is echoed, and
# datagrams that are answered, a little of each every few milliseconds. A stream in small
# steps lets TCP notice a loss by what comes after it, without a timer running out.
package ReloadTraffic;
use strict;
use warnings;
use Errno qw(EAGAIN EINTR);
use IO::Select;
use IO::Socket::INET;
use Time::HiRes qw(time);

use constant {
    STEP => 0.003,                  # in seconds
    CHUNK => 256,                   # bytes of the stream in a step
    OUTSTANDING => 32 << 10,        # bytes that may be on their way
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

sub new_state {
    my ($tcp_port, $udp_port) = @_;
    my $tcp = IO::Socket::INET->new(PeerAddr => '127.0.0.1', PeerPort => $tcp_port, Proto => 'tcp')
        or die "cannot connect: $!";
    my $udp = IO::Socket::INET->new(PeerAddr => '127.0.0.1', PeerPort => $udp_port, Proto => 'udp')
        or die "no datagrams: $!";
    $_->blocking(0) for $tcp, $udp;
    return { tcp => $tcp, udp => $udp, sent => 0, received => 0, asked => 0, answered => 0 };
}

sub send_stream {
    my ($state) = @_;
    return if $state->{sent} - $state->{received} >= OUTSTANDING;
    my $done = syswrite $state->{tcp}, stream($state->{sent}, CHUNK);
    die "the stream broke: $!" unless defined $done || $! == EAGAIN || $! == EINTR;
    $state->{sent} += $done // 0;
}

sub receive_stream {
    my ($state) = @_;
    my $length = sysread $state->{tcp}, my $bytes, 8192;
    die "the stream broke: $!" unless defined $length || $! == EAGAIN || $! == EINTR;
    return unless defined $length;
    die "the stream ended after $state->{received} bytes" unless $length;
    die "the stream differs after byte $state->{received}"
        unless $bytes eq stream($state->{received}, $length);
    $state->{received} += $length;
}

sub send_datagram {
    my ($state) = @_;
    my $number = ++$state->{asked};
    $state->{udp}->send(pack('N', $number) . stream($number, 40 + $number % 1000));
}

sub receive_datagram {
    my ($state) = @_;
    $state->{udp}->recv(my $bytes, 2048) // return;
    my $number = unpack 'N', $bytes;
    die "datagram $number came back altered" unless $bytes eq pack('N', $number) . stream($number, 40 + $number % 1000);
    $state->{answered}++;
}

sub receive {
    my ($state, $seconds) = @_;
    my $select = IO::Select->new($state->{tcp}, $state->{udp});
    for my $socket ($select->can_read($seconds > 0 ? $seconds : 0)) {
        $socket == $state->{tcp} ? receive_stream($state) : receive_datagram($state);
    }
}

# Until all of the stream has come back.
sub drain {
    my ($state) = @_;
    my $end = time + PATIENCE;
    while ($state->{received} < $state->{sent}) {
        die "the stream stays at $state->{received} of $state->{sent} bytes" if time > $end;
        receive($state, 0.1);
    }
    close $state->{tcp};
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

# Starts the traffic in a process of its own. stop() ends it.
sub start {
    my ($tcp_port, $udp_port) = @_;
    pipe my $reader, my $writer or die "pipe: $!";
    my $pid = fork // die "fork: $!";
    if (!$pid) {
        my $goes_on = 1;
        $SIG{TERM} = sub { $goes_on = 0 };
        my $state = eval { new_state($tcp_port, $udp_port) };
        my $good = $state && eval { run($state, sub { $goes_on }); 1 };
        my $error = $good ? '' : $@;
        $error =~ tr/\n/ /;
        print $writer join(' ', map { $state->{$_} // 0 } qw(received asked answered)), " $error\n";
        close $writer;
        exec 'true';        # without the end blocks of a test
    }
    return { pid => $pid, reader => $reader };
}

# Lets the traffic end; returns bytes of the stream that came back, datagrams asked and
# answered, and what went wrong, or ''.
sub stop {
    my ($traffic) = @_;
    kill TERM => $traffic->{pid};
    my $line = readline $traffic->{reader};
    waitpid $traffic->{pid}, 0;
    chomp $line;
    return split ' ', $line, 4;
}

1;
