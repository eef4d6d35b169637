# SPDX-License-Identifier: GPL-2.0-only
# Wrong interface and component files, for interface-compiler.t. `^` marks the place that the
# message has to name; it is not part of the file. `errors` is their number, 1 unless given.
package InterfaceErrors;
use strict;
use warnings;

my $long = 'n' x 64;

# An interface X with one function, and a server x with these lines.
sub function { my ($text, $error, %more) = @_; return { text => "interface X {\n    $text\n}\n", error => $error, %more } }
sub server { my ($text, $error, %more) = @_;
             return { component => 1, text => "server x {\n    $text\n}\n", error => $error, %more } }

my @syntax = (
    { text => '^', error => 'found the end of the file, expected `interface`' },
    { text => "interface X {\n}\n^interface Y {\n}\n", error => 'found the keyword `interface`, expected the end of the file',
      help => 'a file holds one interface or one server' },
    { text => "interface ^ref {\n}\n", error => 'found the keyword `ref`, expected a name',
      help => '`ref` is a keyword of the language; choose another name' },
    { text => "interface X {\n    void f();\n^", errors => 1,
      error => 'found the end of the file, expected `ref`, `}`, `void`, `status`, `count` or a scalar type' },
    function('void f()^}', 'found `}`, expected `;`'),
    function('void f(u32 ^count);', 'found the keyword `count`, expected a name',
             help => '`count` is a keyword of the language; choose another name'),
    function('^u64 f();', 'found the name `u64`, expected `ref`, `}`, `void`, `status`, `count` or a scalar type',
             help => 'a 64-bit value crosses as two u32'),
    function('void f(^int x);', 'found the name `int`, expected `ref`, `mem`, `in`, `out`, `inout`, `optional`, `move`, '
             . '`)` or a scalar type', help => 'write i32'),
    function('void f(^Known x);', 'found the name `Known`, expected `ref`, `mem`, `in`, `out`, `inout`, `optional`, '
             . '`move`, `)` or a scalar type', help => 'a reference is written `ref Known`'),
    function('void f(u32 x ^u32 y);', 'found the keyword `u32`, expected `)` or `,`'),
    function('void f(in mem x[^]);', 'found `]`, expected a name or a number'),
    function('void f(in mem x[size ^= 4]);', 'found `=`, which is not part of the language'),
    function('void f(u32 x, /* é */ u32 ^@);', 'found `@`, which is not part of the language'),
    function("void f(u32 ^\x01);", 'found the byte 0x01, which is not part of the language'),
    function('void f(); ^/* no end', 'found a comment that does not end, expected `*/`'),
    function('void f(^/** here */ u32 x);', 'found a documentation comment, expected `ref`, `mem`, `in`, `out`, `inout`, '
             . '`optional`, `move`, `)` or a scalar type',
             help => '`/** */` stands before an interface, a function, a server or a line of a server; write `/* */` '
             . 'elsewhere'),
    function("void f(^;\n    void g(;\n    void h();", 'found `;`, expected `ref`, `mem`, `in`, `out`, `inout`, `optional`, '
             . '`move`, `)` or a scalar type', errors => 2),
);

my @names = (
    { text => "interface ^Y {\n}\n", error => 'found the interface `Y` in the file of `X`, expected one name',
      help => 'one interface a file; this one belongs in Y.interface' },
    { text => "interface ^$long {\n}\n", file => $long, error => 'found a name of 64 characters, expected 63 at most' },
    function("void ^$long();", 'found a name of 64 characters, expected 63 at most'),
    function("void f(u32 ^$long);", 'found a name of 64 characters, expected 63 at most'),
    function('void f(u32 ^default);', 'found `default`, which C reserves, expected another name for the parameter'),
    function('void f(in mem x[^long <= 4]);', 'found `long`, which C reserves, expected another name for the parameter'),
    function('void f(u32 ^_x);', 'found `_x`, which C reserves, expected another name for the parameter'),
    function('void ^switch();', 'found `switch`, which C reserves, expected another name for the function'),
    function('void f(u32 ^self);', 'found a parameter `self`, expected another name: generated code has one of that name'),
    function('void f(u32 ^call);', 'found a parameter `call`, expected another name: generated code has one of that name'),
    function('void ^release();', 'found a function `release`, expected another name: `X_release` is generated for references'),
    function("void f();\n    u32 ^f(u32 x);", 'found a second function `f` in `X`, expected another name',
             note => 'X.interface:2:10: note: the first one is `f`'),
    function("void f();\n    u32 ^f_checked();", 'found a second function `f_checked` in `X`, expected another name',
             note => 'X.interface:2:10: note: the first one is `f`'),
    function('void f(u32 x, u32 ^x);', 'found a second parameter `x` in `f`, expected another name',
             note => 'X.interface:2:16: note: the first one is here'),
    function('void f(u32 size, in mem x[^size <= 4]);', 'found a second parameter `size` in `f`, expected another name',
             note => 'X.interface:2:16: note: the first one is here'),
    function('void f(ref ^Knwon x);', 'found the unknown interface `Knwon`, expected one with a file Knwon.interface',
             help => 'did you mean `Known`?'),
    function('ref ^Quite f();', 'found the unknown interface `Quite`, expected one with a file Quite.interface'),
);

my @parameters = (
    function('void f(^in u32 x);', 'found `in` on a scalar, expected nothing: it is `in` unless it says `out`'),
    function('void f(^in ref X x);', 'found `in` on a reference, expected nothing: it is `in` unless it says `out`'),
    function('void f(^inout u32 x);', 'found `inout` on a scalar, expected it on `mem` only'),
    function('void f(^inout ref X x);', 'found `inout` on a reference, expected it on `mem` only'),
    function('void f(in out mem ^x[4]);', 'found more than one direction, expected one of `in`, `out` and `inout`'),
    function('void f(out ^out u32 x);', 'found the same modifier twice, expected it once'),
    function('void f(mem ^x[4]);', 'found a block without a direction, expected `in mem`, `out mem` or `inout mem`'),
    function('void f(^move u32 x);', 'found `move` on a scalar, expected it on `ref` only'),
    function('void f(in ^move mem x[4]);', 'found `move` on a block, expected it on `ref` only'),
    function('void f(^optional u32 x);', 'found `optional` on a scalar, expected it on `ref` only'),
    function('void f(out ^optional ref X x);', 'found `optional` on a reference result, expected plain `out ref`: '
             . 'it always moves to the caller, and may be null'),
    function('void f(^move out ref X x);', 'found `move` on a reference result, expected plain `out ref`: '
             . 'it always moves to the caller, and may be null'),
    function('void f(optional move ref X ^x);', 'found both `optional` and `move`, expected one of them'),
    function('void f(in mem x[^size]);', 'found the block `x` without a bound, expected `[size <= NUMBER]`',
             help => 'every block has a bound, so that whoever copies it knows how much it can be'),
    function('void f(in mem x[size <= ^65536]);', 'found the bound 65536, expected 1 to 65535'),
    function('void f(in mem x[size <= ^99999999999999999999]);',
             'found the bound 99999999999999999999, expected 1 to 65535'),
    function('void f(in mem x[^0]);', 'found the bound 0, expected 1 to 65535'),
    function('void f(in mem x[^12k]);', 'found `12k`, expected a number of bytes'),
    function('void ^f(' . join(', ', map { "in mem m$_\[s$_ <= 4]" } 1 .. 8) . ', u32 x);',
             'found 17 words of parameters in `f`, expected 16 at most',
             help => 'a block takes two words, its address and its size; all else takes one'),
    function('count ^f(in mem x[4]);', 'found 0 `out mem` parameters in `f`, expected exactly one',
             help => '`count` is the number of bytes written to the only `out mem`; write `status` otherwise'),
    function('count ^f(out mem x[4], out mem y[4]);', 'found 2 `out mem` parameters in `f`, expected exactly one'),
);

my @components = (
    { component => 1, text => "^interface x {\n}\n", error => 'found the keyword `interface`, expected `server`' },
    { component => 1, text => "server ^y {\n}\n", error => 'found the server `y` in x/x.component, expected it in y/y.component' },
    { component => 1, file => 'x/y', text => "server ^y {\n}\n",
      error => 'found the server `y` in x/y.component, expected it in y/y.component' },
    { component => 1, file => "$long/$long", text => "server ^$long {\n}\n",
      error => 'found a name of 64 characters, expected 63 at most' },
    server('implements Known ^;', 'found `;`, expected `as`'),
    server('requires Known ^as x;', 'found the keyword `as`, expected a name',
           help => '`as` is a keyword of the language; choose another name'),
    server("requires ^known known;\n    requires ^Knwon other;" =~ s/\^Knwon/Knwon/r,
           'found the unknown interface `known`, expected one with a file known.interface',
           errors => 2, help => 'did you mean `Known`?'),
    server("requires Known a;\n    implements Known as ^a;", 'found a second `a`, expected another name',
           note => 'x/x.component:2:20: note: the first one is here'),
    server("implements Known as a;\n    implements ^Known as b;", 'found a second root that implements `Known`, expected one',
           note => 'x/x.component:2:16: note: the first one is here'),
    server('requires Known ^component;', 'found the name `component`, expected another: generated code has one of that name'),
    server('requires Known ^int;', 'found `int`, which C reserves, expected another name for it'),
    server('object ^Known as thing;', 'found objects of `Known`, which has a function `create`, '
           . 'expected none of that name: `thing_create` is generated for objects',
           note => 'Known.interface:1:24: note: the function is here'),
    server("thread_safe;\n    ^thread_safe;", 'found `thread_safe` twice, expected it once'),
    { component => 1, text => "server ^x {\n" . join('', map { "    requires Known r$_;\n" } 1 .. 65) . "}\n",
      error => 'found 65 `requires` lines, expected 64 at most' },
    { component => 1, text => "server ^x {\n    uses Big;\n}\n", also => { 'Big.interface' =>
          "interface Big {\n" . join('', map { "    void f$_();\n" } 1 .. 1024) . "}\n" },
      error => 'found 1025 functions in the interfaces that the server mentions, expected 1024 at most' },
);

our @cases = (@syntax, @names, @parameters, @components);

1;
