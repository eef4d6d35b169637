#!/usr/bin/perl
# SPDX-License-Identifier: GPL-2.0-only
# Pagers (rule M9) in QEMU: demand-zero and copy-on-write, with pagers and client in the kernel's
# domain and in user mode. The client counts faults, looks at contents, and at what is in use
# before and after.
use strict;
use warnings;
use lib 'tests/harness';
use Guest;
use SystemTest;
use Test::More;

# Two pages and a part of a third.
my $text = SystemTest::write_file(join '', map { "line $_ of what is copied on write\n" } 1 .. 270);

my @placements = (
    ['all in the kernel', 'kernel', 'kernel'],
    ['pagers in the kernel, client in user mode', 'kernel', 'client'],
    ['pagers in user mode, client in the kernel', 'pagers', 'kernel'],
    ['pagers and client in two domains', 'pagers', 'client'],
    ['pagers and client in one', 'pagers', 'pagers'],
);

for (@placements) {
    my ($name, $pagers, $client) = @$_;
    my ($lines, $status) = SystemTest::boot(<<"END", until => qr/servers up$/, modules => { text => $text },
zeros  = demand_zero(memory) in $pagers
copies = copy_on_write(memory) in $pagers
near   = bystander(memory) in kernel
far    = bystander(memory) in far
paging = paging(zeros, copies, module(text), memory, near, far, servers, log) in $client
END
        servers => [qw(demand_zero copy_on_write bystander paging)]);
    subtest $name => sub {
        for my $line (@$lines) {
            ok(!$1, $2) if $line =~ /^paging: (not )?ok (.*)/;
            diag($line) if $line =~ /^paging: note/;
        }
        my $console = join "\n", @$lines;
        is(scalar(grep { /^paging: this line stood in two pages$/ } @$lines), 2, 'a line came out of two pages');
        like($console, qr/^paging: done$/m, 'the client came to its end') or diag(Guest::last_lines($lines));
        like($console, qr/^system: 5 servers up$/m, 'the system is up') or diag(Guest::last_lines($lines));
    };
}

unlink $text;
done_testing();
