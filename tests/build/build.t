#!/usr/bin/perl
# SPDX-License-Identifier: GPL-2.0-only
# The build knows what changed: in a copy of the project, which is built already, one thing is changed after the other,
# and make tells what it makes anew.
use strict;
use warnings;
use Cwd 'getcwd';
use File::Temp 'tempdir';
use Path::Tiny;
use Test::More;

my $root = tempdir(CLEANUP => 1);
my $here = getcwd();
my @goals = qw(build/servers/icmp.server build/servers/ping.server build/kernel/kernel.elf build/slipway
    build/docs/interfaces.md);

# Times of files are kept, so that all is up to date there as it is here.
sub copy_project {
    my @folders = grep { $_ ne 'build' && $_ ne '.git' } map { path($_)->basename } path('.')->children;
    system('cp', '-a', @folders, $root) == 0 or BAIL_OUT('cannot copy the project');
    mkdir "$root/build";
    my %left = map { $_ => 1 } qw(downloads sources results images tests linux-i386);
    my @built = grep { !$left{ path($_)->basename } } glob 'build/*';
    system('cp', '-a', @built, "$root/build") == 0 or BAIL_OUT('cannot copy what is built');
    symlink "$here/build/sources", "$root/build/sources" or BAIL_OUT("sources: $!");
}

# What make says that it makes.
sub make {
    delete local @ENV{qw(MAKEFLAGS MAKELEVEL MFLAGS)};
    open my $output, '-|', 'make', '-j2', '--no-print-directory', '-C', $root, @goals or BAIL_OUT("make: $!");
    my @lines = <$output>;
    close $output;
    is($?, 0, 'make succeeds') or diag(@lines);
    return map { s/^\s+|\s+$//gr } @lines;
}

# The objects among them.
sub objects {
    return sort grep { m{^build/\S+\.o$} } @_;
}

sub edit {
    my ($file, $edit) = @_;
    my $text = path("$root/$file")->slurp_raw;
    my $edited = $edit->($text);
    isnt($edited, $text, "$file is changed");
    path("$root/$file")->spew_raw($edited);
}

my (@objects, @made);
copy_project();
is_deeply([ make() ], [], 'nothing is made where nothing changed');

edit('servers/network/module.mk', sub { "# A comment.\n$_[0]" });
is_deeply([ objects(make()) ], [], 'a changed comment of a module.mk compiles nothing');

edit('servers/network/module.mk', sub { "$_[0]\nicmp_CFLAGS += -DCHANGED\n" });
@objects = objects(make());
ok((grep { m{^build/servers/icmp/} } @objects) > 5, "changed flags of a server compile it");
is_deeply([ grep { !m{^build/servers/icmp/} } @objects ], [], 'and nothing else');
is_deeply([ make() ], [], 'after which nothing is left to be made');

edit('Makefile', sub { $_[0] =~ s/^(GUEST_CFLAGS := )/$1-DCHANGED /mr });
@objects = objects(make());
my @kinds = ([ kernel => qr{^build/kernel/} ], [ ping => qr{^build/servers/ping/} ], [ runtime => qr{^build/servers/runtime/} ]);
for (@kinds) {
    my ($name, $pattern) = @$_;
    ok((grep { $_ =~ $pattern } @objects) > 1, "changed flags of guest code compile $name");
}
is_deeply([ grep { m{^build/tools/} } @objects ], [], 'but no tool');
edit('Makefile', sub { $_[0] =~ s/-DCHANGED //r });
make();

edit('tools/slipway/trace/values.h', sub { "$_[0]\n" });
@objects = objects(make());
ok(@objects && @objects < 6, 'a changed header of a verb compiles ' . @objects . ' objects of the tool');
is_deeply([ grep { !m{^build/tools/slipway/trace/} } @objects ], [], "the verb's own");

edit('interfaces/Log.interface', sub { $_[0] =~ s/in mem text\[/in mem words[/r });
@objects = objects(make());
ok((grep { m{^build/kernel/} } @objects) && (grep { m{^build/servers/ping/} } @objects),
    'a changed parameter compiles kernel and servers');

edit('interfaces/Log.interface', sub { $_[0] =~ s{/\*\* }{/** Changed. }r });
@made = make();
is_deeply([ objects(@made) ], [], 'a changed comment of an interface compiles nothing');
like(path("$root/build/docs/interfaces.md")->slurp_raw, qr/^Changed\. /m, 'and is in the manual');
is_deeply([ make() ], [], 'after which nothing is left to be made');

done_testing();
