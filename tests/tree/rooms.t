#!/usr/bin/perl
# SPDX-License-Identifier: GPL-2.0-only
# The architecture, as far as includes show it: which room may include which, no circle among rooms of one
# house but the one that is declared, a README in each; and documents name what there is.
use strict;
use warnings;
use File::Temp 'tempdir';
use Path::Tiny;
use Test::More;

# By room: the rooms whose headers it may include, besides its own. Headers of `interfaces` are included by name.
my %allowed = (
    'kernel/machine' => [qw(lib interfaces)],
    'kernel/model' => [qw(kernel/machine kernel/calls lib interfaces)],
    'kernel/calls' => [qw(kernel/machine kernel/model lib interfaces)],
    'kernel/roots' => [qw(kernel/machine kernel/model lib interfaces)],
    'tools/slipway/base' => [],
    'tools/slipway/convert' => [qw(tools/slipway/base)],
    'tools/slipway/boot' => [qw(tools/slipway/base)],
    'tools/slipway/trace' => [qw(tools/slipway/boot tools/slipway/base interfaces)],
    'tools/slipway/attribution' => [qw(tools/slipway/base)],
    'tools/slipway/bench' => [map { "tools/slipway/$_" } qw(boot convert attribution base)],
    'tools/slipway/profile' => [map { "tools/slipway/$_" } qw(bench convert attribution base)],
);
# Of the circle between model and calls: the headers of calls that the model may include.
my %model_of_calls = map { $_ => 1 } qw(calls/crossing_buffer.h calls/entry_block.h calls/stub.h calls/upcall.h);
# Houses that know nothing of each other; what they share is below them.
my @below = (
    [ 'lib', qr{^(?:kernel|servers|linuxcompat|tools|tests)/} ],
    [ 'interfaces', qr{^(?:lib|kernel|servers|linuxcompat|tools|tests)/} ],
    [ 'servers', qr{^(?:kernel|linuxcompat|tools|tests)/} ],
    [ 'linuxcompat', qr{^(?:kernel|servers|tools|tests)/} ],
    [ 'kernel', qr{^(?:servers|linuxcompat|tools|tests)/} ],
    [ 'tools/slipway', qr{^(?:kernel|servers|linuxcompat|tests)/} ],
    [ 'tools/interface-compiler', qr{^(?:kernel|servers|linuxcompat|tests)/} ],
    [ 'tools/setup', qr{^(?:kernel|servers|linuxcompat|tests)/} ],
);

sub files_of {
    my ($folder) = @_;
    my @files;
    return () unless -d $folder;
    path($folder)->visit(sub { push @files, "$_" if /\.[ch]$/ }, { recurse => 1 });
    return sort @files;
}

# [line, name] of each include by "quotes".
sub includes_of {
    my ($file) = @_;
    my $number = 0;
    return map { $number++; /^\s*#include\s+"([^"]+)"/ ? [ $number, $1 ] : () } path($file)->lines;
}

# The file that an include means, if it is one of the project's: by room, beside the file, or in a house below.
sub resolve {
    my ($root, $file, $name) = @_;
    my ($house) = $file =~ m{^\Q$root\E/?(kernel|tools/slipway)/};
    for my $candidate ($house ? "$house/$name" : (), path($file)->parent->relative($root ne '' ? $root : '.') . "/$name",
        $name, "lib/$name", "interfaces/$name", "tools/slipway/$name") {
        my $there = $root ne '' ? "$root/$candidate" : $candidate;
        next unless -e $there;
        my @parts;
        for (split m{/}, $candidate) { $_ eq '..' ? pop @parts : $_ eq '.' ? () : push @parts, $_ }
        return join '/', @parts;
    }
    return undef;
}

# What is wrong in a tree, each with file and line.
sub faults {
    my ($root) = @_;
    my $in = $root eq '' ? '' : "$root/";
    my @faults;
    for my $room (sort keys %allowed) {
        my %may = map { $_ => 1 } $room, @{ $allowed{$room} };
        for my $file (files_of("$in$room")) {
            for (includes_of($file)) {
                my ($line, $name) = @$_;
                my $found = resolve($root, $file, $name) // next;
                my ($target) = grep { index($found, "$_/") == 0 } sort { length $b <=> length $a } keys %allowed, qw(lib interfaces);
                next if !defined $target || $may{$target} && ($room ne 'kernel/model' || $target ne 'kernel/calls' || $model_of_calls{$name});
                push @faults, "$file:$line: $room may not include $name";
            }
        }
    }
    for (@below) {
        my ($house, $above) = @$_;
        for my $file (files_of("$in$house")) {
            for (includes_of($file)) {
                my ($line, $name) = @$_;
                my $found = resolve($root, $file, $name) // next;
                push @faults, "$file:$line: $house may not include $name" if $found =~ $above && $found !~ m{^\Q$house\E/};
            }
        }
    }
    return @faults;
}

is_deeply([ faults('') ], [], 'every include is one that its room may have');

# It can fail: a tree with one fault of each kind.
my $bad = tempdir(CLEANUP => 1);
my %files = (
    'kernel/machine/a.c' => qq(#include "machine/a.h"\n#include "model/m.h"\n), 'kernel/machine/a.h' => '', 'kernel/model/m.h' => '',
    'kernel/model/m.c' => qq(#include "calls/secret.h"\n#include "calls/stub.h"\n), 'kernel/calls/secret.h' => '', 'kernel/calls/stub.h' => '',
    'kernel/roots/r.c' => qq(#include "calls/stub.h"\n), 'servers/s/s.c' => qq(#include "kernel/model/m.h"\n),
    'tools/slipway/base/b.c' => qq(\n#include "boot/b.h"\n), 'tools/slipway/boot/b.h' => '', 'lib/l.c' => qq(#include "servers/s/s.h"\n), 'servers/s/s.h' => '',
);
for (keys %files) {
    path("$bad/$_")->touchpath->spew_raw($files{$_});
}
is_deeply([ map { s{^\Q$bad\E/}{}r } faults($bad) ], [
    'kernel/machine/a.c:2: kernel/machine may not include model/m.h',
    'kernel/model/m.c:1: kernel/model may not include calls/secret.h',
    'kernel/roots/r.c:1: kernel/roots may not include calls/stub.h',
    'tools/slipway/base/b.c:2: tools/slipway/base may not include boot/b.h',
    'lib/l.c:1: lib may not include servers/s/s.h',
    'servers/s/s.c:1: servers may not include kernel/model/m.h',
], 'a wrong include is found, with its place');

# A circle among rooms would make the table above worth little: the one that is declared is the only one.
my %reaches;
sub reaches {
    my ($room) = @_;
    return $reaches{$room} //= do {
        my (%seen, @next);
        @next = @{ $allowed{$room} // [] };
        while (defined(my $at = shift @next)) {
            push @next, @{ $allowed{$at} // [] } unless $seen{$at}++;
        }
        \%seen;
    };
}
is_deeply([ grep { reaches($_)->{$_} } sort keys %allowed ], [qw(kernel/calls kernel/model)], 'no circle but that of model and calls');

# Readmes.
my @rooms = (sort(keys %allowed), qw(kernel tools tools/slipway servers interfaces lib tests systems ported docs linuxcompat semantic-patches));
for my $room (@rooms) {
    ok(-e "$room/README.md", "$room has a README");
}
for my $room (grep { $_ ne 'linuxcompat' && $_ ne 'semantic-patches' } @rooms) {
    cmp_ok(scalar path("$room/README.md")->lines, '<=', 40, "$room/README.md fits a screen");
}

# Documents name what there is: links, and paths in backquotes that begin with a folder of the tree.
my @documents = split /\n/, `git ls-files -co --exclude-standard '*.md' 2>/dev/null`;
@documents = grep { -e } @documents ? @documents : map { "$_" } path('.')->children(qr/\.md$/);
@documents = grep { !m{/samples/expected/} } @documents;       # these are data
my @missing;
for my $document (@documents) {
    my $folder = path($document)->parent;
    my $number = 0;
    for my $line (path($document)->lines) {
        $number++;
        push @missing, map { "$document:$number: $_" } grep { !-e "$folder/$_" } $line =~ m{\]\((?!https?:|#)([^)#\s]+)}g;
        push @missing, map { "$document:$number: $_" } grep { !/[*<>{}\$A-Z]{3}|NAME|NN-|\.\.\./ && !-e && !(() = glob) }
            $line =~ m{`((?:kernel|servers|tools|tests|lib|interfaces|linuxcompat|systems|docs|semantic-patches)/[^`\s:]+)`}g;
    }
}
is_deeply(\@missing, [], 'documents name files that there are');

done_testing();
