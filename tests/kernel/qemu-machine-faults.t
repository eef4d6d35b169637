#!/usr/bin/perl
# SPDX-License-Identifier: GPL-2.0-only
# A fault in the kernel's domain is reported and stops the machine (tests/kernel/machine_fault.c
# makes them; the boot module's name says which).
use strict;
use warnings;
use lib 'tests/harness';
use Guest;
use Test::More;

my $no_module = 'kernel/kernel.ld';     # a module's name says what to do; its contents do not matter

sub boot {
    return Guest::run('build/tests/machine.elf', limit => 900, @_);
}

# By fault: what the report must contain.
my %expected = (
    'read-null' => [
        qr/^kernel exception 14: page fault$/m,
        qr/^  at 0x\w{8}  server pretended \+ 0x\w+$/m,
        qr/^  read of 0x00000004, which is not mapped$/m,
        qr/^  thread read-null \(priority 4\)$/m,
        qr/^  eax \w{8} ebx \w{8} ecx \w{8} edx \w{8}$/m,
        qr/^  stack at 0x\w{8}:\n    \w{8}( \w{8}){2,7}\n/m,
        qr/^  code addresses on it:\n    0x\w{8}  kernel$/m,
    ],
    'call-null'  => [qr/^kernel exception 14: page fault$/m, qr/^  at 0x00000000$/m],
    'overflow'   => [qr/^kernel exception 8: double fault$/m,
        qr/^  kernel stack overflow in thread overflow$/m,
        qr/^  code addresses on it:\n(    0x\w{8}  kernel\n){3,}/m],
    'skip-stack' => [qr/^kernel exception 14: page fault$/m,
        qr/^  kernel stack overflow in thread skip-stack$/m],
    'use-fpu'    => [qr/^kernel exception 7: FPU not available$/m],
    'free-twice' => [qr/^kernel panic: heap_free\(0xc\w+\): not allocated$/m],
    'free-wild'  => [qr/^kernel panic: heap_free\(0xc\w+\): not allocated$/m],
    'panic'      => [qr/^kernel panic: the answer is 42$/m, qr/^  thread panic \(priority 4\)$/m],
);

for my $fault (sort keys %expected) {
    my ($lines, $status) = boot(modules => { $fault => $no_module });
    my $text = join("\n", @$lines) . "\n";
    is($status, Guest::PANIC, "$fault: the machine stopped") or diag(Guest::last_lines($lines));
    like($text, $_, "$fault: the report says it") for @{ $expected{$fault} };
}

my ($lines, $status) = boot(modules => { 'no-such-fault' => $no_module });
is($status, Guest::FAILED, 'a system that does not start stops the machine with 1');
like($lines->[-1], qr/^kernel: the system did not start$/, 'and says so');

($lines, $status) = boot(options => [ '-cpu', 'qemu32,-sep' ]);
is($status, Guest::FAILED, 'a processor without sysenter stops the machine with 1');
like($lines->[-1], qr/^kernel: this processor lacks .*sysenter/, 'and the kernel says so');

done_testing();
