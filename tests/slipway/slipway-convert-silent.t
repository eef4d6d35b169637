#!/usr/bin/perl
# SPDX-License-Identifier: GPL-2.0-only
# slipway convert says loudly what spatch passes over in silence. Each case is one such
# failure, in a project of its own, beside a conversion in which nothing is wrong.
use strict;
use warnings;
use lib 'tests/harness';
use Project;
use Test::More;

my $patch = <<'END';
// SPDX-License-Identifier: GPL-2.0-only
// Frobbing becomes a call.
//
// Keywords: frob
// Removes: frob

@frob@
expression gadget;
@@
-frob
+frob_call
 (gadget)
END

my $source = <<'END';
#include <compat.h>

int start(struct gadget *gadget)
{
    return frob(gadget);
}
END

# A project with one source and one patch, of which each case changes something.
sub project {
    my (%change) = @_;
    my $project = Project->new;
    my $patches = $change{patches} // { '10-frob' => $patch };
    $project->patch($_, $patches->{$_}) foreach keys %$patches;
    $project->linux('drivers/thing.c', $change{source} // $source);
    $project->port('thing', 'drivers/thing.c', $change{essential} // ['10-frob'], $change{more});
    return $project;
}

# Converts and expects failure with a message; what spatch itself says to it is shown beside.
sub fails {
    my ($name, $message, %change) = @_;
    my $project = project(%change);
    subtest $name => sub {
        is($project->run('convert', 'thing'), 1, 'the conversion fails');
        like($project->{errors}, $message, 'and says why');
        like($project->{errors}, qr/^help: /m, 'and what to do');
        my @patches = sort keys %{ $change{patches} // { '10-frob' => 1 } };
        if (!$change{loud}) {
            my $file = 'build/sources/linux-6.1/drivers/thing.c';
            my $statuses = join(' ', map { system("cd $project->{folder} && spatch --very-quiet --sp-file"
                . " semantic-patches/$_.cocci $file >spatch.out 2>&1") >> 8 } @patches);
            like($statuses, qr/^0( 0)*$/, 'where spatch exits with 0');
        }
    };
}

my $right = project();
is($right->run('convert', 'thing'), 0, 'a conversion in which nothing is wrong succeeds')
    or diag($right->{output}, $right->{errors});
unlike($right->{errors}, qr/error/, 'without an error');
like($right->read('build/convert/thing/converted/drivers/thing.c'), qr/frob_call\(gadget\)/, 'and converts');

fails('an unparsable function', qr{^error: drivers/thing\.c:3: spatch cannot parse what stands here}m,
    source => "#include <compat.h>\n\nstatic int DEFINE(a, b {\n    if (x\n}\n$source", essential => []);

fails('a misspelt type of a metavariable',
    qr{^error: semantic-patches/10-frob\.cocci:8: gadgett is no type of Linux's}m,
    patches => { '10-frob' => $patch =~ s/expression gadget/struct gadgett *gadget/r }, essential => []);
fails('a misspelt typedef of a metavariable', qr{10-frob\.cocci:8: gadget_type is no type}m,
    patches => { '10-frob' => $patch =~ s/expression gadget/gadget_type gadget/r }, essential => []);

fails('an essential patch that ran and did not fire',
    qr{^error: semantic-patches/10-frob\.cocci: drivers/thing\.c: is essential and did not fire: it ran and}m,
    source => "#include <compat.h>\nint frob_all(void) { int frob = 1; return frob; }\n",
    patches => { '10-frob' => $patch =~ s{// Removes.*\n}{}r });
fails('an essential patch whose keywords are not there',
    qr{did not fire: none of its keywords is in the code}m,
    source => "int beep(void) { return 1; }\n", loud => 1);

my $later = $patch =~ s/\@frob\@/\@later\@/r =~ s/frob_call/frob/r =~ s/^-frob$/-frob_all/mr
    =~ s/: frob/: frob_all/gr;
fails('patches in the wrong order',
    qr{^error: semantic-patches/10-frob\.cocci: drivers/thing\.c:5: would change}m,
    source => $source =~ s/frob/frob_all/r, essential => [],
    patches => { '10-frob' => $patch =~ s{// Removes.*\n}{}r, '20-later' => $later });

fails('a patch that is not idempotent',
    qr{10-frob\.cocci: drivers/thing\.c:5: would change the result again}m,
    patches => { '10-frob' => <<'END' });
// Keywords: frob

@frob@
expression list arguments;
@@
 frob(
+MAXIMUM,
 arguments)
END

fails('a single letter that is not declared', qr{spatch warns: line \d+: should g be a metavariable}m,
    patches => { '10-frob' => $patch =~ s/\(gadget\)/(g)/r }, essential => []);
fails('an identifier that is not declared',
    qr{10-frob\.cocci:12: device is declared neither in the rule nor by Linux}m,
    patches => { '10-frob' => $patch =~ s/\(gadget\)/(device)/r }, essential => []);

fails('an exception that a folder of files hides', qr{already tagged token}m, loud => 1,
    source => $source =~ s/return frob\(gadget\);/beep(1); beep(2); beep(3); return frob(gadget);/r,
    patches => { '10-frob' => $patch, '20-beep' => <<'END' });
// Keywords: beep

@beep@
expression a, b;
@@
-beep(a);
+first(a);
 ...
-beep(b);
+second(b);
END

fails('a removed name that is still called',
    qr{^error: drivers/thing\.c:7: frob is still called, though 10-frob removes it}m,
    source => $source . "\n#define TWICE(x) frob(x, x)\n" =~ s/\n//r,
    patches => { '10-frob' => $patch });
fails('a converted function whose address is taken',
    qr{^error: drivers/thing\.c:8: frob has its address taken, and 10-frob converts only calls}m,
    source => $source . "int (*pointer)(struct gadget *) = frob;\n" =~ s/^/\n/r);

fails('a result that does not compile',
    qr{^error: build/.*/thing\.c:5: too many arguments to function 'frob_call'}m,
    patches => { '10-frob' => $patch =~ s/^ \(gadget\)$/ (gadget\n+, MAXIMUM\n )/mr });

fails('a patch that is no patch', qr{spatch failed with status 255}m, loud => 1, essential => [],
    patches => { '10-frob' => $patch =~ s/expression gadget;/expression gadget/r });
fails('a virtual rule that is missing', qr{spatch failed with status 255}m, loud => 1, essential => [],
    patches => { '10-frob' => $patch =~ s/\@frob\@/\@frob depends on nowhere\@/r });

my $left = project(source => $source . <<'END');

/* frob(gadget) would do. */
char *text = "frob";
#if 0
int more(struct gadget *gadget) { return frob(gadget); }
#else
int frobs(struct gadget *gadget) { return gadget->number; }
#endif
END
is($left->run('convert', 'thing'), 0, 'what is left where spatch does not look is no failure');
like($left->{output}, qr/left as it was in a comment: frob, line 8$/m, 'a comment is told');
like($left->{output}, qr/left as it was in a string: frob, line 9$/m, 'a string is told');
like($left->{output}, qr/left as it was in a #if 0: frob, line 11$/m, 'code that is switched off is told');
is(scalar(() = $left->{output} =~ /left as it was/g), 3, 'and nothing else');

done_testing();
