#!/usr/bin/perl
# SPDX-License-Identifier: GPL-2.0-only
# What the loader does when a server in user mode ends (rule M11): it says so, loads it again if
# the description says `restart`, and tells those that depend on it.
use strict;
use warnings;
use lib 'tests/harness';
use SystemTest;
use Test::More;

my @servers = qw(tally fragile dependent idler packets garbage);

# Boots a description until a line matches; returns the console.
sub boot {
    my ($description, $until, %more) = @_;
    my ($lines, $status) = SystemTest::boot($description,
        servers => [qw(tally fragile dependent idler packets misshapen)], until => $until, %more);
    return wantarray ? (join("\n", @$lines), $status) : join "\n", @$lines;
}

sub like_all {
    my ($console, %expected) = @_;
    my $good = 1;
    $good &= like($console, $expected{$_}, $_) for sort keys %expected;
    diag($console) unless $good;
}

# The lines of a console in which a server or the loader speaks of `name`.
sub told_of {
    my ($console, $name) = @_;
    return grep { /^system: $name\b(?! = )/ || /^$name:/ } split /\n/, $console;
}

subtest 'a server and an object of it are replaced, three times' => sub {
    my $console = boot(<<'END', qr/^user: (?:done|was not told)/);
fragile = fragile(-) in box restart { end=abort }
idler   = idler(fragile)
user    = dependent(fragile, fragile.part, threads, log) { name=user; rounds=3 }
END
    my ($call) = $console =~ /^user: its call returned (-\d+)$/m;
    is_deeply([ grep { !/has ended/ } told_of($console, 'user') ],
        [ ("user: its call returned $call", 'user: has a new supplier', 'user: has a new part',
           'user: the new part answers 0') x 3, 'user: done' ], 'the dependent') or diag($console);
    my @told = told_of($console, 'fragile');
    is(scalar(grep { /^system: fragile has ended: server fragile \(domain box\): .*as told/ } @told), 3,
        'each end is told, with its reason') or diag($console);
    is_deeply([ grep { /again/ } @told ], [ map { "system: fragile is up again, restart $_" } 1 .. 3 ],
        'and each new start');
    like($console, qr/^system:2:17: `idler` \(idler\), reference `other` \(Runnable\): `fragile` is new, and a server that does not implement Dependent cannot go on with it$/m,
        'and who cannot go on');
};

for my $end (qw(abort divide wild deep loop)) {
    my $console = boot(<<"END", qr/^user: (?:done|was not told)/);
domain box { budget=20 }
fragile = fragile(-) in box restart { end=$end }
user    = dependent(fragile, -, threads, log) { name=user; rounds=2 }
END
    like($console, qr/^user: done$/m, "an end by $end is noticed, and the call returns") or diag($console);
}

subtest 'a server that has a Dependent of its own making' => sub {
    my $console = boot(<<'END', qr/^user: (?:done|was not told)/);
fragile = fragile(-) in box restart { end=abort }
bad     = misshapen(fragile) in bad
user    = dependent(fragile, -, threads, log) { name=user; rounds=2 }
END
    my $place = qr/^system:2:21: `bad` \(misshapen\), reference `other` \(Runnable\): /m;
    my $names = qr/interface Dependent, function replace, parameter reference: /;
    is(() = $console =~ /$place$names.*`loader` says ref any, .*`bad` says out mem\[4096\]$/mg, 2,
        'is refused, each time') or diag($console);
    like($console, qr/^user: done$/m, 'and the loader goes on');
};

# An object is opened anew each time, and may be another one.
for my $placement ('in user', '') {
    my $console = boot(<<"END", qr/^user: (?:done|was not told)/);
tally   = tally()
fragile = fragile(tally) in box restart { end=abort; other=1 }
user    = dependent(fragile, fragile.part, threads, log) $placement { name=user; rounds=1; wait=2000 }
END
    my ($place, $names) = (qr/^system:3:30: `user` \(dependent\), reference `part` \(Runnable\): /m,
        qr/interface Runnable: server `user` says Runnable, server `fragile` says Supervised$/m);
    like($console, qr/$place$names/m, "a new object of another interface is refused, server $placement")
        or diag($console);
    like($console, qr/^user: has a new supplier$/m, 'the right one is not');
}

subtest 'without the word' => sub {
    my $console = boot(<<'END', qr/^user: (?:done|was not told)/);
fragile = fragile(-) in box { end=abort }
user    = dependent(fragile, -, threads, log) { name=user; rounds=1; wait=1000 }
END
    like_all($console, 'the end is told' => qr/^system: fragile has ended: /m,
        'calls go on to fail' => qr/^user: was not told of another, and a call returns -\d+$/m);
    unlike($console, qr/up again/, 'and nothing else happens');
};

subtest 'attempts that fail' => sub {
    my $console = boot(<<'END', qr/^user: (?:done|was not told)/);
tally   = tally()
fragile = fragile(tally) in box restart { end=abort; fail=2-3 }
user    = dependent(fragile, -, threads, log) { name=user; rounds=1 }
END
    is_deeply([ grep { !/has ended/ } told_of($console, 'fragile') ],
        [ 'system: fragile: attempt 2 of 6 in 10 ms', 'system: fragile: attempt 3 of 6 in 40 ms',
          'system: fragile is up again, restart 1' ], 'are made again') or diag($console);
    is(() = $console =~ /^system:2:1: `fragile` \(fragile\) did not start: E_IO: /mg, 2, 'and are told');
    like($console, qr/^user: done$/m, 'until one succeeds');
};

subtest 'lives that are short' => sub {
    my $console = boot(<<'END', qr/^user: (?:done|was not told)/);
fragile = fragile(-) in box restart { end=abort }
user    = dependent(fragile, -, threads, log) { name=user; rounds=19 }
END
    my ($ended, $pause) = map { qr/$_/ } 'system: fragile has ended \d+ times within a second',
        'it is started in (\d+) ms';
    like($console, qr/^user: done$/m, 'a server that ends at once is started each time') or diag($console);
    is_deeply([ $console =~ /^$ended: $pause$/mg ], [ 10, 20, 40 ], 'after a while with pauses that grow')
        or diag($console);
};

subtest 'attempts that all fail' => sub {
    my $console = boot(<<'END', qr/^user: (?:done|was not told)/);
tally   = tally()
fragile = fragile(tally) in box restart { end=abort; fail=2-9 }
user    = dependent(fragile, -, threads, log) { name=user; rounds=1; wait=5000 }
END
    like($console, qr/^system: fragile stays down after 6 attempts$/m, 'come to an end') or diag($console);
    like($console, qr/^user: was not told of another, and a call returns -\d+$/m, 'as calls do');
};

subtest 'servers of one domain end together' => sub {
    my $console = boot(<<'END', qr/^system: first is up again/);
fragile = fragile(-) in box restart { end=divide }
first   = dependent(fragile, -, threads, log) in box restart { name=first; rounds=0 }
second  = dependent(fragile, -, threads, log) { name=second; rounds=1 }
END
    like_all($console,
        'each end is told' => qr/^system: first has ended: server fragile \(domain box\): divide error/m,
        'each is started again' => qr/^system: first is up again, restart 1$/m,
        'and so is the culprit' => qr/^system: fragile is up again, restart 1$/m,
        'who is outside goes on' => qr/^second: has a new supplier$/m);
};

subtest 'the same file in both placements (M10)' => sub {
    my $console = boot(<<'END', qr/servers up$/);
one   = packets(memory, log) { count=8 }
other = packets(memory, log) in box { count=8 }
third = packets(memory, log) in box { count=8 }
END
    like_all($console, map { ("$_->[0] is the file on the disk, in $_->[1]" =>
        qr/^system: $_->[0] = \Q@{[ SystemTest::loaded('packets', $_->[1]) ]}\E$/m) }
        ['one', 'kernel'], ['other', 'box'], ['third', 'box']);
};

subtest 'a placement' => sub {
    my $description = <<'END';
one = packets(memory, log) { count=8 }
two = packets(memory, log) in box { count=8 }
placement swapped { one in box; two in kernel }
END
    my %domains = ('' => [qw(kernel box)], kernel => [qw(kernel kernel)], swapped => [qw(box kernel)]);
    for my $placement (sort keys %domains) {
        my $console = boot($description, qr/servers up$/, $placement ? (placement => $placement) : ());
        is_deeply([ $console =~ /^system: \w+ = packets in (\w+),/mg ], $domains{$placement},
            "placement `$placement`") or diag($console);
    }
};

subtest 'a broken file in a domain' => sub {
    my ($console, $status) = boot("x = garbage() in box\n", qr/servers up$/,
        modules => { garbage => 'tests/harness/SystemTest.pm' });
    like($console, qr/^system:1:1: `x` \(garbage\) was not loaded: E_NOEXEC: server file: e_ident/m, 'is told');
    is($status, 1, 'and the machine stops');
};

subtest 'a constructor that fails in a domain' => sub {
    my ($console, $status) = boot("tally = tally()\nx = fragile(tally) in box { fail=1-1 }\n", qr/servers up$/);
    like($console, qr/^system:2:1: `x` \(fragile\) did not start: E_IO: server `x`: its constructor failed with -5/m,
        'is told');
    is($status, 1, 'and the machine stops');
};

done_testing();
