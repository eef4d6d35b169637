# SPDX-License-Identifier: GPL-2.0-only
# Traffic for tests/servers/qemu-reload.t, from a process of its own: datagrams that are answered (port 70),
# and a TCP stream that the guest makes (port 19), taken in small steps. What of the stream is lost
# the guest sends again, and a lost acknowledgement is made good by the next. (A stream into the
# guest would wait for QEMU's timer, which starts at a second and doubles with each loss.)
#
# The datagrams on their way are bounded, to less than the card's receive ring of 32 KiB: QEMU's
# RTL-8139 whose ring overflows while nobody drains it does not receive again until somebody
# has, and a reset by the next driver, as Linux does it, does not count as that.
package ReloadTraffic;
use strict;
use warnings;
use Errno qw(EAGAIN EINTR);
use IO::Select;
use IO::Socket::INET;
use Time::HiRes qw(sleep time);

use constant {
    STEP => 0.003,                  # in seconds
    SEED => 4711,
    CHUNK => 1024,                  # bytes of the stream that are taken in a step
    PATIENCE => 300,                # in seconds; a hang detector
};

sub reach {
    my ($port, $protocol) = @_;
    my $socket = IO::Socket::INET->new(PeerAddr => '127.0.0.1', PeerPort => $port, Proto => $protocol)
        or die "cannot connect: $!";
    $socket->blocking(0);
    return $socket;
}

sub new_state {
    my ($ports) = @_;
    my %state = (stream => reach($ports->{stream}, 'tcp'), datagrams => reach($ports->{datagrams}, 'udp'),
        generator => SEED | 1, expected => '', received => 0, asked => 0, answered => 0, last_asked => 0,
        last_answer => 0);
    syswrite $state{stream}, pack 'NN', 0xffffffff, SEED;
    return \%state;
}

# What the guest makes: xorshift32, each step four bytes.
sub generate {
    my ($state, $length) = @_;
    my $x = $state->{generator};
    while (length $state->{expected} < $length) {
        $x ^= $x << 13 & 0xffffffff;
        $x ^= $x >> 17;
        $x ^= $x << 5 & 0xffffffff;
        $state->{expected} .= pack 'V', $x;
    }
    $state->{generator} = $x;
}

sub receive_stream {
    my ($state) = @_;
    my $length = sysread $state->{stream}, my $bytes, CHUNK;
    die "the stream broke: $!" unless defined $length || $! == EAGAIN || $! == EINTR;
    return unless defined $length;
    die "the stream ended after $state->{received} bytes" unless $length;
    generate($state, $length);
    die "the stream differs after byte $state->{received}"
        unless $bytes eq substr $state->{expected}, 0, $length, '';
    $state->{received} += $length;
}

sub datagram {
    my ($number) = @_;
    return pack 'N a*', $number, chr($number & 0xff) x (40 + $number % 60);
}

# The guest kills its driver after datagrams only: none before the stream has begun, since a
# connection whose first bytes are lost is slow to send them again.
sub send_datagram {
    my ($state) = @_;
    my $unanswered = $state->{asked} - $state->{last_answer};
    my $pause = $unanswered < 16 ? 0 : $unanswered < 64 ? 0.01 : 0.1;
    return if !$state->{received} || time < $state->{last_asked} + $pause;
    $state->{last_asked} = time;
    $state->{datagrams}->send(datagram(++$state->{asked}));
}

sub receive_datagrams {
    my ($state) = @_;
    while (defined $state->{datagrams}->recv(my $bytes, 2048)) {
        my $number = unpack 'N', $bytes;
        die "datagram $number came back altered" unless $bytes eq datagram($number);
        $state->{answered}++;
        $state->{last_answer} = $number;
    }
}

# The stream has no end: it is cut off, while it moves, so that the guest gets to know.
sub cut_off {
    my ($state) = @_;
    my ($received, $end) = ($state->{received}, time + PATIENCE);
    while ($state->{received} == $received) {
        die "the stream stays at $received bytes" if time > $end;
        IO::Select->new($state->{stream})->can_read(0.1);
        receive_stream($state);
    }
    close $state->{stream};
}

# Tells the guest that this was all, until it answers.
sub say_ended {
    my ($state) = @_;
    my $end = time + PATIENCE;
    for (;;) {
        die 'the guest does not answer any more' if time > $end;
        $state->{datagrams}->send('.');
        next unless IO::Select->new($state->{datagrams})->can_read(0.2);
        $state->{datagrams}->recv(my $bytes, 2048) // next;
        return if $bytes eq '.';
    }
}

sub run {
    my ($state, $goes_on) = @_;
    while ($goes_on->()) {
        receive_stream($state);
        send_datagram($state);
        receive_datagrams($state);
        sleep STEP;
    }
    cut_off($state);
    say_ended($state);
}

# Starts the traffic in a process of its own, to these ports: `stream` and `datagrams`. stop()
# ends it.
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
        print $writer join(' ', map { $state->{$_} // 0 } qw(received asked answered)), " $error\n";
        close $writer;
        exec 'true';        # without the end blocks of a test
    }
    return { pid => $pid, reader => $reader };
}

# Lets the traffic end; returns bytes of the stream, datagrams asked and answered, and what went
# wrong, or ''.
sub stop {
    my ($traffic) = @_;
    kill TERM => $traffic->{pid};
    my $line = readline $traffic->{reader};
    waitpid $traffic->{pid}, 0;
    chomp $line;
    return split ' ', $line, 4;
}

1;
