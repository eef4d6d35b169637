#!/usr/bin/perl
# SPDX-License-Identifier: GPL-2.0-only
# Native Linux as the control: it boots with its own module of the reference port's driver, every
# workload comes to its end with every byte verified on both sides, and what it executed is known.
# Nothing is judged that depends on the host.
use strict;
use warnings;
use File::Temp 'tempdir';
use JSON::PP;
use lib 'tests/harness';
use Path::Tiny;
use Test::More;
use WorkloadPeer;

my $time_limit = 900;    # in seconds; a hang detector, which lets a boot that hung end and be run again
my $folder = tempdir(CLEANUP => 1);
my @list = ('tcp_in,524288', 'tcp_out,524288', 'rr,50', 'udp_in,64,100', 'udp_in,1518,100', 'udp_out,64,100',
    'udp_out,1518,100');

system("timeout $time_limit build/slipway bench rtl8139 --against linux --runs=1 --workloads='"
    . join(';', @list) . "' --json=$folder/rows.json >$folder/table 2>$folder/errors");
if (!is($?, 0, 'both systems run the list')) {
    diag((eval { path("$folder/errors")->slurp_raw } // ''));
    done_testing();
    exit;
}
my $rows = JSON::PP->new->decode((eval { path("$folder/rows.json")->slurp_raw } // ''));
my %row = map { $_->{workload} => $_ } @$rows;

my $manifest = JSON::PP->new->decode((eval { path('ported/rtl8139/manifest.json')->slurp_raw } // ''))->{native};
my ($package) = (eval { path('build/sources/linux-image-i386/package')->slurp_raw } // '') =~ /^(linux-image-\S+-686 \S+)$/m;
is($rows->[0]{linux}{system}, $package, 'the control is the kernel that was fetched');
is($rows->[0]{linux}{driver}, $manifest->{module}, 'with the module of the manifest');
is_deeply($rows->[0]{linux}{quirks}, [map { $_->{why} } @{$manifest->{quirks}}], 'and its quirks, told');

# What each has to have moved: bytes, or bytes of each of so many operations.
foreach my $item (@list) {
    my ($kind, @numbers) = split(/,/, $item);
    my $name = @numbers == 2 ? "${kind}_$numbers[0]" : $kind;
    my $operations = $kind =~ /^tcp/ ? 0 : $numbers[-1];
    my $bytes = @numbers == 2 ? $operations * ($numbers[0] - 46) : $numbers[0];
    my ($run) = grep { $_->{guest} eq 'linux' } @{$row{$name}{runs}};
    ok($run->{verified}, "$name: verified");
    is("$run->{bytes} $run->{operations}", "$bytes $operations", "$name: all of it");
    # Linux needs some thousands for a KiB or a packet, more where each comes by itself.
    my $units = $operations || $bytes / 1024;
    cmp_ok($run->{instructions} / $units, '>', 2000, "$name: what Linux executed was counted");
    cmp_ok($run->{instructions} / $units, '<', 100_000, "$name: and no more");
    my $shares = $run->{shares};
    ok($shares->{kernel} > 0.5 && $shares->{$manifest->{module}} > 0.001 && $shares->{workload} > 0.0001,
        "$name: kernel, module and program have their shares") or diag(explain($shares));
    my $sum = 0;
    $sum += $_ foreach values %$shares;
    cmp_ok(abs($sum - 1), '<', 0.01, "$name: and there is nothing else");
}

# Linux by itself, with peers of the test's own: the command is the one that slipway tells, which has made its
# initial file system above.
my ($command) = grep { /slipway\.peer/ }
    split /\n/, `build/slipway bench rtl8139 --against=linux --dry-run --workloads='udp_in,128,1'`;
$command =~ s/ -plugin \S+//;

sub boot_linux {
    my ($item, $answer) = @_;
    return WorkloadPeer::with($answer, sub {
        my $line = $command =~ s/10\.0\.2\.2:\d+/10.0.2.2:$_[0]/r =~ s/udp_in,128,1/$item/r;
        return scalar `timeout $time_limit $line 2>&1`;
    });
}

my $right = boot_linux('udp_in,128,1', sub { WorkloadPeer::send_datagram(@_, sub { $_[0] }) });
like($right, qr/^workload: udp_in,128,1 .* verified=yes\r?$/m, 'Linux verifies a datagram') or diag($right);
like($right, qr/^workload: fact mitigations: /m, 'and tells what of itself matters');
my $wrong = boot_linux('udp_in,128,1', sub {
    WorkloadPeer::send_datagram(@_, sub { WorkloadPeer::altered($_[0], 81) });
});
like($wrong, qr/^workload: udp_in,128,1 .* verified=no\r?$/m, 'and sees an altered byte') or diag($wrong);
my $bytes = WorkloadPeer::altered(WorkloadPeer::pattern(3000), 2999);
$wrong = boot_linux('tcp_in,3000', sub { syswrite $_[0], $bytes });
like($wrong, qr/^workload: tcp_in,3000 .* verified=no\r?$/m, 'of TCP too') or diag($wrong);

done_testing();
