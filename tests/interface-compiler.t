#!/usr/bin/perl
# SPDX-License-Identifier: GPL-2.0-only
# The interface compiler's command line, the files that it writes, and each of its messages
# with its exact place. The compiler under test is built with sanitizers.
use strict;
use warnings;
use Test::More;
use Encode 'decode';
use File::Temp 'tempdir';
use lib 'tests';
use InterfaceErrors;

my $compiler = 'build/tests/interface-compiler';
my $samples = 'tests/interface-samples';
my $folder = tempdir(CLEANUP => 1);

sub read_text {
    my ($path) = @_;
    open my $file, '<', $path or return "cannot read $path: $!";
    local $/;
    return scalar <$file>;
}

sub write_text {
    my ($path, $text) = @_;
    open my $file, '>', $path or die "$path: $!";
    print $file $text;
    close $file or die "$path: $!";
}

# Runs the compiler; returns exit code, standard output and standard error.
sub run {
    my $pid = fork // die "fork: $!";
    if (!$pid) {
        open STDOUT, '>', "$folder/stdout" or die;
        open STDERR, '>', "$folder/stderr" or die;
        exec $compiler, @_ or die;
    }
    waitpid $pid, 0;
    return ($? >> 8, read_text("$folder/stdout"), read_text("$folder/stderr"));
}

sub is_expected {
    my ($name) = @_;
    is(read_text("$folder/$name"), read_text("$samples/expected/$name"), "$name is as expected");
}

subtest 'generated files' => sub {
    for my $interface (qw(Directory Everything Empty)) {
        my ($code, $out, $err) = run('header', "$samples/interfaces/$interface.interface", '-o', "$folder/$interface.h");
        is("$code$out$err", '0', "header of $interface");
        is_expected("$interface.h");
    }
    my ($code, $out, $err) = run('server', "$samples/sample/sample.component", '--interfaces', "$samples/interfaces",
                                 '--header', "$folder/sample.server.h", '--signature', "$folder/sample.signature.c");
    is("$code$out$err", '0', 'server');
    is_expected('sample.server.h');
    is_expected('sample.signature.c');
    ($code, $out, $err) = run('document', "$samples/interfaces", '-o', "$folder/interfaces.md");
    is("$code$out$err", '0', 'document');
    is_expected('interfaces.md');
};

subtest 'headers compile without a warning, on 32 and 64 bits' => sub {
    my $all = join '', map { m{([^/]+)$}; "#include \"$1\"\n" } glob 'build/interfaces/*.h';
    like($all, qr/Component\.h/, 'there are headers');
    write_text("$folder/all.c", $all . $all);
    for my $bits (32, 64) {
        my @flags = ("-m$bits", '-std=gnu11', '-Wall', '-Wextra', '-Werror', '-Wstrict-prototypes');
        is(system('gcc', @flags, '-Iinterfaces', '-Ibuild/interfaces', '-fsyntax-only', "$folder/all.c"), 0, "$bits bits");
    }
};

is(read_text('docs/interfaces.md'), read_text('build/docs/interfaces.md'),
   'docs/interfaces.md is current (if not: make docs)');

# Each case is compiled in a folder of its own, beside the interfaces Component and Known.
my $number = 0;
sub run_case {
    my ($case) = @_;
    my $place = "$folder/case" . $number++;
    my $marked = index $case->{text}, '^';
    (my $text = $case->{text}) =~ s/\^//;
    my @before = split /^/, decode('UTF-8', substr($case->{text}, 0, $marked)) . '.';

    mkdir $place;
    write_text("$place/Component.interface", "interface Component { u32 construct(u32 a, u32 b); }\n");
    write_text("$place/Known.interface", "interface Known { void create(); }\n");
    write_text("$place/$_", $case->{also}{$_}) for keys %{$case->{also} // {}};
    my ($input, @command);
    if ($case->{component}) {
        my $name = $case->{file} // 'x/x';
        (my $sub = "$place/$name") =~ s{/[^/]+$}{};
        mkdir $sub;
        $input = "$place/$name.component";
        @command = ('server', $input, '--interfaces', $place, '--header', "$place/out.h", '--signature', "$place/out.c");
    } else {
        $input = "$place/" . ($case->{file} // 'X') . '.interface';
        @command = ('header', $input, '-o', "$place/out.h");
    }
    write_text($input, $text);
    my ($code, $out, $err) = run(@command);
    my $where = scalar(@before) . ':' . length $before[-1];
    $err =~ s{\Q$place/\E}{}g;
    $input =~ s{\Q$place/\E}{};
    return ($code, $out, $err, "$input:$where", -e "$place/out.h" || -e "$place/out.c" || glob "$place/*.new");
}

for my $case (@InterfaceErrors::cases) {
    subtest $case->{error} => sub {
        my ($code, $out, $err, $where, $written) = run_case($case);
        my @errors = grep { / error: / } split /\n/, $err;

        is($code, 1, 'exit code 1');
        is($errors[0], "$where: error: $case->{error}", 'place and message');
        is(scalar @errors, $case->{errors} // 1, 'number of errors');
        like($err, qr/\n\s+help: \Q$case->{help}\E\n/, 'help') if $case->{help};
        like($err, qr/\n\Q$case->{note}\E\n/, 'note') if $case->{note};
        ok(!$written, 'nothing is written');
    };
}

subtest 'the message shows the line, and a caret under the place' => sub {
    my ($code, $out, $err) = run_case({ text => "interface X {\n\tvoid f(int^);\n}\n" });
    is((split /\n/, $err)[1], "    \tvoid f(int);", 'line');
    is((split /\n/, $err)[2], "    \t       ^", 'caret, after the same tabs');
};

subtest 'usage' => sub {
    my @cases = (
        [[], qr/no command/], [['frobnicate', 'x'], qr/found the command frobnicate/],
        [['header', 'x.interface'], qr/`header` needs the option --output/],
        [['header', 'x.interface', '-o', 'y', '--signature', 'z'], qr/does not take the option --signature/],
        [['header', '-o', 'y'], qr/needs FILE\.interface/],
        [['header', 'x', 'y', '-o', 'z'], qr/third argument `y`/],
        [['server', 'x.component', '--header', 'a', '--signature', 'b'], qr/needs the option --interfaces/],
        [['--nonsense'], qr/unrecognized option/],
    );
    for my $case (@cases) {
        my ($code, $out, $err) = run(@{$case->[0]});
        is($code, 2, "exit code 2: @{$case->[0]}");
        like($err, $case->[1], 'message');
    }
    my ($code, $out) = run('--help');
    is($code, 0, '--help');
    like($out, qr/server FILE\.component --interfaces DIRECTORY/, 'it tells the commands');
};

subtest 'files that cannot be read or written' => sub {
    my ($code, $out, $err) = run('header', "$folder/none.interface", '-o', "$folder/none.h");
    is($code, 1, 'no input: exit code 1');
    like($err, qr/cannot read .*none\.interface: No such file/, 'message');
    ($code, $out, $err) = run('header', "$samples/interfaces/Empty.interface", '-o', "$folder/none/none.h");
    is($code, 1, 'no folder to write to: exit code 1');
    like($err, qr/cannot write .*none\.h\.new: No such file/, 'message');
    ($code, $out, $err) = run('document', "$folder/none", '-o', "$folder/none.md");
    is($code, 1, 'no folder to document: exit code 1');
    like($err, qr/cannot read the folder/, 'message');
};

done_testing;
