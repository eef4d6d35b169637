#!/usr/bin/perl
# SPDX-License-Identifier: GPL-2.0-only
# A second port: nothing that measures one against Linux knows the first by name or by its card. The port
# is made here, in a project that is a copy in all else, of the reference port's server file and a
# manifest that says other things.
use strict;
use warnings;
use Cwd 'abs_path';
use File::Copy 'copy';
use File::Temp 'tempdir';
use JSON::PP;
use Path::Tiny;
use Test::More;

my $time_limit = 900;    # in seconds; a hang detector, not a performance target
my $root = tempdir(CLEANUP => 1);

# Makes links in `$root/$folder` to what stands in that folder here, but for `without`.
sub link_folder {
    my ($folder, @without) = @_;
    mkdir "$root/$folder";
    for my $path (glob "$folder/*") {
        my ($name) = $path =~ m{([^/]+)$};
        next if grep { $_ eq $name } @without;
        symlink abs_path($path), "$root/$folder/$name" or BAIL_OUT("$path: $!");
    }
}

link_folder('.', qw(build ported));
link_folder('build', qw(slipway servers images linux-i386));
link_folder('build/servers');
mkdir "$root/ported";
mkdir "$root/ported/other";
copy('build/slipway', "$root/build/slipway") or BAIL_OUT("build/slipway: $!");
chmod 0755, "$root/build/slipway";
symlink abs_path("build/servers/rtl8139.$_"), "$root/build/servers/other.$_" for qw(server elf);

my $manifest = JSON::PP->new->decode(path('ported/rtl8139/manifest.json')->slurp_raw);
$manifest->{name} = 'other';
my $native = $manifest->{native};
@$native{qw(window grant mbit)} = (8760, 3, 20);
$native->{targets} = [ { placement => 'kernel', ratio => 'instructions', at_most => 7 } ];

sub write_manifest {
    open my $file, '>', "$root/ported/other/manifest.json" or BAIL_OUT("manifest.json: $!");
    print $file JSON::PP->new->encode($manifest);
    close $file;
}

# What is planned comes out of its manifest.
write_manifest();
my $plan = `$root/build/slipway bench other --against=linux --dry-run --workloads='rr,1;tcp_in_paced,5'`;
is($?, 0, 'a port of another name is planned');
unlike($plan, qr/network-rtl8139/, 'without a word of the reference port');
is(scalar(() = $plan =~ / slipway\.window=8760 slipway\.grant=3 /g), 2, "Linux's window and grant");
like($plan, qr/interval=2850,/, 'its pace begins where window and rate lead');

# It is measured as the manifest says.
system("timeout $time_limit $root/build/slipway bench other --against=linux --runs=1 --json=$root/rows.json "
    . "--workloads='tcp_in,200000;udp_in,1518,100' >$root/said 2>$root/errors");
is($?, 0, 'it is measured') or diag(path("$root/errors")->slurp_raw);
my ($row, $datagrams) = @{ JSON::PP->new->decode(path("$root/rows.json")->slurp_raw) };
is("$row->{driver} $datagrams->{driver}", 'other other', 'its rows have its name');
is_deeply([ map { "$_->{of} $_->{limit} $_->{target}" } @{ $row->{targets} } ],
    ['instructions_ratio at most 7'],
    'its targets are judged, and no others');
like(path("$root/build/results/console-linux.log")->slurp_raw, qr/receive buffer 8760 of TCP/,
    "Linux has its window");
like(path("$root/build/images/network-other.system")->slurp_raw, qr/^tcp .*\{ window=8760 \}$/m,
    'and so has our TCP');
like(path("$root/build/images/network-other.system")->slurp_raw, qr/^    grant 3$/m,
    'and the datagrams that may be under way');
is($datagrams->{runs}[$_]{lost}, 0, 'of which none is lost') for 0, 1;

# What is wrong with it is told with file, key, and what to do.
$native->{window} = 'large';
write_manifest();
my $said = `$root/build/slipway bench other --dry-run 2>&1`;
is($? >> 8, 2, 'a faulty manifest is wrong usage');
is($said, "error: ported/other/manifest.json: native.window: expected a whole number from 2920 to 256960\n"
    . "help: tools/slipway/convert/manifest.h describes the format\n", 'with file, key and what was expected');
delete $manifest->{native};
write_manifest();
$said = `$root/build/slipway bench other --against=linux --dry-run 2>&1`;
isnt($? >> 8, 0, 'a port without a native counterpart is not measured');
like($said, qr/^error: ported\/other\/manifest\.json: native: .*no native counterpart.*\nhelp: /m, 'and why');

done_testing();
