#!/usr/bin/perl
# SPDX-License-Identifier: GPL-2.0-only
# Rule M11 at length: the driver, in a domain of its own, is killed and loaded again 1,000 times
# while traffic goes through it. Nothing of the traffic is lost or altered in the end, and free
# memory, references and objects are what they were before.
use strict;
use warnings;
use lib 'tests/harness';
use ReloadTraffic;
use Guest;
use SystemTest;
use Test::More;

use constant { WARM => 20, COUNT => 1000 };

my %ports = (stream => Guest::free_port('tcp'), datagrams => Guest::free_port('udp'));
my @card = ('-netdev', "user,id=net,hostfwd=tcp:127.0.0.1:$ports{stream}-:19,"
    . "hostfwd=udp:127.0.0.1:$ports{datagrams}-:70", '-device', 'rtl8139,netdev=net');

open my $file, '<', 'systems/demo.system' or BAIL_OUT("systems/demo.system: $!");
my $system = do { local $/; <$file> };
$system =~ s/^(ping|udp_echo|tcp_echo|iperf)\s.*\n//mg;
my @servers = $system =~ /^\w+\s*=\s*(\w+)\(/mg;
$system .= 'reloader = reloader(loader.server(nic), udp, servers, memory, threads, log) { warm = ' . WARM
    . '; count = ' . COUNT . " }\n";

my ($traffic, @results);
sub follow {
    my ($line) = @_;
    $traffic = ReloadTraffic::start(\%ports) if $line =~ /reload: start/;
    return if $line !~ /reload: quiet/;
    push @results, [ ReloadTraffic::stop($traffic) ];
    $traffic = undef;
}

my ($lines) = SystemTest::boot($system, servers => [ @servers, 'reloader' ], options => \@card,
    placement => 'driver', until => qr/reload: done/, line => \&follow, limit => 600, errors => '/dev/null');
ReloadTraffic::stop($traffic) if $traffic;
my $console = join "\n", @$lines;
unlike($console, qr/reload: failed/, 'the driver came up again each time, and carried traffic')
    or diag(Guest::last_lines($lines));

my @usage = map { /reload: (?:before|after) (\d+) restarts: (\d+) references, (\d+) objects, (\d+) bytes free/
    ? [ $1, $2, $3, $4 ] : () } @$lines;
is(scalar @usage, 2, 'the guest looked twice') or diag(Guest::last_lines($lines));
is($usage[0][0], WARM, 'after some restarts');
cmp_ok($usage[1][0], '>=', $usage[0][0] + COUNT, 'and 1,000 later');
cmp_ok($usage[1][1], '<=', $usage[0][1], 'no reference is left over');
cmp_ok($usage[1][2], '<=', $usage[0][2], 'no object is left over');
cmp_ok($usage[1][3], '>=', $usage[0][3], 'no memory is lost');
like($console, qr/^system: nic has ended: server nic \(domain driver\): killed$/m, 'ends are told');
like($console, qr/^system: nic is up again, restart \d+$/m, 'and new starts');

for my $phase (0, 1) {
    my ($received, $asked, $answered, $error) = @{ $results[$phase] // [0, 0, 0, 'no traffic'] };
    is($error // '', '', 'nothing was altered, and the stream moves to the end');
    cmp_ok($received, '>', 0, "$received bytes of it came");
    cmp_ok($answered, '>=', $phase ? COUNT : WARM, "$answered of $asked datagrams were answered");
}
done_testing();
