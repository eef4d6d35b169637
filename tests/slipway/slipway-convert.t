#!/usr/bin/perl
# SPDX-License-Identifier: GPL-2.0-only
# slipway convert and measure: what they write, count and print, in a project of their own, and on
# the reference port.
use strict;
use warnings;
use JSON::PP qw(decode_json);
use lib 'tests/harness';
use Project;
use Path::Tiny;
use Test::More;

my $patch = <<'END';
// SPDX-License-Identifier: GPL-2.0-only
// Keywords: frob, frob_all
// Removes: frob, frob_all

@one@
expression gadget;
@@
-frob
+frob_call
 (gadget)

@every@
@@
-frob_all();
+beep(1);
+beep(2);
END

my $own_patch = <<'END';
// Keywords: beep

@own@
@@
-beep(3)
+other_call(0)
END

my $source = <<'END';
/* A thing. */
#include <compat.h>
#include "thing.h"

int start(struct gadget *gadget)
{
    frob_all();
    beep(3);
    return frob(gadget) + LOCAL;    /* frob */
}
END

my $header = <<'END';
#define LOCAL local(0)
static inline int local(struct gadget *gadget) { return frob(gadget); }
END

sub project {
    my (%change) = @_;
    my $project = Project->new;
    $project->patch('10-frob', $patch);
    $project->patch('50-own', $own_patch, 'thing');
    $project->linux('drivers/thing.c', $change{source} // $source);
    $project->linux('drivers/thing.h', $header);
    $project->port('thing', 'drivers/thing.c', ['10-frob', '50-own'], $change{more});
    return $project;
}

sub counts {
    my ($unmodified, $patch, $hand, $new, $dropped) = @_;
    return { unmodified => $unmodified, adapted_by_patch => $patch, adapted_by_hand => $hand, new => $new,
             dropped => $dropped };
}

subtest 'a port' => sub {
    my $project = project();
    is($project->run('convert', 'thing', '--json'), 0, 'is converted') or diag($project->{errors});
    is($project->read('build/convert/thing/pristine/drivers/thing.c'), $source,
        'its source is kept untouched');
    is($project->read('build/sources/linux-6.1/drivers/thing.c'), $source, 'and so is the original');
    like($project->read('build/convert/thing/converted/drivers/thing.h'), qr/return frob_call\(gadget\)/,
        'a header of its own is converted with it');
    like($project->read('build/convert/thing/steps/10-frob/drivers/thing.c'), qr/frob_call.*\n.*\}/,
        'the result of each patch is kept');
    my $log = `git --git-dir=$project->{folder}/build/convert/thing/history log --format=%s`;
    is($log, "50-own\n10-frob\nimport\n", 'with a history');

    my $report = decode_json($project->{output});
    my ($file, $local) = @{ $report->{files} };
    is($file->{file}, 'drivers/thing.c', 'the report names the file');
    is_deeply($file->{code}, counts(5, 2, 1, 1, 0), 'counts lines of code');
    is_deeply($file->{all}, counts(7, 2, 1, 1, 0), 'and all lines');
    is_deeply($local->{code}, counts(1, 1, 0, 0, 0), 'the header likewise');
    my ($suite, $own) = @{ $file->{patches} };
    is_deeply([@$suite{'patch', 'by', 'places', 'lines'}], ['10-frob', 'suite', 2, [7, 8, 10]],
        'what fired where');
    is_deeply([@$own{'patch', 'by', 'places', 'lines'}], ['50-own', 'hand', 1, [9]],
        'a port\'s own is by hand');
    is_deeply($report->{gaps}, [], 'nothing is missing');
    is_deeply($file->{leftovers}, [{ name => 'frob', line => 10, in => 'comment' }], 'a comment is left');

    is($project->run('convert', 'thing', '--json=build/out.json'), 0, 'with a file for the JSON');
    like($project->{output}, qr/drivers\/thing\.c, code +5 +2 +1 +1 +0/, 'the table is printed too');
    is_deeply(decode_json($project->read('build/out.json')), decode_json($project->read(
        'build/convert/thing/report.json')), 'and the file holds the report');
};

subtest 'measuring' => sub {
    my $project = project();
    is($project->run('measure', 'thing'), 1, 'what is not converted cannot be measured');
    like($project->{errors}, qr/help: slipway convert makes it/, 'which is said');
    $project->run('convert', 'thing');
    $project->write('ported/thing/glue.c', "/* Glue. */\n#include <compat.h>\n\nint glue(void);\n");
    $project->write('ported/thing/thing.component', "// A thing.\nserver thing {\n}\n");
    $project->write('linuxcompat/a/b.c', "int a;\n\n");
    is($project->run('measure', 'thing', '--json'), 0, 'then it is') or diag($project->{errors});
    my $report = decode_json($project->{output});
    is($report->{linux}, '6.1.7', 'Linux has a version');
    is_deeply($report->{reuse}[0], { file => 'drivers/thing.c', code => counts(5, 2, 1, 1, 0),
        all => counts(7, 2, 1, 1, 0) }, 'each file is counted as convert counts it');
    is_deeply($report->{reuse_total}{code}, counts(6, 3, 1, 1, 0), 'and all together');
    is($report->{port_files}{code}{code}, 2 + 4, 'code of the port: its C and its patches');
    is($report->{port_lines}, 2 + 4 + 2 + $report->{port_files}{manifest}{code},
        'all that is written for the port: that, its component file and its manifest');
    is_deeply($report->{port_files}{component}, { files => 1, code => 2, all => 3 },
        'its component file beside');
    is_deeply($report->{linuxcompat}, { files => 1, code => 1, all => 2 }, 'linuxcompat once');
    is($project->run('measure', 'thing'), 0, 'as a table');
    like($project->{output}, qr/total, code +6 +3 +1 +1 +0/, 'with a total');

    $project->write('build/convert/thing/converted/drivers/thing.c', "$source\nint more;\n");
    is($project->run('measure', 'thing', '--json'), 0, 'a converted file that a person changed');
    is(decode_json($project->{output})->{reuse}[0]{all}{new}, 2, 'counts as it is now');
};

subtest 'gaps' => sub {
    my $project = project(source => <<'END');
#include <compat.h>
#include <linux/nowhere.h>
#include "thing.h"

int start(struct gadget *gadget)
{
    struct widget widget;

    frob_all();
    beep(3);
    absent(gadget->missing);
    gadget->state = ABSENT;
    return declared_only(LOCAL) + frob(gadget);
}
END
    $project->linux('include/linux/nowhere.h', '');
    is($project->run('convert', 'thing', '--json'), 1, 'fail the conversion');
    my %gaps = map { $_->{symbol} => [$_->{file}, $_->{line}, $_->{defined_in}] }
        @{ decode_json($project->{output})->{gaps} };
    is_deeply(\%gaps, {
        '<linux/nowhere.h>' => ['drivers/thing.c', 2, 'include/linux/nowhere.h'],
        'struct widget' => ['drivers/thing.c', 7, 'drivers/type.c'],
        'struct gadget.missing' => ['drivers/thing.c', 12, 'drivers/type.c'],
        'absent' => ['drivers/thing.c', 12, 'drivers/export.c'],
        'ABSENT' => ['drivers/thing.c', 13, 'drivers/macro.c'],
        'declared_only' => ['drivers/thing.c', 14, undef],
    }, 'header, type, member, function, macro, and a function that is only declared')
        or diag(explain(\%gaps));
    $project->run('convert', 'thing');
    like($project->{output}, qr{^  drivers/thing\.c:12: absent, defined in drivers/export\.c$}m,
        'as a table');
    ok(-e "$project->{folder}/build/convert/thing/converted/drivers/thing.c", 'the converted file is kept');
    ok(!-e "$project->{folder}/build/convert/thing/report.json",
        'but no report that a build would take for success');

    my $linked = project(source => $source =~ s/LOCAL/declared_only(LOCAL)/r);
    is($linked->run('convert', 'thing'), 1, 'a function that is only declared fails where all compiles, too');
    like($linked->{output}, qr{drivers/thing\.c:10: declared_only, which}, 'with its line');
};

subtest 'declared stubs' => sub {
    my $stub = '"stubs": [ { "symbol": "%s", "declaration": "int %s(int);", "policy": "%s", '
        . '"why": "100%% absent" } ]';
    my $calls = $source =~ s/LOCAL/absent(1)/r;
    my $project = project(source => $calls, more => sprintf($stub, 'absent', 'absent', 'error EIO'));
    is($project->run('convert', 'thing', '--json'), 0, 'fill a gap') or diag($project->{output});
    is(decode_json($project->{output})->{stubs}, 1, 'and are counted');

    $project->write('main.c', <<'END');
#include <stdarg.h>
#include <stdio.h>
int absent(int);
int printk(const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    return vprintf(format, arguments);
}
int panic(const char *format) { puts(format); return 0; }
int main(void) { printf("%d\n", absent(1)); printf("%d\n", absent(1)); return 0; }
END
    is(system("cd $project->{folder} && gcc -m32 -Icompat build/convert/thing/stubs.c -c -o stubs.o 2>errors"
        . " && gcc -m32 main.c stubs.o -o main 2>>errors"), 0, 'they compile')
            or diag($project->read('errors'));
    is(`tests/harness/run $project->{folder}/main`, "4stub: absent() was called: 100% absent\n-5\n-5\n",
        'and say once that they are stubs');

    my $unneeded = project(more => sprintf($stub, 'absent', 'absent', 'no-op'));
    is($unneeded->run('convert', 'thing'), 1, 'one that nobody calls fails the conversion');
    like($unneeded->{errors}, qr/stubs\[0\]: absent: is declared as a stub and is not missing/,
        'with a message');
    my $there = project(source => $calls =~ s/absent/beep/r, more => sprintf($stub, 'beep', 'beep', 'no-op'));
    is($there->run('convert', 'thing'), 1, 'and one that linuxcompat has');
};

subtest 'a file without a port' => sub {
    my $project = project();
    is($project->run('convert', 'drivers/thing.c'), 0, 'of Linux\'s, by its path there')
        or diag($project->{errors});
    like($project->read('build/convert/thing.c/converted/drivers/thing.c'), qr/frob_call/, 'is converted');
    like($project->read('build/convert/thing.c/converted/drivers/thing.c'), qr/beep\(3\)/,
        'without a port\'s patches');
    $project->write('elsewhere/mine.c', "#include <compat.h>\nint mine(void) { return absent(1); }\n");
    my $tool = "$project->{folder}/build/slipway";
    my $output = `cd $project->{folder}/elsewhere && $tool convert mine.c 2>&1`;
    is($? >> 8, 1, 'anyone\'s, by a path from here, with a gap');
    like($output, qr{mine\.c:2: absent, defined in}, 'is listed');
    is($project->run('convert', 'nowhere.c'), 2, 'that is nowhere');
    like($project->{errors}, qr/nowhere\.c: no such file/, 'is refused');
};

subtest 'the command line' => sub {
    my $project = project();
    is($project->run('convert', 'thing', '--dry-run'), 0, 'a dry run');
    like($project->{output},
        qr{^spatch .*--sp-file semantic-patches/10-frob\.cocci build/convert/thing/converted/}m,
        'prints how spatch is run');
    like($project->{output}, qr{^gcc .* -c build/convert/thing/converted/drivers/thing\.c -o }m,
        'and the compiler');
    ok(!-e "$project->{folder}/build/convert", 'and makes nothing');
    is($project->run('convert', '--help'), 0, '--help');
    like($project->{output}, qr/Exit status/, 'tells the exit status');
    is($project->run('convert', '--nonsense'), 2, 'an unknown option is wrong usage');
    is($project->run('nonsense'), 2, 'an unknown verb too');
    is($project->run('measure'), 2, 'and measuring nothing');
    {
        my $timeout = (grep { -x } map { "$_/timeout" } split(/:/, $ENV{PATH}))[0];
        mkdir("$project->{folder}/bin");
        symlink($timeout, "$project->{folder}/bin/timeout");
        local $ENV{PATH} = "$project->{folder}/bin";
        is($project->run('convert', 'thing'), 3, 'without spatch nothing begins');
        like($project->{errors}, qr/^error: spatch: no such program/m, 'and it is named');
        ok(!-e "$project->{folder}/build/convert", 'and nothing is made');
    }
    is($project->run('convert', 'nonsense'), 2, 'a port that does not exist is wrong usage');
    like($project->{errors}, qr{^error: nonsense: no such port$}m, 'and is named');
    is($project->run('convert', 'ported/thing'), 2, 'as is the path of one');
    $project->port('thing', 'drivers/thing.c', ['99-nothing']);
    is($project->run('convert', 'thing'), 1, 'an essential patch that does not exist');
    like($project->{errors}, qr/essential: 99-nothing: there is no patch of that name/, 'is named');
    unlink("$project->{folder}/build/sources/linux-6.1/index");
    is($project->run('convert', 'thing'), 3, 'without Linux\'s sources');
    like($project->{errors}, qr/help: make setup/, 'it says what to run');
};

subtest 'the reference port' => sub {
    my $started = time;
    my $output = `build/slipway convert rtl8139 --json 2>&1 >build/tests/rtl8139.json`;
    is($?, 0, 'is converted, and nothing is missing') or diag($output);
    diag('converting took about ' . (time - $started) . ' s');
    my $report = decode_json(path('build/tests/rtl8139.json')->slurp_raw);
    my %files = map { $_->{file} => $_->{code} } @{ $report->{files} };
    foreach my $file ('drivers/net/ethernet/realtek/8139too.c', 'drivers/net/mii.c') {
        is(system("cmp -s build/sources/linux-6.1/$file build/convert/rtl8139/pristine/$file"), 0,
            "$file is untouched");
        my $code = $files{$file};
        my $original = $code->{unmodified} + $code->{adapted_by_patch} + $code->{adapted_by_hand}
            + $code->{dropped};
        cmp_ok($code->{unmodified}, '>=', 0.95 * $original, 'at least 95 % of it unmodified');
        is($code->{adapted_by_hand}, 0, 'and nothing adapted by hand');
    }
    is(system('build/slipway measure rtl8139 >/dev/null'), 0, 'and can be measured');
};

done_testing();
