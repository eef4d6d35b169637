# SPDX-License-Identifier: GPL-2.0-only
# A peer of the workloads (tools/bench/workload/protocol.h) that does what a test wants, for guests of either
# kind.
package WorkloadPeer;
use strict;
use warnings;
use IO::Socket::INET;
use Test::More;

# The first bytes of the pattern, as tools/bench/workload/pattern.c makes them.
sub pattern {
    my ($count) = @_;
    my ($state, $bytes) = (0x534c4950, '');
    for (1 .. $count) {
        $state ^= $state << 13 & 0xffffffff;
        $state ^= $state >> 17;
        $state ^= $state << 5 & 0xffffffff;
        $bytes .= chr($state >> 8 & 0xff);
    }
    return $bytes;
}

# The first datagram of a workload.
sub datagram {
    my ($tag, $payload) = @_;
    return pack('N', $tag << 24) . pattern($payload - 4);
}

# With the lowest bit of one byte changed.
sub altered {
    my ($bytes, $at) = @_;
    substr($bytes, $at, 1) ^= "\x01";
    return $bytes;
}

# Waits for a grant, sends the first datagram as `change` returns it, says that this was all, and waits for
# the guest's verdict.
sub send_datagram {
    my ($connection, $datagrams, $request, $change) = @_;
    my (undef, undef, undef, $payload, undef, $tag) = @$request;
    my $from = recv $datagrams, my $grant, 2048, 0;
    send $datagrams, $change->(datagram($tag, $payload)), 0, $from;
    syswrite $connection, pack 'N', 0x534c454e;
    sysread $connection, my $verdict, 12;
}

# A socket for TCP and one for UDP at one port.
sub sockets {
    for (1 .. 20) {
        my $listener = IO::Socket::INET->new(LocalAddr => '127.0.0.1', Listen => 4) or BAIL_OUT("listen: $@");
        my $datagrams = IO::Socket::INET->new(LocalAddr => '127.0.0.1', LocalPort => $listener->sockport,
            Proto => 'udp');
        return ($listener, $datagrams) if $datagrams;
    }
    BAIL_OUT('no port is free for both');
}

# Calls `guest` with the port of a peer that answers each request by `answer`, which gets the connection, the
# UDP socket and the request's words, and returns what `guest` does.
sub with {
    my ($answer, $guest) = @_;
    my ($listener, $datagrams) = sockets();
    my $process = fork // BAIL_OUT("fork: $!");
    if (!$process) {
        $SIG{PIPE} = 'IGNORE';
        while (my $connection = $listener->accept) {
            my $request = '';
            for (my $got = 1; $got && length $request < 24; ) {
                $got = sysread $connection, $request, 24 - length $request, length $request;
            }
            $answer->($connection, $datagrams, [ unpack 'N6', $request ]);
            shutdown $connection, 1;
            1 while sysread $connection, my $rest, 4096;
        }
        exit 0;
    }
    my $result = $guest->($listener->sockport);
    kill KILL => $process;
    waitpid $process, 0;
    return $result;
}

1;
