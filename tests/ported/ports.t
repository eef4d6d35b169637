#!/usr/bin/perl
# SPDX-License-Identifier: GPL-2.0-only
# The folders of ports: each component file is the one that linuxcompat was compiled against (its
# objects are numbered by the order of these lines, so another order would link and go wrong),
# and the code that was written for a port stays small.
use strict;
use warnings;
use lib 'tests/harness';
use JSON::PP;
use Path::Tiny;
use Project;
use Test::More;

use constant NEW_LINES_MAX => 60;

# What a component file declares, without comments and the server's name.
sub declarations {
    my ($text) = @_;
    $text =~ s{/\*.*?\*/|//[^\n]*}{}gs;
    $text =~ s/\bserver \w+/server/;
    return join(' ', split(' ', $text));
}

sub code_lines {
    my ($text) = @_;
    $text =~ s{/\*(.*?)\*/|//[^\n]*}{}gs;
    return scalar grep { /\S/ } split /\n/, $text;
}

my $library = declarations((eval { path('linuxcompat/network/network.component')->slurp_raw } // ''));
like($library, qr/^server \{.+\}$/, 'linuxcompat has a component file');

my @ports = map { m{^ported/(.*)/manifest.json$} } sort glob('ported/*/manifest.json');
ok(scalar(grep { $_ eq 'rtl8139' } @ports), 'rtl8139 is ported');

foreach my $port (@ports) {
    my $component = (eval { path("ported/$port/$port.component")->slurp_raw } // '');
    like($component, qr/^server \Q$port\E \{/m, "$port.component is the server's");
    is(declarations($component), $library, "$port.component declares what linuxcompat implements");
    my $lines = 0;
    $lines += code_lines((eval { path($_)->slurp_raw } // '')) foreach glob("ported/$port/*.[ch] ported/$port/*.cocci");
    cmp_ok($lines, '<=', NEW_LINES_MAX, "$port: $lines lines of its own are few");
}

# What make is told of a manifest, however that is laid out: in a project with another one.
my $project = Project->new;
sub port {
    my (%manifest) = @_;
    $project->write('ported/odd/manifest.json', JSON::PP->new->encode({ name => 'odd', linux => '6.1', ids => ['1:2'], %manifest }));
    return $project->run('ports', '--make');
}

my @two = map { { file => "drivers/$_.c", essential => [] } } qw(one two);
my $stub = { symbol => 'foo', policy => 'no-op', why => 'a test' };
is(port(sources => \@two, defines => [], stubs => [$stub]), 0, 'two sources in one line, no defines, a stub');
is($project->{output}, "odd_linux := drivers/one.c drivers/two.c\nodd_defines :=\nodd_stubs := stubs\n",
    'make is told both sources, that there is no define, and that there are stubs');
is(port(sources => \@two, defines => [ 'A=1', 'B' ]), 0, 'defines, and no stub');
is($project->{output}, "odd_linux := drivers/one.c drivers/two.c\nodd_defines := A=1 B\nodd_stubs :=\n", 'are told too');
for my $odd ('a b.c', '$(shell touch x).c', 'a;b.c', 'a#b.c', "a'b.c", 'a:b.c') {
    is(port(sources => [ { file => $odd, essential => [] } ]), 1, "make is not given `$odd`");
    like($project->{errors}, qr{^error: ported/odd/manifest\.json: sources\[0\]: `\Q$odd\E`: make cannot be given this name\n}m,
        'and why is told');
}
is(port(sources => [], defines => []), 1, 'a manifest that is wrong');
like($project->{errors}, qr{^error: ported/odd/manifest\.json: sources: expected}m, 'is told as always');
is($project->run('ports', 'odd'), 2, 'an argument is wrong usage');

done_testing();
