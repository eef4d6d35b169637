#!/usr/bin/perl
# SPDX-License-Identifier: GPL-2.0-only
# The ported RTL-8139 driver in the machine: it finds its card, takes its settings (Linux's module
# parameters), reaches its registers as memory and as ports, and refuses the card that is not its own.
# The systems are variations of the demonstration's.
use strict;
use warnings;
use lib 'tests/harness';
use SystemTest;
use Test::More;

my @card = ('-nic', 'user,model=rtl8139,mac=52:54:00:ab:cd:ef');

open(my $file, '<', 'systems/demo.system') or BAIL_OUT("systems/demo.system: $!");
my $demo = do { local $/; <$file> };
close $file;

# Boots the demonstration, changed by a function, until a line of the console matches.
sub boot {
    my ($until, $change) = @_;
    local $_ = $demo;
    $change->() if $change;
    my %servers = map { $_ => 1 } /^\w+\s*=\s*(\w+)\(/mg;
    my ($lines, $status) = SystemTest::boot($_, servers => [keys %servers], options => \@card,
        until => $until);
    return (join("\n", @$lines), $status);
}

# The demonstration with these settings for the driver.
sub set {
    my ($settings) = @_;
    return sub {
        s/^(nic\s*=\s*rtl8139\(.*\))$/$1 { $settings }/m or BAIL_OUT('demo.system has no such card');
    };
}

subtest 'registers as memory' => sub {
    my ($console) = boot(qr/^ping: sent/);
    like($console, qr/^8139too: 8139too Fast Ethernet driver/m, 'the driver is constructed');
    like($console,
        qr/^8139too 0000:00:\w\w\.0 eth0: RealTek RTL8139 at 0x[1-9a-f]\w{7}, 52:54:00:ab:cd:ef, IRQ \d+$/m,
        'it mapped the registers and read the address');
    like($console, qr/^8139too 0000:00:\w\w\.0 eth0: link up, 100Mbps, full-duplex/m, 'mii.c found the link');
    like($console, qr/^ping: sent=(\d+) received=\1$/m, 'frames go and come') or diag($console);
};

subtest 'settings: registers as ports, forced duplex, message level' => sub {
    my ($console) = boot(qr/^ping: sent/, set('use_io = 1; media = 0x11; full_duplex = 1,0; debug = 16'));
    like($console, qr/ eth0: RealTek RTL8139 at 0x7000\w{4}, /m, 'use_io (bool): ports');
    like($console, qr/ eth0:   Forcing 10Mbps full-duplex operation$/m, 'media (array): the first card\'s');
    like($console, qr/ eth0: Media type forced to Full Duplex$/m, 'full_duplex (array)');
    like($console, qr/^ping: sent=(\d+) received=\1$/m, 'frames go and come') or diag($console);
};

subtest 'a setting that is no value of its type' => sub {
    my ($console, $status) = boot(qr/servers up/, set('use_io = perhaps'));
    like($console, qr/use_io.*perhaps/, 'is named');
    like($console, qr/^system:\d+:\d+: `nic` \(rtl8139\) did not start: E_INVAL/m, 'and refused');
    is($status, 1, 'the machine stops');
};

subtest 'without the quirk' => sub {
    my ($console, $status) = boot(qr/servers up/, sub { s/^\s*quirk .*\n//mg });
    like($console, qr/^8139too 0000:00:\w\w\.0: This .* is an enhanced 8139C\+ chip, use 8139cp$/m,
        'the driver says why');
    like($console, qr/^system:\d+:\d+: `nic` \(rtl8139\) did not start: E_NODEV/m,
        'what its probe returned arrives');
    is($status, 1, 'the machine stops');
};

subtest 'with another card' => sub {
    my ($console, $status) = boot(qr/servers up/, sub {
        s/10ec:8139\)/8086:100e)/ or BAIL_OUT('demo.system has no such card');
        @card = ('-nic', 'user,model=e1000');
    });
    like($console, qr/8086:100e/, 'its ids are named');
    like($console, qr/^system:\d+:\d+: `nic` \(rtl8139\) did not start: E_NODEV/m, 'it is refused');
    is($status, 1, 'the machine stops');
};

done_testing();
