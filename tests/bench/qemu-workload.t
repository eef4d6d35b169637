#!/usr/bin/perl
# SPDX-License-Identifier: GPL-2.0-only
# Workloads in our guest: each kind runs, small, in each placement, and every byte is verified; a peer
# that sends a wrong byte, too much, or nothing is seen; settings that are wrong are refused; and
# the loader tells where servers lie.
use strict;
use warnings;
use lib 'tests/harness';
use SystemTest;
use WorkloadPeer;
use JSON::PP;
use Path::Tiny;
use Test::More;
use File::Temp 'tempdir';

my $time_limit = 900;    # in seconds; a hang detector
my $folder = tempdir(CLEANUP => 1);
my $port_name = 'rtl8139';

# The runs of each workload, by its name.
sub measure {
    my ($placement, $list) = @_;
    my $options = "--placement=$placement --runs=1 --json";
    my $command = "build/slipway bench $port_name $options '--workloads=$list'";
    my $text = `timeout $time_limit $command 2>$folder/errors`;
    is($?, 0, "$placement: all is measured") or diag(path("$folder/errors")->slurp_raw);
    my $rows = eval { JSON::PP->new->decode($text) } // [];
    return { map { $_->{workload} => $_->{runs}[0] } @$rows };
}

sub check_all {
    my ($placement) = @_;
    my $run = measure($placement, 'tcp_in,100001;tcp_out,100001;udp_in,64,50;udp_in,1518,50;udp_out,64,50;'
        . 'udp_out,1518,50;rr,20');
    for my $name (qw(tcp_in tcp_out)) {
        is($run->{$name}{bytes}, 100001, "$placement: $name: each byte");
    }
    for my $name (qw(udp_in_64 udp_in_1518 udp_out_64 udp_out_1518)) {
        my $told = $run->{$name}{operations} + $run->{$name}{lost};
        is($told, 50, "$placement: $name: each datagram, or it is told");
    }
    is($run->{rr}{operations}, 20, "$placement: rr: each round trip");
    for my $name (sort keys %$run) {
        ok($run->{$name}{verified}, "$placement: $name: verified");
        cmp_ok($run->{$name}{instructions}, '>', 0, "$placement: $name: instructions are counted");
    }
}

check_all($_) for qw(kernel each);

# What follows boots the template itself, with peers of the test's own.
my $manifest = JSON::PP->new->decode(path("ported/$port_name/manifest.json")->slurp_raw);
my @servers = ($port_name, qw(console interrupts clock pci packets ethernet ip icmp udp tcp workload));

sub description {
    my ($port, @items) = @_;
    my $text = path('tools/bench/network.system')->slurp_raw;
    my $runs = join "\n", map { "    run $_" } @items;
    $text =~ s/\@SERVER\@/$port_name/;
    $text =~ s/\@ID\@/$manifest->{ids}[0]/;
    $text =~ s/\@QUIRK\@/    quirk $manifest->{pci_quirk}/;
    $text =~ s/\@PORT\@/$port/;
    $text =~ s/\@WINDOW\@/29200/;
    $text =~ s/\@GRANT\@/12/;
    $text =~ s/\@RUN\@/$runs/;
    return $text;
}

sub boot {
    my ($description, $until, %more) = @_;
    my @options = ('-netdev', 'user,id=net', '-device', "$manifest->{native}{device},netdev=net,romfile=");
    my ($lines) = SystemTest::boot($description, servers => \@servers, until => $until, options => \@options,
        %more);
    return join "\n", @$lines;
}

# Boots with a peer that answers each request by `answer` (tests/harness/WorkloadPeer.pm).
sub boot_with_peer {
    my ($answer, @items) = @_;
    return WorkloadPeer::with($answer,
        sub { boot(description($_[0], @items), qr/^workload: (?:done|failed)/) });
}

my $console = boot_with_peer(sub { syswrite $_[0], WorkloadPeer::pattern(3000) }, 'tcp_in,3000',
    'tcp_in,2999');
like($console, qr/^workload: tcp_in,3000 instructions-interval=0 bytes=3000 .* verified=yes$/m,
    'the pattern is verified')
    or diag($console);
like($console, qr/^workload: failed: tcp_in,2999: the peer sent more than it was asked for$/m,
    'a byte too many is seen');

for my $wrong (0, 1460, 2999) {
    $console = boot_with_peer(sub {
        syswrite $_[0], WorkloadPeer::altered(WorkloadPeer::pattern(3000), $wrong);
    }, 'tcp_in,3000');
    like($console, qr/^workload: tcp_in,3000 .* verified=no$/m, "byte $wrong altered: is seen");
}

$console = boot_with_peer(sub { syswrite $_[0], 'x' }, 'rr,1');
like($console, qr/^workload: rr,1 .* verified=no$/m, 'a byte that comes back as another is seen');
$console = boot_with_peer(sub { }, 'tcp_out,5');
like($console, qr/^workload: failed: tcp_out,5: the peer ended the connection too early$/m,
    'no verdict is seen');
$console = boot_with_peer(sub { syswrite $_[0], 'x' x 12 }, 'tcp_out,5');
like($console, qr/^workload: failed: tcp_out,5: the peer said what is no verdict$/m, 'and what is none');

# Datagrams: the right one, one of which a byte is another, and one that is too short.
$console = boot_with_peer(sub { WorkloadPeer::send_datagram(@_, sub { $_[0] }) }, 'udp_in,128,1');
like($console, qr/^workload: udp_in,128,1 .* operations=1 .* lost=0 verified=yes$/m, 'a datagram is verified')
    or diag($console);
for my $kind ('udp_in,128,1', 'udp_loss,128,1,1000') {
    for my $wrong (4, 81) {
        my $alter = sub { WorkloadPeer::altered($_[0], $wrong) };
        $console = boot_with_peer(sub { WorkloadPeer::send_datagram(@_, $alter) }, $kind);
        like($console, qr/^workload: \Q$kind\E .* verified=no$/m, "$kind: byte $wrong altered: is seen");
    }
}
$console = boot_with_peer(sub { WorkloadPeer::send_datagram(@_, sub { substr $_[0], 0, 81 }) },
    'udp_in,128,1');
like($console, qr/^workload: udp_in,128,1 .* verified=no$/m, 'a byte too few is seen');

# A card that has stopped is one to which nothing comes, not even the end: the list ends there.
$console = boot_with_peer(sub { sleep 30 }, 'udp_loss,128,5,1000', 'rr,1');
my $stopped = "workload: udp_loss,128,5,1000: the card has stopped receiving\nworkload: done";
like($console, qr/^workload: udp_loss,128,5,1000 .* lost=5 verified=yes\n$stopped$/m,
    'when nothing comes the card has stopped, and the list ends') or diag($console);

# A load that the guest can take; what is offered is told, and what becomes of loads that it cannot.
my $loads = measure('kernel', 'udp_loss,64,50,500;udp_loss,1518,60000,200000;udp_loss,1518,100,1000');
is($loads->{udp_loss_64_500}{operations}, 50, 'a load: each datagram');
cmp_ok(abs($loads->{udp_loss_64_500}{offered} - 500), '<', 100, 'and the rate that was really offered');
my $flood = $loads->{udp_loss_1518_200000};
is($flood->{operations} + $flood->{lost}, 60000, 'more than it can take: each arrives or is lost');
is(!!$loads->{udp_loss_1518_1000}{not_offered}, !!$flood->{card_stopped},
    'after a card that has stopped nothing is offered, and that is told');

$console = boot(description(9, 'tcp_in'), qr/did not start/);
like($console, qr/^workload: setting `run tcp_in`: expected 1 to 4294967295 bytes$/m,
    'a faulty item is refused');
$console = boot(description(65536, 'rr,1'), qr/did not start/);
like($console, qr/^workload: setting `port` must be a number from 1 to 65535$/m, 'a faulty port, too');

# Where servers lie.
for my $placement ('kernel', 'each') {
    $console = boot(description(9, 'rr,1'), qr/servers up/, placement => $placement,
        modules => { map => 'tools/bench/network.system' });
    my @map;
    my $line = qr/^system: map (\w+) file=(\w+) address=0x([0-9a-f]+) size=0x([0-9a-f]+) domain=(\w+)$/m;
    while ($console =~ /$line/g) {
        push @map, { name => $1, file => $2, from => hex $3, to => hex($3) + hex $4, domain => $5 };
    }
    is(scalar @map, 12, "$placement: each server is on the map") or diag($console);
    my $apart = 1;
    my @sorted = sort { $a->{from} <=> $b->{from} } @map;
    $apart &&= $sorted[$_]{from} >= $sorted[$_ - 1]{to} for 1 .. $#sorted;
    ok($apart, "$placement: an address tells the server, in whichever domain");
    my ($nic) = grep { $_->{name} eq 'nic' } @map;
    is($nic->{file}, $port_name, "$placement: by its file");
    is($nic->{domain}, $placement eq 'each' ? 'driver' : 'kernel', "$placement: and its domain");
    is($nic->{from} < 0x80000000, $placement eq 'each', "$placement: which has its own addresses");
}
unlike(boot(description(9, 'rr,1'), qr/servers up/), qr/^system: map /m, 'no map that nobody asked for');

done_testing();
