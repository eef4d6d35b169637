#!/usr/bin/perl
# SPDX-License-Identifier: GPL-2.0-only
# Pagers that refuse, lie, die, or go while they are asked (rules M9, M11), with pager and client in the
# kernel's domain and in user mode: the access fails, the client ends and its caller gets a failed
# call, and nothing else does.
use strict;
use warnings;
use lib 'tests/harness';
use Guest;
use SystemTest;
use Test::More;

my ($lines, $status) = SystemTest::boot(<<'END', servers => ['lies'], until => qr/^lies: done$/,
lies = lies(module(liar), module(mapper), module(copy_on_write), servers, memory, threads, log)
END
    modules => { map { $_ => SystemTest::server_file($_) } qw(liar mapper copy_on_write) });
my $console = join "\n", @$lines;
like($console, qr/^lies: done$/m, 'the trial came to its end') or diag(Guest::last_lines($lines));
unlike($console, qr/^lies: failed/m, 'nothing else failed');
my ($before, $after) = map { $console =~ /^lies: $_: (.*)$/m ? $1 : '' } qw(before after);
like($before, qr/^\d+ references, \d+ objects, \d+ bytes free$/, 'what is in use is told');
is($after, $before, 'everything that was used is free again');

# The last line of each trial, by lie, pager's domain and client's.
my %said = map { /^lies: (\w+), pager in (\w+), client in (\w+): (.*)$/ ? ("$1 $2 $3" => $4) : () } @$lines;

# What is expected where the client fails: why, how often the pager was asked, whether it wrote,
# and why the pager itself ended.
my %failures = (
    refuses => [ 'pager `liar`, offset 0x1000, fails with -5', 1 ],
    gives_nothing => [ 'pager `liar`, offset 0x1000, answers without memory', 1 ],
    gives_a_forged_reference => [ 'pager `liar`, offset 0x1000, fails with -1001', 1 ],
    gives_a_released_reference => [ 'pager `liar`, offset 0x1000, fails with -1001', 1 ],
    gives_its_component =>
        [ q{pager `liar`, offset 0x1000, answers with what is neither memory of the kernel's nor a pager}, 1 ],
    gives_another_interface =>
        [ q{pager `liar`, offset 0x1000, answers with what is neither memory of the kernel's nor a pager}, 1 ],
    says_an_odd_offset => [ q{pager `liar`, offset 0x1000, answers with offset 0x1064, which is not a page's}, 1 ],
    says_a_far_offset =>
        [ 'pager `liar`, offset 0x4000, answers there with memory of 16384 bytes, no whole page', 1 ],
    says_a_wrapping_offset =>
        [ 'pager `liar`, offset 0xfffff000, answers there with memory of 16384 bytes, no whole page', 1 ],
    gives_a_read_only_page => [ 'pager `liar`, offset 0x1000, answers a write with a read-only page', 1, 'write' ],
    goes_round_in_a_circle => [ 'pager `liar`, offset 0x1000, is redirected to by too many', 8 ],
    needs_itself => [ 'pager `liar`, offset 0x1000, fails with -1004', 0, undef,
        qr/^server liar \(domain \w+\): read of 0x[0-9a-f]+: pager `liar`, offset 0x1000, fails with -28/ ],
    dies => [ 'pager `liar`, offset 0x1000, fails with -1004', 0, undef,
        qr/^server liar \(domain liar\): page fault: write of 0x00000000 at liar / ],
    lets_it_be_unmapped => [ 'it was unmapped meanwhile', 1 ],
    is_gone => [ 'pager `(gone)`, offset 0x1000, fails with -1004', 0 ],
    # What the client maps is a copy on write of it; the server that copies is what fails.
    shrinks => [ 'pager `copier`, offset 0x1000, fails with -1004', 0, 'write' ],
);

# What a server of the kernel's domain cannot do without taking the kernel along.
my %impossible = map { $_ => 1 } 'dies kernel kernel', 'dies kernel user',
    'lets_the_client_be_killed kernel kernel', 'lets_the_client_be_killed user kernel';

for my $pager (qw(kernel user)) {
    for my $client (qw(kernel user)) {
        subtest "pager in $pager, client in $client" => sub {
            my $get = sub { $said{"$_[0] $pager $client"} // 'nothing was said' };
            is($get->('honest'), 'map 0, call 0, value 600d 1234, faults 1, client: ; pager: ', 'an honest one is believed');
            is($get->('slow'), 'map 0, call 0, value 600d 600d, faults 2, client: ; pager: ',
                'two threads that fault at once see the same page');
            like($get->($_), qr/^map -1003, call 0, .*, client: ; pager: $/, "one that $_ is not mapped")
                for qw(has_an_odd_size has_no_size is_too_large);
            for my $lie (sort keys %failures) {
                next if $impossible{"$lie $pager $client"};
                my ($why, $faults, $write, $pager_end) = @{ $failures{$lie} };
                my $domain = $client eq 'user' ? 'client' : 'kernel';
                # In the kernel's domain the client goes on, with a page of zeros that it can write to.
                my $value = $client eq 'user' ? '1234' : $write ? '600d' : '0';
                my $access = $why =~ /^it was/ ? 'read' : $write // 'read';
                my $place = $client eq 'user' ? ', at client \+ 0x[0-9a-f]+' : '';
                my $end = $pager_end // qr/^$/;
                my ($said, $pager_said) = $get->($lie) =~ /^(.*); pager: (.*)$/;
                like($said // '', qr/^map 0, call -1004, value $value 1234, faults $faults, client: server client \(domain $domain\): $access of 0x[0-9a-f]+: \Q$why\E$place$/,
                    "one that $lie fails the access");
                like($pager_said // 'nothing', $end, "one that $lie: what the pager ended by");
            }
            like($get->('lets_the_client_be_killed'), qr/, call -1004, .* client: server client \(domain client\): killed; pager: $/,
                'a client that is killed while its pager is asked')
                unless $impossible{"lets_the_client_be_killed $pager $client"};
        };
    }
}

is(scalar(grep { /^lies: shrinks, copied in \w+: copier: server copier \(domain \w+\): read of 0x[0-9a-f]+: pager `copier`, offset 0x1000, redirects there in a pager of 4096 bytes/ } @$lines), 8,
    'one whose size shrinks does not have its copies read beyond their mapping');

done_testing();
