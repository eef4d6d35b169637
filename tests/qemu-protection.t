#!/usr/bin/perl
# SPDX-License-Identifier: GPL-2.0-only
# A server in user mode that attacks what is around it, in every way that it has (tests/servers/
# hostile): each attack ends as a call that fails or as the end of that server. The demonstration
# serves TCP meanwhile, from one connection that stays: every byte comes back as it was sent, while each
# attack goes on and after it.
use strict;
use warnings;
use lib 'tests';
use IO::Socket::INET;
use SystemTest;
use Test::More;

my $patience = 20;      # in seconds; a hang detector
my $block = 24 << 10;   # bytes of traffic that are on their way during an attack, and again after it

sub read_file {
    my ($path) = @_;
    open my $file, '<', $path or BAIL_OUT("$path: $!");
    local $/;
    return scalar <$file>;
}

# How each attack must end: a text that the reason begins with, or for those that do not end the
# server 'carried out', and that nothing was wrong with any attempt.
my @ends = (
    # Wild accesses
    (map { [ "read $_->[0]", qr/^page fault: read of $_->[1] at hostile / ] }
        ['null', '0x00000000'], ['nothing', '0x6fffe000'], ['the first page', '0x00000ffc'],
        ['above the user half', '0x70000000'], ['behind the user area', '0x80000000'], ['the kernel', '0xc0100000'],
        ['physical memory', '0xc0000000'], ['the window', '0xf0001000'], ['the task segment', '0xffc00f98'],
        ['the port bitmap', '0xffc01000'], ['the last word', '0xfffffffc'],
        ["a server of the kernel's domain", '0xc[0-9a-f]{7}'], ['another domain', '0x[0-6][0-9a-f]{7}']),
    (map { [ "write $_->[0]", qr/^page fault: write of $_->[1] at hostile / ] }
        ['null', '0x00000000'], ['the kernel', '0xc0100000'], ['the slots', '0xc0120000'],
        ['the window', '0xf0001000'], ['the handles', '0x7fc01230'], ['its own handle', '0x7fc[0-9a-f]{5}'],
        ['the stubs', '0x7fe00000'], [q{a stub's code}, '0x7fe01010'], ['the task segment', '0xffc00f98'],
        ['the port bitmap', '0xffc0100c'], ['its own code', '0x[0-6][0-9a-f]{7}'],
        ["a server of the kernel's domain", '0xc[0-9a-f]{7}'], ['another domain', '0x[0-6][0-9a-f]{7}']),
    (map { [ "jump $_->[0]", qr/^page fault: read of ($_->[1]) at \1$/ ] }
        ['to null', '0x00000000'], ['to nothing', '0x6fffe000'], ['into the kernel', '0xc0100000'],
        ['into the window', '0xf0001000'], ["into a server of the kernel's domain", '0xc[0-9a-f]{7}'],
        ['to the last byte', '0xffffffff'], ['into another domain', '0x[0-6][0-9a-f]{7}']),
    [ 'jump into the table of stubs', qr/^(?:general protection|page fault|invalid opcode)\b/ ],
    [ 'jump between two stubs', qr/^general protection at 0x7fe0100f$/ ],
    [ 'overrun the stack', qr/^stack overrun: write of 0x/ ],

    # What a call can carry that it should not
    (map { [ $_, 'carried out' ] } 'flags', 'segments', 'forged references', 'forged references passed',
        'stale references', 'function numbers', 'device registers', 'component', 'sizes', 'blocks', 'places',
        'a return out of a destruction', 'recursion', 'all references', 'all mappings', 'all memory',
        'all threads', 'all semaphores'),
    (map { [ "stack $_->[0]", qr/^page fault: read of $_->[1] at 0x7fe05000$/ ] }
        ['in the kernel', '0xc0100000'], ['in the window', '0xf0001ff0'], ['in the task segment', '0xffc00f98'],
        ['nowhere', '0x6fffe000'], ['at the end of the user half', '0x6ffffffc'],
        ['that wraps', '0xfffffffc'], ['in the first page', '0x00000008'], ['that is odd', '0xc0100001']),
    [ 'stack in the user area', qr/^page fault: / ],

    # Never coming back
    [ 'a loop', qr/^a call used more than its budget of 100 ms$/ ],
    [ 'loops at the highest priority', qr/^a call used more than its budget of 100 ms$/ ],
    [ 'a loop in a stub', qr/^a call used more than its budget of 100 ms$/ ],
    [ 'loops in a stub at the highest priority', qr/^a call used more than its budget of 100 ms$/ ],
    [ 'a sleep for ever', qr/^killed$/ ],
    [ 'giving up', qr/^gives up: as told$/ ],
    [ 'a destruction that faults', qr/^page fault: write of 0x00000000 at hostile / ],
);

# Attacks of many lives: how many there are, and how many of them end the server; undef: some.
my @many = (
    [ 'jump into the stubs', 32, undef ], [ 'jump to the ways back', 32, undef ], [ 'interrupts', 64, 64 ],
    [ 'interrupts beyond', 12, 12 ], [ 'ports of the PC', 128, 128 ], [ 'ports beyond', 126, 126 ],
    [ 'the last ports', 4, 4 ], [ 'ports written', 64, 64 ], [ 'foreign references', 3, 0 ],
    [ 'garbage in registers', 16, undef ], [ 'garbage in all registers', 300, undef ],
    [ 'returns with garbage', 50, 0 ],
);

# Instructions that are refused otherwise than by a general protection exception. QEMU lets iret
# set the flag VM, which a processor ignores.
my %other_exception = (
    nested_return => qr/^invalid task segment/, use_icebp => qr/^(?:debug|invalid opcode)/, use_step => qr/^debug/,
    use_undefined => qr/^invalid opcode/, use_locked => qr/^invalid opcode/, use_division => qr/^divide error/,
    use_overflow => qr/^(?:overflow|general protection)/, use_bound => qr/^bound range/,
    use_fpu => qr/^FPU not available/, use_sse => qr/^(?:invalid opcode|FPU not available)/,
    use_syscall => qr/^invalid opcode/, use_rsm => qr/^invalid opcode/,
    use_virtual_86 => qr/^(?:page fault|general protection)/,
    use_virtual_86_as_kernel => qr/^(?:page fault|general protection)/,
    use_virtual_86_without_interrupts => qr/^(?:page fault|general protection)/,
);

# Attack.answer(): what its caller gets.
my $nothing = 'text untouched, number 1234, reference none';
my %answers = (
    'an answer that is too long' => "answer -1003, $nothing", 'a negative answer' => "answer -5, $nothing",
    'a forged answer' => "answer -1001, $nothing", q{another's reference as an answer} => "answer -1002, $nothing",
    'a fault instead of an answer' => "answer -1004, $nothing",
    'a good answer' => 'answer 1, text xntouched, number 24589, reference given',
);

# The connection: what was sent and has not come back yet, and how much has.
package Traffic {
    sub new {
        my ($class, $port) = @_;
        my $self = bless { pending => '', served => 0, seed => 12345, wrong => '' }, $class;
        for (1 .. 50) {
            $self->{socket} = IO::Socket::INET->new(PeerAddr => '127.0.0.1', PeerPort => $port, Timeout => 5) and last;
            select undef, undef, undef, 0.1;
        }
        return $self;
    }

    sub send {
        my ($self, $bytes) = @_;
        my $seed = $self->{seed}++;
        my $text = pack 'N*', map { $seed = ($seed * 69069 + 1) & 0xffffffff } 1 .. $bytes / 4;
        $self->{pending} .= $text;
        $self->{socket} && syswrite $self->{socket}, $text;
    }

    # Reads all of it back. Returns how many bytes came back as they were sent.
    sub receive {
        my ($self) = @_;
        my $got = '';
        local $SIG{ALRM} = sub { close $self->{socket} if $self->{socket}; };
        alarm $patience;
        while ($self->{socket} && length $got < length $self->{pending}) {
            my $read = sysread $self->{socket}, $got, length($self->{pending}) - length $got, length $got;
            last unless $read;
        }
        alarm 0;
        my $right = $got eq $self->{pending};
        $self->{wrong} ||= 'after ' . $self->{served} . ' bytes' unless $right;
        $self->{served} += length $got if $right;
        $self->{pending} = '';
        return $right ? length $got : 0;
    }
}

package main;

# The demonstration's system, and what attacks it.
sub description {
    my $text = read_file('systems/demo.system');
    my $more = <<'END';
near    = bystander() in kernel
far     = bystander() in far
assault = assault(module(hostile), near, far, udp, servers, memory, threads, log) in kernel
END
    $text =~ s/^# The other placements/$more\n$&/m or BAIL_OUT('systems/demo.system has other placements');
    return $text;
}

# Runs it all. Returns the lines and what was served, by attack.
sub run_assault {
    my ($placement) = @_;
    my $description = description();
    my %servers = map { $_ => 1 } $description =~ /^\w+\s*=\s*(\w+)\(/mg;
    my $udp = 20000 + 2 * ($$ % 15000);
    my $tcp = $udp + 1;
    my $trigger = IO::Socket::INET->new(Proto => 'udp', PeerAddr => '127.0.0.1', PeerPort => $udp);
    my ($traffic, %served);
    my $line = sub {
        my ($name) = $_[0] =~ /^assault: after (.*): (?:intact|changed)$/ or return;
        $traffic //= Traffic->new($tcp);
        my $during = $traffic->receive;
        $traffic->send($block);
        $served{$name} = [ $during, $traffic->receive ];
        $traffic->send($block);
        $trigger->send('go');
    };
    my ($lines, $status) = SystemTest::boot($description, servers => [ sort keys %servers ],
        modules => { hostile => SystemTest::server_file('hostile') }, placement => $placement, limit => 120,
        until => qr/^assault: done|kernel panic|kernel exception/, line => $line,
        options => [ '-netdev', "user,id=network,hostfwd=udp:127.0.0.1:$udp-:71,hostfwd=tcp:127.0.0.1:$tcp-:7",
            '-device', 'rtl8139,netdev=network' ]);
    return ($lines, \%served, $traffic);
}

sub check_ends {
    my ($said) = @_;
    for (@ends) {
        my ($name, $end) = @$_;
        my $line = $said->{$name} // '';
        if ($end eq 'carried out') {
            like($line, qr/^loaded 0, call 0, wrong 0 of [1-9]\d*, ended: $/, "$name: each attempt fails");
            next;
        }
        my ($reason) = $line =~ /^loaded 0, call -1004, .*, ended: server hostile \(domain hostile\): (.*)$/;
        like($reason // $line, $end, "$name: ends the server");
    }
}

sub check_many {
    my ($said) = @_;
    for (@many) {
        my ($name, $lives, $ended) = @$_;
        my $line = $said->{$name} // '';
        like($line, qr/^lives $lives, ended \d+, failed \d+, carried out \d+, wrong 0 of \d+$/,
            "$name: each ends as it should");
        my @counts = $line =~ /(\d+)/g;
        is($counts[1], $ended, "$name: $ended end the server") if defined $ended;
        is($counts[1] + $counts[2] + $counts[3], $lives, "$name: each of $lives ends") if @counts > 3;
    }
}

sub check_exceptions {
    my ($said) = @_;
    my @instructions = map { /^instruction (.*)/ ? $1 : () } sort keys %$said;
    my @interrupts = grep { /^interrupt \d+$/ } keys %$said;
    cmp_ok(scalar @instructions, '>', 50, 'instructions were tried');
    is(scalar @interrupts, 64 + 12, 'so were software interrupts');
    for my $name (@instructions) {
        my ($reason) = $said->{"instruction $name"} =~ /^call -1004, ended: server hostile \(domain hostile\): (.*)$/;
        like($reason // '', $other_exception{$name} // qr/^general protection/, "$name is refused");
    }
    for my $name (@interrupts) {
        like($said->{$name}, qr/^call -1004, ended: server hostile \(domain hostile\): general protection/,
            "$name cannot be pretended");
    }
}

# The traffic goes on while they are counted: each packet that is under way is an object, and one
# reference to it.
sub is_there_again {
    my ($before, $after) = map { [ ($_ // '') =~ /(\d+) references, (\d+) objects, (\d+) bytes/ ] } @_;
    my $packets = ($after->[1] // 0) - ($before->[1] // 0);

    is($after->[2], $before->[2], 'memory is all there again');
    is(($after->[0] // 0) - $packets, $before->[0], 'references are, but for packets under way');
    cmp_ok(abs $packets, '<=', 8, 'which are few, so that all objects are there again');
}

for my $placement ('each', undef) {
    subtest defined $placement ? "with the stack and the driver in user mode" : "with these in the kernel" => sub {
        my ($lines, $served, $traffic) = run_assault($placement);
        my %said = map { /^assault: (.*?): (.*)$/ ? ($1 => $2) : () } @$lines;
        my $console = join "\n", @$lines;

        like($console, qr/^assault: done, 0$/m, 'the assault came to its end') or diag(SystemTest::last_lines($lines));
        unlike($console, qr/kernel (?:panic|exception)/, 'the kernel is content');
        diag($_) for grep { /^hostile: / } @$lines;
        check_ends(\%said);
        check_many(\%said);
        check_exceptions(\%said);
        like($said{$_} // '', qr/^loaded 0, \Q$answers{$_}\E$/, "$_: the caller gets what it should") for sort keys %answers;

        my @after = grep { /^after / } keys %said;
        cmp_ok(scalar @after, '>', 85, 'so many attacks were made');
        is_deeply([ grep { $said{$_} ne 'intact' } @after ], [], 'after each, everybody\'s memory is as it was');
        my @unserved = grep { $_ ne 'warming up' && ($served->{$_}[0] != $block || $served->{$_}[1] != $block) }
            keys %$served;
        is_deeply(\@unserved, [], 'TCP was served during each attack, and after it');
        is($traffic->{wrong}, '', 'each byte came back as it was sent: ' . $traffic->{served});
        is_there_again($said{before}, $said{after});
    };
}

done_testing();
