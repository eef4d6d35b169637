# SPDX-License-Identifier: GPL-2.0-only
# A small project around the real build/slipway, in a folder of its own: with its own patches,
# its own "Linux" and its own linuxcompat, so that a test can break one thing at a time.
package Project;
use strict;
use warnings;
use Path::Tiny;
use File::Basename;
use File::Copy qw(copy);
use File::Path qw(make_path);
use File::Temp qw(tempdir);

my $linux = 'build/sources/linux-6.1';

# What "Linux" defines, and what linuxcompat has of it.
my %index = (
    'beep' => 'export', 'frob' => 'export', 'frob_all' => 'export', 'absent' => 'export',
    'struct gadget' => 'type', 'struct widget' => 'type', 'MAXIMUM' => 'macro', 'ABSENT' => 'macro',
);
my $compat_header = <<'END';
#pragma once
struct gadget { int number; int state; };
#define MAXIMUM 7
int beep(int times);
int frob_call(struct gadget *gadget);
int other_call(struct gadget *gadget);
int declared_only(int x);
int panic(const char *format, ...);
int printk(const char *format, ...);
#define KERN_WARNING "4"
#define EIO 5
END
my $compat_source = <<'END';
#include <compat.h>
int beep(int times) { return times; }
int frob_call(struct gadget *gadget) { return gadget->number; }
int other_call(struct gadget *gadget) { return gadget->number; }
int panic(const char *format, ...) { return !format; }
int printk(const char *format, ...) { return !format; }
END

sub new {
    my ($class) = @_;
    my $self = bless { folder => tempdir(CLEANUP => 1) }, $class;
    make_path(map { "$self->{folder}/$_" } 'build', 'semantic-patches', 'ported');
    copy('build/slipway', "$self->{folder}/build/slipway") or die "build/slipway: $!";
    chmod 0755, "$self->{folder}/build/slipway";
    foreach my $file (glob('tools/slipway/convert/spatch-*')) {
        $self->write($file, eval { path($file)->slurp_raw });
    }
    $self->write("$linux/index", join('', map { "$_\t$index{$_}\tdrivers/$index{$_}.c\n" } sort keys %index));
    $self->write("$linux/Makefile", "# Linux\nVERSION = 6\nPATCHLEVEL = 1\nSUBLEVEL = 7\n");
    $self->write('compat/compat.h', $compat_header);
    $self->write("compat/linux/$_.h", "#include <compat.h>\n") foreach 'kernel', 'printk', 'errno';
    $self->write('compat/compat.c', $compat_source);
    $self->write('Makefile',
        "port-flags: compat.o\n\t\@echo compiler gcc -m32 -fno-pic -ffreestanding -nostdinc -Icompat\n"
        . "\t\@echo libraries compat.o\ncompat.o: compat/compat.c\n"
        . "\t\@gcc -m32 -fno-pic -ffreestanding -nostdinc -Icompat -c -o \$@ \$<\n");
    return $self;
}

sub read {
    my ($self, $name) = @_;
    return eval { path("$self->{folder}/$name")->slurp_raw };
}

sub write {
    my ($self, $name, $text) = @_;
    my $path = "$self->{folder}/$name";
    make_path(dirname($path));
    open(my $file, '>', $path) or die "$path: $!";
    print $file $text;
    close $file;
}

# Adds a file of Linux's.
sub linux {
    my ($self, $path, $text) = @_;
    $self->write("$linux/$path", $text);
}

# Adds semantic-patches/NAME.cocci, or a port's own with the port's name.
sub patch {
    my ($self, $name, $text, $port) = @_;
    $self->write(($port ? "ported/$port" : 'semantic-patches') . "/$name.cocci", $text);
}

# Adds a port of one source, in which `essential` patches must fire; `more` is further JSON.
sub port {
    my ($self, $name, $source, $essential, $more) = @_;
    my $list = join(', ', map { "\"$_\"" } @$essential);
    $self->write("ported/$name/manifest.json", "{ \"name\": \"$name\", \"linux\": \"6.1\", \"ids\": [],\n"
        . "  \"sources\": [ { \"file\": \"$source\", \"essential\": [$list] } ]" . ($more ? ", $more" : '')
            . " }\n");
}

# Runs build/slipway; keeps exit status, standard output and standard error.
sub run {
    my ($self, @arguments) = @_;
    my $quoted = join(' ', map { my $word = $_; $word =~ s/'/'\\''/g; "'$word'" } @arguments);
    $self->{output} = `cd $self->{folder} && timeout 120 build/slipway $quoted 2>errors`;
    $self->{status} = $? >> 8;
    $self->{errors} = $self->read('errors');
    return $self->{status};
}

1;
