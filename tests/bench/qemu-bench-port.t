#!/usr/bin/perl
# SPDX-License-Identifier: GPL-2.0-only
# slipway bench NAME and slipway profile NAME: our system and Linux run the same workloads, and what is
# told of them is complete and fits together. How fast they are is not judged.
use strict;
use warnings;
use Path::Tiny;
use Test::More;
use File::Temp 'tempdir';
use JSON::PP;

my $time_limit = 900;    # in seconds; a hang detector, which lets a boot that hung end and be run again
my $folder = tempdir(CLEANUP => 1);

sub slipway {
    my ($what, @arguments) = @_;
    my $said = `timeout $time_limit build/slipway @arguments 2>$folder/errors`;
    is($?, 0, $what) or diag(path("$folder/errors")->slurp_raw);
    return $said;
}

my $sum;
my @list = ('tcp_in,2000000', 'tcp_out,2000000', 'rr,100', 'udp_in,64,500', 'udp_out,1518,500');
my $table = slipway('both systems run the workloads', 'bench', 'rtl8139', '--against=linux',
    '--placement=driver', '--runs=2', "--json=$folder/rows.json", "'--workloads=@{[ join ';', @list ]}'");
my $rows = JSON::PP->new->decode(path("$folder/rows.json")->slurp_raw);
is_deeply([ map { $_->{workload} } @$rows ], [qw(tcp_in tcp_out rr udp_in_64 udp_out_1518)], 'a row each');
for my $row (@$rows) {
    my $name = $row->{workload};
    is("$row->{driver} $row->{placement}", 'rtl8139 driver', "$name: driver and placement");
    ok($row->{$_} > 0, "$name: $_") for qw(throughput_ratio instructions_ratio);
    is(scalar @{ $row->{runs} }, 4, "$name: two runs of each");
    is_deeply([ map { $_->{guest} } @{ $row->{runs} } ], [qw(ours linux linux ours)], "$name: in turn");
    ok(!(grep { !$_->{verified} } @{ $row->{runs} }), "$name: verified");
    for my $side (map { $row->{$_} } qw(ours linux)) {
        $sum = 0;
        $sum += $_ for values %{ $side->{shares} };
        cmp_ok(abs($sum - 1), '<', 0.02, "$name, $side->{system}: shares make a whole");
        ok($side->{instructions}{min} > 0 && $side->{instructions}{min} <= $side->{instructions}{max},
            "$name, $side->{system}: instructions and their spread");
    }
    ok($row->{ours}{shares}{$_} > 0.01, "$name: our share of $_") for qw(kernel crossings nic);
    ok($row->{linux}{shares}{$_} > 0.001, "$name: Linux's share of $_")
        for 'kernel', $row->{linux}{driver};
}
like($table, qr/^    target: instructions_ratio at most 1\.0; (?:met|MISSED), with/m, 'targets are judged');
like($rows->[0]{linux}{system}, qr/^linux-image-\S+ /, 'which Linux it was');
ok(@{ $rows->[0]{$_}{quirks} } > 0, "what was changed for the card ($_)") for qw(ours linux);

# One paced transfer of ours: its load.
slipway('a paced transfer', 'bench', 'rtl8139', '--runs=1', '--workloads=tcp_in_paced,4000000',
    "--json=$folder/paced.json");
my ($paced) = @{ JSON::PP->new->decode(path("$folder/paced.json")->slurp_raw) };
is($paced->{workload}, 'tcp_in_paced', 'is told as such');
my ($run) = @{ $paced->{runs} };
cmp_ok($run->{pace_microseconds}, '>', 0, 'with its pace');
my $busy = 8 * $run->{instructions} / $run->{ticks};
ok($busy > 0.02 && $busy <= 1.01, "the processor was busy for a share of the time ($busy)");
cmp_ok(abs($paced->{ours}{busy}{median} - $busy), '<', 0.001, 'and it is told');

# The profile has the functions of servers wherever they run.
slipway('a profile', 'profile', 'rtl8139', '--placement=each', '--workload=udp_in,256,500',
    "--output=$folder/graph.svg", "--json=$folder/profile.json");
my $profile = JSON::PP->new->decode(path("$folder/profile.json")->slurp_raw);
my %function = map { ("$_->{domain} $_->{server} $_->{file} $_->{function}" => $_) }
    @{ $profile->{functions} };
$sum = 0;
$sum += $_->{instructions} for @{ $profile->{functions} };
is($sum, $profile->{instructions}, 'its functions have all instructions');
ok((grep { /^driver nic \S+8139too\.c rtl8139_/ } keys %function), "the driver's, in its domain");
ok((grep { /^udp udp \S+\/udp\.c / } keys %function), "lwIP's, in UDP's domain");
ok((grep { /^kernel kernel kernel\/\S+\.c / } keys %function), "the kernel's");
ok((grep { /^kernel crossings \S*trap\.asm / } keys %function), 'and what crosses domains');
my $unknown = 0;
$unknown += $_->{share} for grep { $_->{file} eq '?' } @{ $profile->{functions} };
cmp_ok($unknown, '<', 0.01, 'less than 1 % is in no known file');
like(path("$folder/graph.svg")->slurp_raw, qr/^<svg .*<title>driver \/ nic \/ .*8139too\.c.*<\/svg>\n\z/s,
    'the flame graph has them');

# A QEMU that ends at once the first time, and so does not each time.
sub bench_with_qemu {
    my ($script) = @_;
    open my $file, '>', "$folder/qemu-system-i386" or BAIL_OUT("qemu-system-i386: $!");
    print $file "#!/bin/sh\n$script\n";
    close $file;
    chmod 0755, "$folder/qemu-system-i386";
    system("PATH=$folder:\$PATH timeout $time_limit build/slipway bench rtl8139 --runs=1 '--workloads=rr,50' "
        . "--json=$folder/retried.json >$folder/said 2>$folder/errors");
    return $? >> 8;
}
my ($qemu) = grep { -x } map { "$_/qemu-system-i386" } split /:/, $ENV{PATH};
is(bench_with_qemu("[ -e $folder/began ] && exec $qemu \"\$@\"; touch $folder/began"), 0,
    'a run that failed is run once more');
like(path("$folder/errors")->slurp_raw, qr/^note: ours: QEMU ended before the guest was done: .*once more$/m,
    'which is told');
my ($retried) = @{ JSON::PP->new->decode(path("$folder/retried.json")->slurp_raw) };
ok($retried->{runs}[0]{retried}, 'in the results too');
is(bench_with_qemu('echo broken >&2; exit 1'), 1, 'one that fails twice has failed');
like(path("$folder/errors")->slurp_raw, qr/^error: ours, rr,50: QEMU ended before the guest was done: broken$/m,
    'and why');
is(system('PATH=/nonexistent build/slipway bench rtl8139 2>/dev/null') >> 8, 3,
    'without QEMU nothing is begun');

# Usage.
for my $bad ([ 'bench', '--against=linux' ], [ 'bench', 'rtl8139', '--against=bsd' ], [ 'bench', 'nosuch' ],
    [ 'bench', 'rtl8139', '--placement=nosuch' ], [ 'bench', 'rtl8139', '--workloads=tcp_in' ],
    [ 'bench', 'rtl8139', '--runs=0' ], [ 'bench', 'rtl8139', '--against=linux', '--runs=4' ], ['profile'],
        [ 'profile', 'rtl8139', '--workload=nosuch' ]) {
    is(system("build/slipway @$bad 2>/dev/null") >> 8, 2, "wrong usage: slipway @$bad");
}
my $plan = `build/slipway bench rtl8139 --against=linux --dry-run`;
is(scalar(() = $plan =~ /^qemu-system-i386 .*-plugin build\/tools\/count\/count\.so,out=\S+ /mg), 8,
    'the commands are told: two systems, saturated, offered loads and two paced');
is(scalar(() = $plan =~ /filter-buffer,id=pace,netdev=net,interval=\d+,queue=tx/g), 4,
    'of which four are paced');
like($plan, qr/-append '[^']*tcp_in,\d+;tcp_out/, "Linux's list is in its command line");

done_testing();
