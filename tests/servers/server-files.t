#!/usr/bin/perl
# SPDX-License-Identifier: GPL-2.0-only
# Every server file that was built is as interfaces/signature.h says, and the rules that make
# them refuse what would not be. The kernel checks the same again when it loads one.
use strict;
use warnings;
use Path::Tiny;
use Test::More;
use File::Temp 'tempdir';

use constant { ET_DYN => 3, EM_386 => 3, PT_LOAD => 1, PT_DYNAMIC => 2, PT_SIGNATURE => 0x60574c53,
               PF_X => 1, PF_W => 2, R_386_RELATIVE => 8, PAGE => 4096 };

# The program headers, each a hash.
sub segments {
    my ($bytes) = @_;
    my ($offset, $size, $count) = (unpack('x28 V', $bytes), unpack('x42 v2', $bytes));
    my @names = qw(type offset address physical file_size memory_size flags alignment);
    return map {
        my %segment;
        @segment{@names} = unpack 'V8', substr $bytes, $offset + $_ * $size, 32;
        \%segment;
    } 0 .. $count - 1;
}

# The relocation types that the dynamic section leads to.
sub relocation_types {
    my ($bytes, $dynamic, $text) = @_;
    my %tags = unpack 'V*', substr $bytes, $dynamic->{offset}, $dynamic->{file_size};
    my $table = substr $bytes, $text->{offset} + ($tags{17} // 0) - $text->{address}, $tags{18} // 0;
    my @words = unpack 'V*', $table;
    my %types = map { ($words[2 * $_ + 1] & 0xff) => 1 } 0 .. @words / 2 - 1;
    return join ',', sort keys %types;
}

sub test_file {
    my ($bytes) = @_;
    my @segments = segments($bytes);
    my @loads = grep { $_->{type} == PT_LOAD } @segments;
    my ($dynamic) = grep { $_->{type} == PT_DYNAMIC } @segments;
    my ($signature) = grep { $_->{type} == PT_SIGNATURE } @segments;
    my ($text, $data) = @loads;

    is(substr($bytes, 0, 7), "\x7fELF\1\1\1", 'ELF, 32 bits, little-endian');
    is_deeply([unpack 'x16 v2', $bytes], [ET_DYN, EM_386], 'shared object for the i386');
    is(unpack('x24 V', $bytes), 0, 'no entry point');
    ok(@loads == 1 || @loads == 2, 'one or two segments to load');
    is($text->{flags} & (PF_X | PF_W), PF_X, 'text can be executed, not written');
    is($text->{address}, 0, 'linked at 0');
    if ($data) {
        is($data->{flags} & (PF_X | PF_W), PF_W, 'data can be written, not executed');
        is($data->{address} % PAGE, 0, 'data begins a page');
        cmp_ok($data->{address}, '>=', $text->{memory_size}, 'behind the text');
    }
    ok($signature && $signature->{offset} == $text->{offset}, 'the signature begins the text');
    is(substr($bytes, $signature->{offset}, 4), 'SLW1', 'it has its magic number');
    is(unpack('V', substr $bytes, $signature->{offset} + 4, 4), $signature->{file_size}, 'and its size');
    is(relocation_types($bytes, $dynamic, $text), R_386_RELATIVE, 'all relocations are relative');
    cmp_ok(length $bytes, '<', $text->{file_size} + ($data ? $data->{file_size} : 0) + 1024,
           'hardly anything but what is loaded');
}

my @files = glob 'build/servers/*.server';
cmp_ok(scalar @files, '>=', 1, 'there are server files');
for my $path (@files) {
    subtest $path => sub { test_file(path($path)->slurp_raw) };
}

# Links C text as the rules do; returns the linker's exit code and messages.
my $folder = tempdir(CLEANUP => 1);
my $print = "--eval='print-flags:; \@echo \$(SERVER_LDFLAGS)' print-flags";
# Under `make test` there is a job server, which this make of its own has no part in.
delete $ENV{MAKEFLAGS};
chomp(my $ldflags = `make -s --no-print-directory $print`);
like($ldflags, qr/-z defs/, 'the linker flags of the rules');
sub link_text {
    my ($text, @flags) = @_;
    open my $file, '>', "$folder/x.c" or die;
    print $file $text;
    close $file;
    my @command = ('gcc', '-m32', '-ffreestanding', '-fno-pic', '-fno-stack-protector', '-O1', @flags);
    system(@command, '-c', "$folder/x.c", '-o', "$folder/x.o") == 0 or die 'the compiler failed';
    my $messages = `ld $ldflags $folder/x.o -o $folder/x.elf 2>&1`;
    return ($? >> 8, $messages);
}

my $signature = 'int v; int f(void);
    const struct { void *a; int *b; } s __attribute__((section(".slipway.signature"))) = { (void *)f, &v };';
my ($code, $messages) = link_text("$signature int f(void) { return v; }");
is("$code$messages", '0', 'a server links');
($code, $messages) = link_text("$signature int g(void); int f(void) { return g(); }");
isnt($code, 0, 'an undefined symbol is refused');
like($messages, qr/undefined reference to `g'/, 'by name');
($code, $messages) = link_text("$signature extern int w; int f(void) { return w; } int w = 3;", '-fpic');
isnt($code, 0, 'code that needs a GOT is refused');
like($messages, qr/has no GOT/, 'with a reason');

done_testing;
