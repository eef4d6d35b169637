#!/usr/bin/perl
# SPDX-License-Identifier: GPL-2.0-only
# The folders of ports: each component file is the one that linuxcompat was compiled against (its
# objects are numbered by the order of these lines, so another order would link and go wrong),
# and the code that was written for a port stays small.
use strict;
use warnings;
use Path::Tiny;
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

done_testing();
