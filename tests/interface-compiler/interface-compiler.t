#!/usr/bin/perl
# SPDX-License-Identifier: GPL-2.0-only
# The interface compiler's command line, the files that it writes, and each of its messages
# with its exact place. The compiler under test is built with sanitizers.
use strict;
use warnings;
use Path::Tiny;
use Test::More;
use Encode 'decode';
use File::Temp 'tempdir';

my $compiler = 'build/tests/interface-compiler';
my $samples = 'tests/interface-compiler/samples';
my $folder = tempdir(CLEANUP => 1);

# Runs the compiler; returns exit code, standard output and standard error.
sub run {
    my $pid = fork // die "fork: $!";
    if (!$pid) {
        open STDOUT, '>', "$folder/stdout" or die;
        open STDERR, '>', "$folder/stderr" or die;
        exec $compiler, @_ or die;
    }
    waitpid $pid, 0;
    return ($? >> 8, path("$folder/stdout")->slurp_raw, path("$folder/stderr")->slurp_raw);
}

sub is_expected {
    my ($name) = @_;
    is(path("$folder/$name")->slurp_raw, path("$samples/expected/$name")->slurp_raw, "$name is as expected");
}

subtest 'generated files' => sub {
    for my $interface (qw(Directory Everything Empty)) {
        my ($code, $out, $err) = run('header', "$samples/interfaces/$interface.interface",
                                     '-o', "$folder/$interface.h");
        is("$code$out$err", '0', "header of $interface");
        is_expected("$interface.h");
    }
    my ($code, $out, $err) = run('server', "$samples/sample/sample.component",
                                 '--interfaces', "$samples/interfaces", '--header', "$folder/sample.server.h",
                                 '--signature', "$folder/sample.signature.c");
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
    path("$folder/all.c")->spew_raw($all . $all);
    for my $bits (32, 64) {
        my @flags = ("-m$bits", '-std=gnu11', '-Wall', '-Wextra', '-Werror', '-Wstrict-prototypes',
                     '-Iinterfaces', '-Ibuild/interfaces', '-fsyntax-only');
        is(system('gcc', @flags, "$folder/all.c"), 0, "$bits bits");
    }
};

is(path('docs/interfaces.md')->slurp_raw, path('build/docs/interfaces.md')->slurp_raw,
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
    path("$place/Component.interface")->spew_raw("interface Component { u32 construct(u32 a, u32 b); }\n");
    path("$place/Known.interface")->spew_raw("interface Known { void create(); }\n");
    path("$place/$_")->spew_raw($case->{also}{$_}) for keys %{$case->{also} // {}};
    my $input = "$place/" . ($case->{file} // 'X.interface');
    my @command = ('header', $input, '-o', "$place/out.h");
    if ($input =~ /\.component$/) {
        mkdir $input =~ s{/[^/]+$}{}r;
        @command = ('server', $input, '--interfaces', $place, '--header', "$place/out.h",
                    '--signature', "$place/out.c");
    }
    path($input)->spew_raw($text);
    my ($code, $out, $err) = run(@command);
    my $where = scalar(@before) . ':' . length $before[-1];
    $err =~ s{\Q$place/\E}{}g;
    $input =~ s{\Q$place/\E}{};
    my $written = -e "$place/out.h" || -e "$place/out.c" || glob "$place/*.new";
    return ($code, $out, $err, "$input:$where", $written);
}

# The cases of errors.txt: each begins with `== FILE`; messages follow the text.
sub cases_of_file {
    my (undef, @records) = split /^== /m, path("$samples/errors.txt")->slurp_raw;
    return map {
        my ($file, $text, $messages) = /^(\S+)\n(.*?)^(error: .*)/ms or die "errors.txt: $_";
        { file => $file, text => $text, $messages =~ /^(error|errors|note|help): (.*)$/mg };
    } @records;
}

# Those that are easier made than written.
my $long = 'n' x 64;
sub repeat {
    my ($line, $times, $end) = @_;
    return join '', map { "    $line$_" . ($end // '') . ";\n" } 1 .. $times;
}
my @made_cases = (
    { text => '^', error => 'found the end of the file, expected `interface`' },
    { text => "interface X {\n    void f();\n^",
      error => 'found the end of the file, expected `ref`, `}`, `void`, `status`, `count` or a scalar type' },
    { text => "interface X {\n    ^/* no end\n}\n",
      error => 'found a comment that does not end, expected `*/`' },
    { text => "interface X {\n    void f(u32 ^\x01);\n}\n",
      error => 'found the byte 0x01, which is not part of the language' },
    (map { my ($file, $text) = @$_;
           { file => $file, text => $text, error => 'found a name of 64 characters, expected 63 at most' } }
        ["$long.interface", "interface ^$long {\n}\n"],
        ['X.interface', "interface X {\n    void ^$long();\n}\n"],
        ['X.interface', "interface X {\n    void f(u32 ^$long);\n}\n"],
        ["$long/$long.component", "server ^$long {\n}\n"]),
    { file => 'x/x.component', text => "server ^x {\n" . repeat('requires Known r', 65) . "}\n",
      error => 'found 65 `requires` lines, expected 64 at most' },
    { file => 'x/x.component', text => "server ^x {\n    uses Big;\n}\n",
      also => { 'Big.interface' => "interface Big {\n" . repeat('void f', 1024, '()') . "}\n" },
      error => 'found 1025 functions in the interfaces that the server mentions, expected 1024 at most' },
);

my @cases = cases_of_file();
cmp_ok(scalar @cases, '>', 50, 'errors.txt was read');
for my $case (@cases, @made_cases) {
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
