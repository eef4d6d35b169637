#!/usr/bin/perl
# SPDX-License-Identifier: GPL-2.0-only
# Packets are shared memory (servers/network/README.md): here a hostile driver between the card's
# and Ethernet keeps rewriting the headers of frames that it handed up, wherever they are by then.
# Frames are lost by that; but the stack goes on, and every byte that TCP delivers is right.
use strict;
use warnings;
use lib 'tests/harness';
use File::Temp;
use IO::Select;
use IO::Socket::INET;
use IO::Socket::UNIX;
use ReloadTraffic;
use Guest;
use SystemTest;
use Test::More;

use constant {
    STREAM => 256 << 10,        # bytes, there and back
    CHUNK => 4096,
    DATAGRAMS => 60,
    PATIENCE => 300,            # in seconds; a hang detector
};

my $pattern = join '', map { pack 'N', $_ * 2654435761 % 4294967296 } 0 .. STREAM / 4 - 1;

# Sends the stream to the echo port, and compares what comes back. Dies if something is wrong.
sub echo_stream {
    my ($port) = @_;
    my $socket = IO::Socket::INET->new(PeerAddr => '127.0.0.1', PeerPort => $port, Timeout => PATIENCE)
        or die "cannot connect: $!";
    my ($sent, $received, $end) = (0, 0, time + PATIENCE);
    my $select = IO::Select->new($socket);
    $socket->blocking(0);
    while ($received < STREAM) {
        die "$received bytes came back in @{[PATIENCE]} seconds" if time > $end;
        $sent += syswrite($socket, substr $pattern, $sent, CHUNK) // 0 if $sent < STREAM;
        next unless $select->can_read($sent < STREAM ? 0.001 : 0.1);
        my $length = sysread $socket, my $bytes, 65536;
        die "the stream broke after $received bytes" unless $length;
        my $expected = substr $pattern, $received, $length;
        my ($same) = ($bytes ^ $expected) =~ /^(\0*)/;
        die sprintf 'byte %u and those after it are %s, and should be %s', $received + length $same,
            map { unpack 'H*', substr $_, length $same, 32 } $bytes, $expected
            if $bytes ne $expected;
        $received += $length;
    }
}

# Datagrams, every other one in fragments. Returns how many were answered.
sub echo_datagrams {
    my ($port) = @_;
    my $socket = IO::Socket::INET->new(PeerAddr => '127.0.0.1', PeerPort => $port, Proto => 'udp')
        or die "no datagrams: $!";
    my %answered;
    for my $number (1 .. DATAGRAMS) {
        my $length = $number % 2 ? 100 : 1800;
        $socket->send(pack('N', $number) . substr $pattern, $number, $length);
        while (IO::Select->new($socket)->can_read(0.03)) {
            $socket->recv(my $bytes, 4096) // last;
            my $of = unpack 'N', $bytes;
            # The start of a datagram may be rewritten after its checksum was looked at.
            $answered{$of % 2 ? 'small' : 'large'}++
                if substr($bytes, 4) eq substr $pattern, $of, $of % 2 ? 100 : 1800;
        }
    }
    return map { $answered{$_} // 0 } qw(small large);
}

# Stays until QEMU is gone: it does not look at what a closed connection brought.
sub end_machine {
    my ($path) = @_;
    my $monitor = IO::Socket::UNIX->new(Peer => $path) or return;
    $monitor->syswrite("quit\n");
    1 while sysread $monitor, my $bytes, 4096;
}

# In a process of its own: prints what came of the traffic, and ends the machine.
sub start_traffic {
    my (%ports) = @_;
    pipe my $reader, my $writer or die "pipe: $!";
    my $pid = fork // die "fork: $!";
    return { pid => $pid, reader => $reader } if $pid;
    my @answered = (0, 0);
    my $good = eval {
        echo_stream($ports{tcp});
        @answered = echo_datagrams($ports{udp});
        echo_stream($ports{tcp});
        1;
    };
    my $error = $good ? '' : $@;
    $error =~ tr/\n/ /;
    print $writer "@answered $error\n";
    close $writer;
    end_machine($ports{monitor});
    exec 'true';        # without the end blocks of a test
}

open my $file, '<', 'systems/demo.system' or BAIL_OUT("systems/demo.system: $!");
my $system = do { local $/; <$file> };
$system =~ s/^(?:ping|bulk|iperf)\s.*\n//mg;
$system =~ s/^nic(\s.*)$/card$1\nnic = tamperer(card, packets, threads, console)/m;
$system =~ s/^(placement \w+ \{)/$1 card in card/mg;
$system =~ s/ restart$//mg;
my @servers = $system =~ /^\w+\s*=\s*(\w+)\(/mg;

for my $placement (qw(driver each)) {
    my %ports = map { $_ => Guest::free_port($_ eq 'udp' ? 'udp' : 'tcp') } qw(tcp udp);
    my $folder = File::Temp->newdir;
    $ports{monitor} = "$folder/monitor";
    my $traffic;
    my ($lines) = SystemTest::boot($system, servers => \@servers, placement => $placement, limit => 1200,
        options => [ '-monitor', "unix:$ports{monitor},server,nowait", '-netdev',
            "user,id=net,hostfwd=tcp:127.0.0.1:$ports{tcp}-:7,hostfwd=udp:127.0.0.1:$ports{udp}-:7",
            '-device', 'rtl8139,netdev=net' ],
        line => sub { $traffic //= start_traffic(%ports) if $_[0] =~ /^system: \d+ servers up/ });
    my ($small, $large, $error) = $traffic ? split ' ', readline $traffic->{reader}, 3 : (0, 0, 'no link');
    waitpid $traffic->{pid}, 0 if $traffic;
    chomp $error if $error;
    is($error // '', '', "$placement: both streams came back, each byte of them right")
        or diag(Guest::last_lines($lines));
    cmp_ok($small, '>', DATAGRAMS / 4, "$placement: $small datagrams of @{[DATAGRAMS / 2]} were answered");
    cmp_ok($large, '>', DATAGRAMS / 8, "$placement: $large in fragments");
    my ($rewritten) = map { /^tamperer: \d+ frames, (\d+) times rewritten/ } reverse @$lines;
    cmp_ok($rewritten // 0, '>', 100, "$placement: headers were rewritten @{[$rewritten // 0]} times");
    is_deeply([ grep { /has ended|panic|page fault|stops/ } @$lines ], [], "$placement: no server ended");
}
done_testing();
