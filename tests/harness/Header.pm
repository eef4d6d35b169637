# SPDX-License-Identifier: GPL-2.0-only
# What C headers define, by the compiler.
package Header;
use strict;
use warnings;
use Test::More;

sub preprocess {
    my ($text, @options) = @_;
    open my $output, '-|', 'sh', '-c', 'printf "%s\n" "$1" | gcc -E -P -I. -Iinterfaces "$2" -', 'sh', $text, $options[0] // '-P'
        or BAIL_OUT("gcc: $!");
    my $result = join '', <$output>;
    close $output or BAIL_OUT("gcc -E fails: $text");
    return $result;
}

# The text that a macro of the header stands for.
sub expand {
    my ($header, $macro) = @_;
    my ($text) = preprocess("#include \"$header\"\nHERE $macro") =~ /\bHERE (.*)/s;
    return $text;
}

# The number that an arithmetic expression of its macros is.
sub number {
    my ($header, $expression) = @_;
    my $text = expand($header, $expression) =~ s/\b(0x[0-9a-f]+|\d+)u\b/$1/gr;
    $text =~ /^[\s0-9a-fx()+*\/|-]+$/ or BAIL_OUT("$header: $expression is no number: $text");
    return eval $text;
}

# The names of the macros that the header, and what it includes, define.
sub macros {
    my ($header) = @_;
    return preprocess("#include \"$header\"", '-dM') =~ /^#define (\w+)/mg;
}

1;
