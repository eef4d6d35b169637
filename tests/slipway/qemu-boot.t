#!/usr/bin/perl
# SPDX-License-Identifier: GPL-2.0-only
# slipway boot: what it refuses, and that a guest that stops, hangs or never comes up fails
# the run, in time, with the end of the guest's console.
use strict;
use warnings;
use Path::Tiny;
use Test::More;
use File::Temp 'tempdir';
use Time::HiRes qw(sleep time);

my $folder = tempdir(CLEANUP => 1);
my $system = "$folder/console_only.system";

sub start {
    my $pid = fork // die "fork: $!";
    if (!$pid) {
        open STDOUT, '>', "$folder/stdout" or die;
        open STDERR, '>', "$folder/stderr" or die;
        exec 'build/slipway', 'boot', @_ or die;
    }
    return $pid;
}

# Runs slipway boot; returns exit code, standard output and standard error.
sub run {
    waitpid start(@_), 0;
    return ($? >> 8, path("$folder/stdout")->slurp_raw, path("$folder/stderr")->slurp_raw);
}

# The process that `pid` started whose program is QEMU, or 0.
sub qemu_of {
    my ($pid) = @_;
    for my $child (split ' ', path("/proc/$pid/task/$pid/children")->slurp_raw) {
        return $child if path("/proc/$child/comm")->slurp_raw =~ /^qemu-system/;
    }
    return 0;
}

path($system)->spew_raw("# one server\n"
    . "console = console(log, ports(0x3d4-0x3d5), registers(0xb8000-0xb8fff))\n");

my ($code, $out, $err) = run('nosuch');
is($code, 2, 'a system that does not exist is wrong usage');
like($err, qr{systems/nosuch\.system: no such system}, 'and is named');

($code, $out, $err) = run('--network=carrier-pigeon');
is($code, 2, 'a network that does not exist is wrong usage');
like($err, qr/carrier-pigeon: expected tap or user/, 'and is named');

($code, $out, $err) = run('--limit=soon');
is($code, 2, 'a limit that is no number is wrong usage');

($code, $out, $err) = run('--placement=eahc');
is($code, 2, 'a placement that does not exist is wrong usage');
like($err, qr{^error: --placement eahc: no such placement\nhelp: systems/demo\.system has kernel, driver, each$}m,
    'and those that there are are named');

($code, $out, $err) = run('--placement=driver', $system);
is($code, 2, 'so is one in a system that has none');
like($err, qr{console_only\.system has kernel$}m, 'except `kernel`');

($code, $out) = run('--help');
is($code, 0, '--help succeeds');
like($out, qr/--traffic/, 'and lists the options');

path("$folder/lacking.system")->spew_raw("x = no_such_server(memory)\n");
($code, $out, $err) = run("$folder/lacking.system");
is($code, 3, 'a server that is not built is refused before QEMU starts');
like($err, qr{build/servers/no_such_server\.server: not built}, 'and is named');

{
    local $ENV{PATH} = $folder;
    ($code, $out, $err) = run($system);
    is($code, 3, 'without the programs that it runs nothing begins');
    like($err, qr/^error: qemu-system-i386: .*\nhelp: make setup/m, 'and each is named');
    like($err, qr/^error: grub-mkrescue: /m, 'and so is what makes the image');
}

($code, $out) = run('--dry-run', '--network=user', $system);
is($code, 0, '--dry-run succeeds');
like($out, qr/^grub-mkrescue .*console_only\.iso/m, 'and prints how the image is made');
like($out, qr/^qemu-system-i386 -accel tcg .*-device rtl8139/m, 'and the QEMU line');

($code, $out) = run('--dry-run', '--network=user', '--placement=each', '--direct', 'demo');
is($code, 0, '--dry-run with a placement succeeds');
like($out, qr{^echo each > build/images/demo-each\.placement\nqemu-system-i386 .*build/images/demo-each\.placement placement,}m,
    'and prints where its name goes');

($code, $out, $err) = run('--network=user', '--placement=kernel', $system);
is($code, 0, 'by GRUB: all servers come up');
is($out, "console_only is up; its console is in build/results/console-console_only.log\n", 'which is told');
like(path('build/results/console-console_only.log')->slurp_raw, qr/^system: placement kernel\nsystem: 1 servers? up$/m,
    'as the console says, and the placement arrived');

($code, $out, $err) = run('--network=user', '--direct', '--until=never', '--limit=10', $system);
is($code, 1, 'a guest that does not say what is awaited fails the run');
like($err, qr/--until: .*"never"/, 'which names what was awaited');
like($err, qr/the guest's console ends:\n(?:.*\n)*system: 1 servers? up/, "and shows the guest's console");

my $pid = start('--network=user', '--direct', '--until=never', $system);
my $end = time + 60;
my $qemu = 0;
sleep 0.1 until ($qemu = qemu_of($pid)) || time > $end;
ok($qemu, 'QEMU runs as a process of its own');
kill KILL => $qemu if $qemu;
my $killed = time;
waitpid $pid, 0;
is($? >> 8, 1, 'a QEMU that is killed fails the run');
cmp_ok(time - $killed, '<', 30, 'at once, not at the time limit');
like(path("$folder/stderr")->slurp_raw, qr/QEMU ended before/, 'and is told');

path("$folder/broken.system")->spew_raw("console = console(log, memory, memory)\n");
($code, $out, $err) = run('--network=user', '--direct', "$folder/broken.system");
is($code, 1, 'a description that the loader refuses fails the run');
like($err, qr/system:1:/, "and the loader's message is shown");

done_testing;
