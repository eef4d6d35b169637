#!/usr/bin/perl
# SPDX-License-Identifier: GPL-2.0-only
# A server in user mode that attacks what is around it, in every way that it has (tests/servers/
# hostile): each attack ends as a call that fails or as the end of that server. TCP is served
# meanwhile. One connection goes on all the time, and a server inside the machine counts what it
# echoes: for each attack it says how many bytes that were from the attack's call to the server's end, and
# the attack is repeated until it is not 0. Another one, to the demonstration's server, stays as well, with
# bytes on their way during each attack and after it. Every byte must come back as it was sent.
use strict;
use warnings;
use lib 'tests/harness';
use IO::Socket::INET;
use Guest;
use Header;
use SystemTest;
use Path::Tiny;
use Test::More;

my $patience = 120;     # in seconds; a hang detector
my $block = 24 << 10;   # bytes of traffic that are on their way during an attack, and again after it

# Addresses as messages have them, by the kernel's header.
sub at {
    return sprintf '0x%08x', Header::number('kernel/machine/machine.h', $_[0]);
}
my ($call_return, $between_stubs) = map { at($_) } 'USER_CALL_RETURN', 'USER_STUB_CODE + 15';

# How each attack must end: a text that the reason begins with, or for those that do not end the
# server 'carried out', and that nothing was wrong with any attempt.
my @ends = (
    # Wild accesses
    (map { [ "read $_->[0]", qr/^page fault: read of $_->[1] at hostile / ] }
        ['null', '0x00000000'], ['nothing', at('USER_END - 0x2000')], ['the first page', '0x00000ffc'],
        ['above the user half', at('USER_END')], ['behind the user area', '0x80000000'], ['the kernel', at('KERNEL_START')],
        ['physical memory', at('DIRECT_MAP')], ['the window', at('WINDOW + 0x1000')], ['the task segment', at('TASK_SEGMENT_AT')],
        ['the port bitmap', at('PORT_BITMAP')], ['the last word', '0xfffffffc'],
        ["a server of the kernel's domain", '0xc[0-9a-f]{7}'], ['another domain', '0x[0-6][0-9a-f]{7}']),
    (map { [ "write $_->[0]", qr/^page fault: write of $_->[1] at hostile / ] }
        ['null', '0x00000000'], ['the kernel', at('KERNEL_START')], ['the slots', at('KERNEL_START + 0x20000')],
        ['the window', at('WINDOW + 0x1000')], ['the handles', at('USER_HANDLES + 0x1230')], ['its own handle', '0x7fc[0-9a-f]{5}'],
        ['the stubs', at('USER_STUBS')], [q{a stub's code}, at('USER_STUB_CODE + 16')], ['the task segment', at('TASK_SEGMENT_AT')],
        ['the port bitmap', at('PORT_BITMAP + 12')], ['its own code', '0x[0-6][0-9a-f]{7}'],
        ["a server of the kernel's domain", '0xc[0-9a-f]{7}'], ['another domain', '0x[0-6][0-9a-f]{7}']),
    (map { [ "jump $_->[0]", qr/^page fault: read of ($_->[1]) at \1$/ ] }
        ['to null', '0x00000000'], ['to nothing', at('USER_END - 0x2000')], ['into the kernel', at('KERNEL_START')],
        ['into the window', at('WINDOW + 0x1000')], ["into a server of the kernel's domain", '0xc[0-9a-f]{7}'],
        ['to the last byte', '0xffffffff'], ['into another domain', '0x[0-6][0-9a-f]{7}']),
    [ 'jump into the table of stubs', qr/^(?:general protection|page fault|invalid opcode)\b/ ],
    [ 'jump between two stubs', qr/^general protection at $between_stubs$/ ],
    [ 'overrun the stack', qr/^stack overrun: write of 0x/ ],

    # What a call can carry that it should not
    (map { [ $_, 'carried out' ] } 'flags', 'segments', 'forged references', 'forged references passed',
        'stale references', 'function numbers', 'device registers', 'component',
        'the bitmap of ports', 'sizes', 'blocks', 'places',
        'a return out of a destruction', 'recursion', 'all references', 'all mappings', 'all memory',
        'all threads', 'all semaphores'),
    (map { [ "stack $_->[0]", qr/^page fault: read of $_->[1] at $call_return$/ ] }
        ['in the kernel', at('KERNEL_START')], ['in the window', at('WINDOW + 0x1ff0')], ['in the task segment', at('TASK_SEGMENT_AT')],
        ['nowhere', at('USER_END - 0x2000')], ['at the end of the user half', at('USER_END - 4')],
        ['that wraps', '0xfffffffc'], ['in the first page', '0x00000008'], ['that is odd', at('KERNEL_START + 1')]),
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

# Attacks of many lives: how many there are, and how many of them end the server, at least and at most; with
# which reason; and what the others' calls return.
my $refused = qr/^general protection at hostile \+ 0x/;
# A jump to sysenter itself may return from the attacker's own function, with what is left in eax: a status,
# or the complement of the number of a function (3, by its last call).
my $left = qr/^(?:0|-1001|-4)$/;
my $stray = qr/^(?:general protection|invalid opcode|page fault: (?:read|write) of 0x\w+) at 0x\w+$/;
my $ports = () = Header::expand('tests/servers/hostile/attacks.h', 'KNOWN_PORTS') =~ /0x/g;
my @many = (
    [ 'jump into the stubs', 32, 16, 31, $stray, $left ],
    [ 'jump to the ways back', 32, 16, 31, $stray, $left ],
    [ 'interrupts', 64, 64, 64, $refused ], [ 'interrupts beyond', 12, 12, 12, $refused ],
    [ 'known ports', ($ports) x 3, $refused ], [ 'known ports written', ($ports) x 3, $refused ],
    [ 'ports of the PC', 128, 128, 128, $refused ], [ 'ports beyond', 126, 126, 126, $refused ],
    [ 'the last ports', 4, 4, 4, $refused ], [ 'ports written', 64, 64, 64, $refused ],
    [ 'foreign references', 8, 0, 0, undef, qr/^0$/ ],
    [ 'garbage in registers', 16, 0, 15, qr/^page fault: (?:read|write) of 0x\w+ at hostile \+ 0x/, qr/^0$/ ],
    [ 'garbage in all registers', 300, 290, 300, qr/^page fault: read of 0x\w+ at 0x\w+$/, qr/^-?\d+$/ ],
    [ 'returns with garbage', 50, 0, 0, undef, qr/^119$/ ],       # the 0x77 that it returns with
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
    'a forged answer' => "answer -1001, $nothing", 'an answer of another type' => "answer -1002, $nothing",
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

# A connection on which a process of its own sends and compares all the time, until it is told to end.
package Pinger {
    use POSIX ();

    sub new {
        my ($class, $port) = @_;
        pipe my $reader, my $writer or return;
        my $process = fork // return;
        if (!$process) {
            my ($going, $bytes, $wrong) = (1, 0, 0);
            local $SIG{TERM} = sub { $going = 0 };
            my $traffic = Traffic->new($port);
            while ($going && !$wrong) {
                $traffic->send(1024);
                my $got = $traffic->receive;
                $wrong = 1 if $got != 1024 && $going;
                $bytes += $got;
                select undef, undef, undef, 0.002;      # the attacker wants to run, too
            }
            syswrite $writer, "$bytes $wrong";
            POSIX::_exit(0);
        }
        return bless { process => $process, reader => $reader }, $class;
    }

    # Returns how many bytes came back, and whether any did not or was wrong.
    sub end {
        my ($self) = @_;
        kill TERM => $self->{process};
        waitpid $self->{process}, 0;
        sysread $self->{reader}, my $text, 100;
        return split ' ', $text // '';
    }
}

package main;

# The demonstration's system, and what attacks it.
sub description {
    my $text = path('systems/demo.system')->slurp_raw;
    my $more = <<'END';
near    = bystander(memory) in kernel
far     = bystander(memory) in far
echo    = counting_echo(tcp, packets)
assault = assault(module(hostile), near, far, echo, udp, servers, memory, threads, log) in kernel
END
    $text =~ s/^# The other placements/$more\n$&/m or BAIL_OUT('systems/demo.system has other placements');
    return $text;
}

# Runs it all. Returns the lines and what was served, by attack.
sub run_assault {
    my ($placement) = @_;
    my ($description, $last_attack) = (description(), q{another's reference as an answer});
    my %servers = map { $_ => 1 } $description =~ /^\w+\s*=\s*(\w+)\(/mg;
    my ($udp, $tcp, $echo) = map { Guest::free_port($_) } qw(udp tcp tcp);
    my $trigger = IO::Socket::INET->new(Proto => 'udp', PeerAddr => '127.0.0.1', PeerPort => $udp);
    my ($traffic, $pinger, @pinged, %served);
    my $line = sub {
        my ($name) = $_[0] =~ /^assault: after (.*): (?:intact|changed)$/ or return;
        $traffic //= Traffic->new($tcp);
        $pinger //= Pinger->new($echo);
        @pinged = $pinger->end if $name eq $last_attack;
        my $during = $traffic->receive;
        $traffic->send($block);
        $served{$name} = [ $during, $traffic->receive ];
        $traffic->send($block);
        $trigger->send('go');
    };
    my ($lines, $status) = SystemTest::boot($description, servers => [ sort keys %servers ],
        modules => { hostile => SystemTest::server_file('hostile') }, placement => $placement, limit => 1200,
        until => qr/^assault: done|kernel panic|kernel exception/, line => $line,
        options => [ '-netdev', "user,id=network,hostfwd=udp:127.0.0.1:$udp-:71,hostfwd=tcp:127.0.0.1:$tcp-:7,"
                . "hostfwd=tcp:127.0.0.1:$echo-:72",
            '-device', 'rtl8139,netdev=network' ]);
    $pinger->end if $pinger && !@pinged;
    return ($lines, \%served, $traffic, \@pinged);
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

# What came of each life is compared, not only how many there were.
sub check_many {
    my ($said) = @_;
    for (@many) {
        my ($name, $lives, $least, $most, $reason, $returned) = @$_;
        like($said->{$name} // '', qr/^lives $lives, .*, wrong 0 of \d+$/, "$name: no attempt went wrong");
        my ($ended, @odd) = (0);
        for my $life (0 .. $lives - 1) {
            my $line = $said->{"$name, $life"} // 'missing';
            my ($call, $end) = $line =~ /^call (-?\d+), ended: (?:server hostile \(domain hostile\): (.+))?$/;
            my $as_it_should = defined $end ? $reason && $call == -1004 && $end =~ $reason
                : defined $call && $returned && $call =~ $returned;
            $ended += defined $end;
            push @odd, "$life: $line" unless $as_it_should;
        }
        is_deeply(\@odd, [], "$name: each ends as it should, or is answered so");
        ok($ended >= $least && $ended <= $most, "$name: $ended of them end the server");
    }
}

# Each attack says what the echo server served while it went on.
sub check_during {
    my ($said) = @_;
    my @attacks = map { /^during (.*)/ ? $1 : () } keys %$said;
    my @unserved = grep { $said->{"during $_"} !~ /^[1-9]\d* bytes of TCP, [1-9]\d* lives$/ } @attacks;
    my @after = grep { $_ ne 'warming up' } map { /^after (.*)/ ? $1 : () } keys %$said;
    is_deeply([ sort @attacks ], [ sort @after ], 'of each attack it is told what TCP served meanwhile');
    is_deeply([ map { "$_: $said->{qq{during $_}}" } @unserved ], [], 'in the midst of each it served some bytes');
}

sub check_exceptions {
    my ($said) = @_;
    my @instructions = map { /^instruction (.*)/ ? $1 : () } sort keys %$said;
    cmp_ok(scalar @instructions, '>', 50, 'instructions were tried');
    for my $name (@instructions) {
        my ($reason) = $said->{"instruction $name"} =~ /^call -1004, ended: server hostile \(domain hostile\): (.*)$/;
        like($reason // '', $other_exception{$name} // qr/^general protection/, "$name is refused");
    }
}

# The traffic goes on while they are counted, and the least of many looks is told; a packet that was under way
# in all of them would be an object, and one reference to it.
sub is_there_again {
    my ($before, $after) = map { [ ($_ // '') =~ /(\d+) references, (\d+) objects, (\d+) bytes/ ] } @_;
    my $packets = ($after->[1] // 0) - ($before->[1] // 0);

    is($after->[2], $before->[2], 'memory is all there again');
    is(($after->[0] // 0) - $packets, $before->[0], 'references are, but for packets under way');
    cmp_ok(abs $packets, '<=', 8, 'which are few, so that all objects are there again');
}

for my $placement ('each', undef) {
    subtest defined $placement ? "with the stack and the driver in user mode" : "with these in the kernel" => sub {
        my ($lines, $served, $traffic, $pinged) = run_assault($placement);
        my %said = map { /^assault: (.*?): (.*)$/ ? ($1 => $2) : () } @$lines;
        my $console = join "\n", @$lines;

        like($console, qr/^assault: done, 0$/m, 'the assault came to its end') or diag(Guest::last_lines($lines));
        unlike($console, qr/kernel (?:panic|exception)/, 'the kernel is content');
        diag($_) for grep { /^hostile: / } @$lines;
        check_ends(\%said);
        check_many(\%said);
        check_exceptions(\%said);
        like($said{$_} // '', qr/^\Q$answers{$_}\E$/, "$_: the caller gets what it should") for sort keys %answers;

        like($said{q{another's reference as an answer}} // '',
            qr/^refused (?!0,)\d+, its own 6, otherwise 0, ended: $/, 'no handle of another server can be the answer');
        is_deeply([ grep { /, again$/ } keys %said ], [], 'an attack that is repeated ends as before');

        my @after = grep { /^after / } keys %said;
        cmp_ok(scalar @after, '>', 85, 'so many attacks were made');
        is_deeply([ grep { $said{$_} ne 'intact' } @after ], [], 'after each, everybody\'s memory is as it was');
        my @unserved = grep { $_ ne 'warming up' && ($served->{$_}[0] != $block || $served->{$_}[1] != $block) }
            keys %$served;
        is_deeply(\@unserved, [], 'what was sent before an attack came back after it, and then as much again');
        check_during(\%said);
        is($pinged->[1], 0, 'the other connection went on through all attacks: ' . ($pinged->[0] // 0) . ' bytes');
        is($traffic->{wrong}, '', 'each byte came back as it was sent: ' . $traffic->{served});
        is_there_again($said{before}, $said{after});
    };
}

done_testing();
