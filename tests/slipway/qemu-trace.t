#!/usr/bin/perl
# SPDX-License-Identifier: GPL-2.0-only
# slipway trace: the file is what the Perfetto and Chrome viewers want (Trace Event Format), says
# who called what with what, in each placement, and its clock leaves tracing itself out.
use strict;
use warnings;
use Test::More;
use File::Temp 'tempdir';
use JSON::PP;

my $time_limit = 900;    # in seconds; a hang detector, not a performance target
my $folder = tempdir(CLEANUP => 1);

sub trace {
    my ($name, @arguments) = @_;
    my $path = "$folder/$name.json";
    is(system('timeout', $time_limit, 'build/slipway', 'trace', @arguments, '--limit=600', "--output=$path",
        "--json=$path.summary"), 0, "$name: a trace is written");
    open my $file, '<:raw', $path or BAIL_OUT("$path: $!");
    local $/;
    return JSON::PP->new->decode(<$file>);
}

# The calls, by start; those of one thread must lie inside each other or apart.
sub calls_of {
    my ($name, $trace) = @_;
    my @calls = sort { $a->{ts} <=> $b->{ts} || $b->{dur} <=> $a->{dur} }
        grep { $_->{ph} eq 'X' && $_->{cat} ne 'running' } @{ $trace->{traceEvents} };
    my (%open, @bad);
    for my $call (@calls) {
        my $stack = $open{ $call->{tid} } //= [];
        pop @$stack while @$stack && $stack->[-1] <= $call->{ts} + 1e-6;
        my $end = $call->{ts} + $call->{dur};
        push @bad, $call if @$stack && $end > $stack->[-1] + 1e-6;
        push @$stack, $end;
    }
    is(scalar @bad, 0, "$name: calls lie inside each other or apart") or diag(explain($bad[0]));
    ok(!(grep { $_->{args}{instructions} > 1000 * $_->{dur} + 0.5 } @calls),
        "$name: no call executes more than its time");
    return @calls;
}

sub find {
    my ($calls, $server, $function) = @_;
    return grep { $_->{cat} eq $server && $_->{name} eq $function } @$calls;
}

sub inside {
    my ($inner, $outer) = @_;
    return $inner->{tid} == $outer->{tid} && $inner->{ts} > $outer->{ts}
        && $inner->{ts} + $inner->{dur} < $outer->{ts} + $outer->{dur};
}

# The demonstration pings its gateway: each request passes from the ping server to the driver.
for my $placement (qw(kernel driver each)) {
    my $trace = trace("demo-$placement", 'demo', qw(nic ethernet ip icmp console),
        "--placement=$placement", '--until=ping: sent');
    my @calls = calls_of($placement, $trace);
    my %threads = map { $_->{args}{name} => $_->{tid} }
        grep { $_->{ph} eq 'M' && $_->{name} eq 'thread_name' } @{ $trace->{traceEvents} };

    my ($configure) = find(\@calls, 'ethernet', 'Ethernet.configure');
    is($configure->{args}{caller}, 'ip', "$placement: the caller is known by its server's name");
    is($configure->{args}{'u32 address'}, unpack('V', pack 'C4', 10, 0, 2, 15),
        "$placement: a scalar argument");
    is($configure->{args}{'status result'}, 0, "$placement: a result");
    is($configure->{tid}, $threads{main}, "$placement: on the thread that started the system");

    my ($link) = find(\@calls, 'nic', 'NetworkDevice.getLinkSettings');
    is($link->{args}{'out u32 speed'}, 100, "$placement: an out parameter");
    my ($start) = find(\@calls, 'nic', 'NetworkDevice.start');
    like($start->{args}{'ref PacketQueue received'}, qr/^packets 0x\w+$/,
        "$placement: a reference, and whose object it is");

    my @sent = find(\@calls, 'ip', 'Ip.output');
    is(scalar(grep { $_->{args}{caller} eq 'icmp' } @sent), 10, "$placement: ten requests go down");
    my ($down) = find(\@calls, 'ethernet', 'Ethernet.output');
    ok((grep { inside($down, $_) } @sent), "$placement: a call that a call makes lies inside of it");
    like($down->{args}{'move ref Packet packet'}, qr/^packets 0x/, "$placement: with the packet that moves");
    is(scalar(find(\@calls, 'icmp', 'IpReceiver.receive')), 10, "$placement: ten answers come up");
    my $line = '26 bytes: "ping: sent=10 received=10\x0a"';
    is(scalar(grep { $_->{args}{'in mem text'} eq $line } find(\@calls, 'console', 'Log.write')), 1,
        "$placement: what a block has in it");
    is((find(\@calls, 'nic', 'InterruptHandler.handle'))[0]{tid}, $threads{'interrupt 11'},
        "$placement: the driver's handler runs on the thread of its line");
}

# The clock leaves tracing out: calls to a traced server take, in the trace, what the same calls to
# another server take without it, which their caller counts.
my $trace = trace('clock', 'tools/bench/trace.system');
my @calls = calls_of('clock', $trace);
open my $console, '<', 'build/results/console-trace.log' or BAIL_OUT("console-trace.log: $!");
my %plain = map { /^bench: plain (\w+) (\d+) (\d+)/ ? ($1 => $2 / $3) : () } <$console>;
for my $pair ([ null => 'Target.nothing' ], [ lend => 'Target.lend' ], [ take_1k => 'Target.take' ]) {
    my ($operation, $function) = @$pair;
    my @starts = map { 1000 * $_->{ts} } find(\@calls, 'traced', $function);
    my @apart = sort { $a <=> $b } map { $starts[$_] - $starts[$_ - 1] } 1 .. $#starts;
    is(scalar @starts, 4096, "clock: all calls of $function are there");
    cmp_ok(abs($apart[@apart / 2] - $plain{$operation}), '<', 4,
        "clock: they take what they take untraced ($apart[@apart / 2] and $plain{$operation} instructions)");
}

# Servers that end: their calls end too, in the trace as well.
my $endings = trace('endings', 'tests/servers/ending.system', '--until=user: done');
my @ended = find([ calls_of('endings', $endings) ], 'fragile', 'Runnable.run');
is_deeply([ map { $_->{args}{call} } @ended ], [ -1004, -1004 ], 'endings: both calls failed with E_GONE');
ok(!(grep { $_->{args}{unfinished} } @ended), 'endings: none was left in progress');

my $errors = `build/slipway trace demo nic nosuch 2>&1 >/dev/null`;
is($? >> 8, 2, 'a server that the system does not have is wrong usage');
like($errors, qr{^error: systems/demo\.system: there is no server `nosuch`, which the boot module `trace` names\nhelp: name}m,
    'and is named');
$errors = `build/slipway trace demo 2>&1 >/dev/null`;
is($? >> 8, 2, 'a trace of nothing is wrong usage');
like($errors, qr{^error: systems/demo\.system: no server is traced: .*\nhelp: name servers}m, 'and what to do is told');
my $plan = `build/slipway trace demo nic ip --placement=each --dry-run`;
like($plan, qr/^qemu-system-i386 .*isa-debugcon,iobase=0xe9/m, 'the command is told');
is_deeply([ $plan =~ /^echo (.*) > (\S+)$/mg ],
    [ 'each', 'build/images/demo-each.placement', 'nic ip', 'build/images/demo.traced' ], 'and what is written before');

done_testing();
