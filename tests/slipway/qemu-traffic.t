#!/usr/bin/perl
# SPDX-License-Identifier: GPL-2.0-only
# The demonstration system under traffic: what `make demo` does after building, over either
# network, and every key that its report promises. Speeds are not judged.
use strict;
use warnings;
use Path::Tiny;
use Test::More;
use Digest::SHA;
use File::Temp 'tempdir';
use JSON::PP;

my $folder = tempdir(CLEANUP => 1);

# Runs slipway; returns its exit code, standard output and standard error.
sub run {
    my $pid = fork // die "fork: $!";
    if (!$pid) {
        open STDOUT, '>', "$folder/stdout" or die;
        open STDERR, '>', "$folder/stderr" or die;
        exec 'build/slipway', @_ or die;
    }
    waitpid $pid, 0;
    return ($? >> 8, path("$folder/stdout")->slurp_raw, path("$folder/stderr")->slurp_raw);
}

sub check_transfer {
    my ($report, $key, $bytes) = @_;
    is($report->{$key}{bytes}, $bytes, "$key: $bytes bytes");
    ok($report->{$key}{verified}, "$key: verified");
    cmp_ok($report->{$key}{mbit_s}, '>', 0, "$key: a speed is told");
}

sub check_traffic {
    my ($report) = @_;
    for my $key (qw(ping udp_echo)) {
        cmp_ok($report->{$key}{received}, '>=', 10, "$key: answers came");
        cmp_ok($report->{$key}{sent}, '>=', $report->{$key}{received}, "$key: and not more than asked for");
    }
    is($report->{ping}{received}, $report->{ping}{sent}, 'ping: none is lost');
    check_transfer($report, 'tcp_echo', 1 << 20);
    check_transfer($report, $_, 16 << 20) for qw(tcp_in tcp_out);
    cmp_ok($report->{iperf}{mbit_s}, '>', 0, 'iperf: a speed is told');
    is_deeply($report->{errors}, [], 'no error is reported');
}

# Each server is what the disk has, byte for byte.
sub check_loaded {
    my ($report) = @_;
    my @loaded = @{$report->{loaded} // []};
    is(scalar @loaded, $report->{servers}, 'each server is told');
    for my $server (@loaded) {
        my $file = "build/servers/$server->{file}.server";
        is($server->{sha256}, Digest::SHA->new(256)->addfile($file, 'b')->hexdigest, "$server->{name} is $file");
    }
}

my ($code, $out, $err) = run('measure', 'rtl8139', '--json');
is($code, 0, 'the port is measured');
open my $file, '>', "$folder/reuse.json" or die;
print $file $out;
close $file;

subtest 'by GRUB, over the best network there is' => sub {
    ($code, $out, $err) = run('boot', 'demo', '--traffic', "--reuse=$folder/reuse.json",
        "--json=$folder/report.json");
    is($code, 0, 'all traffic is verified') or diag($err);
    my $report = eval { decode_json(path("$folder/report.json")->slurp_raw) } // {};
    check_traffic($report);
    is($report->{network}, $> == 0 && -w '/dev/net/tun' ? 'tap in a network namespace'
        : 'QEMU user-mode network', 'the network is told');
    like($report->{linux}, qr/^\d+\.\d+\.\d+/, 'so is the version of Linux');
    is($report->{placement}, 'kernel', 'and the placement');
    is_deeply([grep { $_->{domain} ne 'kernel' } @{$report->{loaded}}], [], 'each server runs there');
    check_loaded($report);
    is_deeply($report->{quirks}, ['quirk 10ec:8139 revision=0x10 (device says 0x20)'], 'and the quirk');
    cmp_ok($report->{servers}, '>=', 16, 'and how many servers are up');
    cmp_ok($report->{port_lines}, '<=', 60, 'and how many lines the port has, at most 60');
    cmp_ok($report->{port_lines}, '>', 0, 'its manifest at least');
    is(scalar @{$report->{reuse}}, 2, 'and the reuse of two files');
    for my $reuse (@{$report->{reuse}}) {
        for my $count ('code', 'all') {
            is_deeply([sort keys %{$reuse->{$count}}],
                [qw(adapted_by_hand adapted_by_patch dropped new unmodified)], "$reuse->{file}: $count");
        }
    }
    for my $line ('placement +kernel\n +domain kernel +console .*nic .*tcp', '8139too.c',
        'quirks .*revision=0x10', 'ping +10 sent, 10 received',
        'TCP into the guest .*16777216 bytes, verified', 'TCP out of the guest .*16777216 bytes, verified') {
        like($out, qr/$line/, "the table has $line");
    }
};

# The same server files in every placement: only the domains differ.
my %domains = (
    kernel => {},
    driver => { nic => 'driver' },
    each => { nic => 'driver', map { $_ => $_ } qw(ethernet ip icmp udp tcp) },
);
my %digests;
for my $placement (sort keys %domains) {
    subtest "without GRUB, over user-mode networking, placement $placement" => sub {
        ($code, $out, $err) = run('boot', 'demo', '--direct', '--traffic', '--network=user',
            "--placement=$placement", "--json=$folder/report.json");
        is($code, 0, 'all traffic is verified') or diag($err);
        my $report = eval { decode_json(path("$folder/report.json")->slurp_raw) } // {};
        check_traffic($report);
        is($report->{placement}, $placement, 'the placement is told');
        is_deeply({ map { $_->{name} => $_->{domain} } grep { $_->{domain} ne 'kernel' } @{$report->{loaded}} },
            $domains{$placement}, 'and where each server ran');
        like($out, qr/^  domain \Q$_\E +.*\b(?:$_|nic)\b/m, "domain $_ is in the table")
            for values %{$domains{$placement}};
        check_loaded($report);
        $digests{$placement} = join "\n", map { "$_->{name} $_->{sha256}" } @{$report->{loaded}};
    };
}
is($digests{$_}, $digests{kernel}, "placement $_ had the same files, byte for byte") for qw(driver each);

done_testing;
