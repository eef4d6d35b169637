#!/usr/bin/perl
# SPDX-License-Identifier: GPL-2.0-only
# Each semantic patch by its pair, byte for byte: what it changes and what it leaves; that a
# second run changes nothing; that nothing that it says it removes is left in the code; that it is
# documented; and all of them on drivers of other cards. The runner itself is tested with slipway convert.
use strict;
use warnings;
use File::Basename;
use File::Temp qw(tempdir);
use Path::Tiny;
use Test::More;

my $folder = 'semantic-patches';
my $scratch = tempdir(CLEANUP => 1);
my $options = join(' ', split(' ', eval { path('tools/slipway/convert/spatch-options')->slurp_raw } // ''));

# The words of all `// KEY: a, b` lines of a patch.
sub header_words {
    my ($patch, $key) = @_;
    return map { split /[\s,]+/ } $patch =~ m{^// \Q$key\E:[ \t]*(.+)$}mg;
}

# The code of a C text, without comments and strings.
sub code {
    my ($text) = @_;
    $text =~ s{("(?:\\.|[^"\\])*")|/\*.*?\*/|//[^\n]*}{defined $1 ? '""' : ' '}gse;
    return $text;
}

# Runs one patch on a text, as slipway does. Returns the text that comes of it, or undef and a
# diagnosis: spatch's exit code, and the faults that it only mentions.
sub apply {
    my ($patch, $text) = @_;
    my $input = "$scratch/input.c";
    open(my $file, '>', $input) or die "$input: $!";
    print $file $text;
    close $file;
    my $messages = `timeout 60 spatch $options --in-place --sp-file $patch $input 2>&1 >/dev/null`;
    if ($? != 0 || $messages =~ /EXN|^warning:/m) {
        diag($messages);
        return undef;
    }
    return eval { path($input)->slurp_raw };
}

my @patches = sort glob("$folder/*.cocci");
my $table = eval { path("$folder/README.md")->slurp_raw };
my $conversions = eval { path('linuxcompat/CONVERSIONS.md')->slurp_raw };
my $declared = join("\n",
    map { code(eval { path($_)->slurp_raw }) } glob('linuxcompat/include/slipway/*.h build/interfaces/*.h'));
isnt($options, '', 'there are options for spatch');
cmp_ok(scalar @patches, '>', 0, 'there are semantic patches');

foreach my $file (@patches) {
    my $topic = basename($file, '.cocci');
    my $patch = eval { path($file)->slurp_raw };
    my $before = eval { path("$folder/tests/$topic.c")->slurp_raw };
    my $expected = eval { path("$folder/tests/$topic.res")->slurp_raw };

    subtest $topic => sub {
        like($topic, qr/^\d\d-[a-z-]+$/, 'is called NN-topic');
        like($table, qr/^\| `\Q$topic\E` \|/m, 'stands in the table of README.md');
        like($patch, qr{^// SPDX-License-Identifier: GPL-2.0-only\n// \S.*\n//\n}, 'says what it does');
        like($patch, qr{^// Confidence: (High|Moderate|Low)$}m, 'says how sure it is');
        my @keywords = header_words($patch, 'Keywords');
        my @removed = header_words($patch, 'Removes');
        ok(@keywords && @removed, 'says its keywords and what it removes');
        ok(defined $before && defined $expected, 'has a pair of tests') or return;

        foreach my $word (@keywords) {
            like(code($before), qr/\b\Q$word\E\b/, "its pair tries $word");
        }
        my $after = apply($file, $before);
        is($after, $expected, 'changes its pair as expected');
        is(apply($file, $expected), $expected, 'changes nothing more in a second run');
        my @left = grep { code($expected) =~ /\b\Q$_\E\b/ } @removed;
        is("@left", '', 'leaves none of the names that it removes');

        my %added = map { $_ => 1 } $patch =~ /^\+([A-Za-z_]\w+)/mg;
        foreach my $name (sort keys %added) {
            like($declared, qr/\b\Q$name\E\b/, "$name, which it adds, is declared");
        }
        my @untold = grep { $conversions !~ /\b\Q$_\E\(/ } sort(keys %added), @removed;
        is("@untold", '', 'and what it removes and adds stands in CONVERSIONS.md');
    };
}

foreach my $file (glob("$folder/tests/*")) {
    my ($topic) = fileparse($file, '.c', '.res');
    ok(-e "$folder/$topic.cocci", "$file belongs to a patch");
}

# Drivers of other cards, which use the same calls in other ways: each line stays in its place,
# and nothing that the patches remove is left.
my @others = qw(realtek/8139cp intel/e100 intel/e1000/e1000_main amd/pcnet32 8390/ne2k-pci
    dec/tulip/tulip_core);
foreach my $driver (@others) {
    my $name = "build/sources/linux-6.1/drivers/net/ethernet/$driver.c";
    my $text = eval { path($name)->slurp_raw };
    if (!defined $text) {
        fail("$name is there (make setup)");
        next;
    }
    my $lines = ($text =~ tr/\n//);
    my %removed;
    foreach my $file (@patches) {
        my $patch = eval { path($file)->slurp_raw };
        my @keywords = header_words($patch, 'Keywords');
        $removed{$_} = 1 foreach header_words($patch, 'Removes');
        next unless grep { code($text) =~ /\b\Q$_\E\b/ } @keywords;
        $text = apply($file, $text);
        last if !defined $text;
    }
    is(($text // '') =~ tr/\n//, $lines, "$driver: no line comes or goes");
    my @left = grep { code($text // '') =~ /\b\Q$_\E\s*\(/ } sort keys %removed;
    is("@left", '', "$driver: nothing is left");
}

done_testing();
