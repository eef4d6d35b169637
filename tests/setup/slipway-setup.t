#!/usr/bin/perl
# SPDX-License-Identifier: GPL-2.0-only
# make setup: what it derives from the system's apt sources, what it unpacks and indexes, and that
# what is missing, damaged or interrupted is never taken for done. Nothing is fetched here:
# the programs that would be run stand in front of the real ones in PATH.
use strict;
use warnings;
use Cwd qw(getcwd);
use File::Copy qw(copy);
use File::Path qw(make_path);
use lib 'tests/harness';
use File::Temp qw(tempdir);
use Path::Tiny;
use Test::More;

my $root = getcwd();
my $folder = tempdir(CLEANUP => 1);

sub store {
    my ($name, $text, $mode) = @_;
    make_path($name =~ s{/[^/]*$}{}r);
    open(my $file, '>', $name) or die "$name: $!";
    print $file $text;
    close $file;
    chmod $mode, $name if $mode;
}

subtest 'apt sources' => sub {
    store("$folder/a.list", <<'END');
# deb http://comment.example/debian bookworm main
deb http://one.example/debian bookworm main contrib
deb-src http://one.example/debian bookworm main
deb [arch=amd64 signed-by=/usr/share/keyrings/other.gpg] https://other.example/ bookworm main
deb [check-valid-until=no signed-by=/k/debian-archive-keyring.gpg] http://two.example/d bookworm main
deb cdrom:[Debian]/ bookworm main
deb http://flat.example/ ./
deb http://three.example/debian bookworm contrib
END
    store("$folder/b.sources", <<'END');
Types: deb
# a comment
URIs: http://four.example/debian
Suites: bookworm
 bookworm-updates
Components: main
Signed-By: /usr/share/keyrings/debian-archive-keyring.gpg

Types: deb
Enabled: no
URIs: http://disabled.example/debian
Suites: bookworm
Components: main

Types: deb
URIs: http://key.example/debian
Suites: bookworm
Components: main
Signed-By:
 -----BEGIN PGP PUBLIC KEY BLOCK-----
 .
 -----END PGP PUBLIC KEY BLOCK-----
END
    my $derived = `awk -v keyring=KEY -v architecture=amd64 -f tools/setup/derive-sources.awk \\
        $folder/a.list $folder/b.sources`;
    is(join(' ', $derived =~ /^URIs: (.*)$/mg),
        'http://one.example/debian http://two.example/d http://four.example/debian',
        'only archives that Debian signs, each once');
    is(scalar(() = $derived =~ /^Signed-By: KEY$/mg), 3, 'all of them with Debian\'s key');
    is(scalar(() = $derived =~ /^Types: deb deb-src$/mg), 3, 'with source packages');
    like($derived, qr/^Suites: bookworm +bookworm-updates$/m, 'a field may run over lines');
    is(scalar(() = $derived =~ /^Check-Valid-Until: no$/mg), 1, 'and a snapshot stays one');
};

# A source package with the nesting of Debian's.
my %tree = (
    'include/linux/thing.h' => <<'END',
#ifndef THING
#define THING
/* int commented_out(void); */
struct thing { int inside; struct { int nested; } part; };
struct only_named;
enum color { RED, GREEN = 1 << 2, BLUE };
typedef struct thing thing_t;
typedef int (*handler_t)(int, void *);
extern int declared(struct thing *thing, int (*callback)(int));
int __must_check annotated(void) __attribute__((warn_unused_result));
static inline int inlined(int x)
{
    int local = x;
    return local;
}
#define MACRO(x) \
    do { called(x); } while (0)
extern unsigned long variable;
int array[3];
#endif
END
    'include/uapi/linux/other.h' => "#define MACRO 1\n#define OTHER 2\n",
    'net/core/dev.c' => "int exported(void) { return 0; }\nEXPORT_SYMBOL(exported);\n"
        . "EXPORT_SYMBOL_GPL(inlined);\n",
    'arch/arm/kernel/x.c' => "EXPORT_SYMBOL(foreign);\n",
    'drivers/net/mii.c' => "/* mii */\n",
    'drivers/net/deep/x.c' => "EXPORT_SYMBOL(deep);\n",
    'drivers/gpu/x.h' => "#define ELSEWHERE\n",
);
my $package = "$folder/linux-source-6.1_1_all.deb";
foreach my $path (keys %tree) {
    store("$folder/tree/linux-source-6.1/$path", $tree{$path});
}
make_path("$folder/package/usr/src");
system("cd $folder && tar -cJf package/usr/src/linux-source-6.1.tar.xz -C tree linux-source-6.1"
    . " && tar -cf data.tar -C package ./usr && echo 2.0 >debian-binary"
    . " && ar rc $package debian-binary data.tar") == 0 or die;
store("$folder/paths", "# what is wanted\ninclude/\ndrivers/net/*.c\n");

subtest 'unpacking' => sub {
    is(system("build/unpack-linux $package $folder/paths $folder/out 2>/dev/null"), 0, 'a package');
    is((eval { path("$folder/out/include/linux/thing.h")->slurp_raw } // ''), $tree{'include/linux/thing.h'},
        'a folder that is listed');
    is((eval { path("$folder/out/drivers/net/mii.c")->slurp_raw } // ''), "/* mii */\n", 'a file that matches');
    ok(!-e "$folder/out/$_", "not $_") foreach 'drivers/net/deep', 'drivers/gpu', 'net';
    my %index = map { /^(.*)\t(.*)\t(.*)$/ ? ($1 => "$2 $3") : () } split /\n/, (eval { path("$folder/out/index")->slurp_raw } // '');
    my $thing = 'include/linux/thing.h';
    my %expected = (
        exported => 'export net/core/dev.c', inlined => 'export net/core/dev.c',
        deep => 'export drivers/net/deep/x.c',
        'struct thing' => "type $thing", 'enum color' => "type $thing", RED => "constant $thing",
        GREEN => "constant $thing", BLUE => "constant $thing", thing_t => "type $thing",
        handler_t => "type $thing",
        declared => "prototype $thing", annotated => "prototype $thing", MACRO => "macro $thing",
        THING => "macro $thing",
        variable => "prototype $thing", array => "prototype $thing",
        OTHER => 'macro include/uapi/linux/other.h',
    );
    is_deeply(\%index, \%expected, 'and the index has what headers and exports define')
        or diag(explain(\%index));
    is((eval { path("$folder/out/index")->slurp_raw } // ''), join('', sort((eval { path("$folder/out/index")->slurp_raw } // '') =~ /^.*\n/mg)), 'in order');
};

subtest 'one folder' => sub {
    is(system("build/unpack-linux $package --only=drivers/net/ $folder/one 2>/dev/null"), 0, 'of a package');
    is((eval { path("$folder/one/drivers/net/mii.c")->slurp_raw } // ''), "/* mii */\n", 'has its files');
    ok(-e "$folder/one/drivers/net/deep/x.c", 'and folders');
    ok(!-e "$folder/one/$_", "but not $_") foreach 'include', 'drivers/gpu', 'index';
    isnt(system("build/unpack-linux $package --only=no/such/ $folder/none 2>$folder/messages"), 0,
        'that is not there is refused');
    like((eval { path("$folder/messages")->slurp_raw } // ''), qr{^error: no/such/: there is nothing of that name}, 'by name');
};

subtest 'damaged packages' => sub {
    my $whole = (eval { path($package)->slurp_raw } // '');
    my $wrong = 0;
    for (my $size = 0; $size < length($whole); $size += 37) {
        store("$folder/cut.deb", substr($whole, 0, $size));
        my $command = "build/unpack-linux $folder/cut.deb $folder/paths $folder/cut";
        $wrong++ if system("$command >/dev/null 2>&1") == 0;
    }
    # The tail of a package is padding; all but that must be missed.
    cmp_ok($wrong, '<=', 10240 / 37 + 1, 'cut short, are refused') or diag("$wrong were not");
    store("$folder/cut.deb", substr($whole, 0, index($whole, "\xfd7zXZ") + 200));
    isnt(system("build/unpack-linux $folder/cut.deb $folder/paths $folder/cut >$folder/messages 2>&1"), 0,
        'cut in the middle of the sources too');
    like((eval { path("$folder/messages")->slurp_raw } // ''), qr/^error: /, 'with a message');
    isnt(system("build/unpack-linux /dev/null $folder/paths $folder/cut >/dev/null 2>&1"), 0,
        'nothing is refused');
};

# A project in which setup.sh runs with programs of our own around it.
my $project = "$folder/project";
my $bin = "$folder/bin";
make_path("$project/build", $bin);
system("cp -r tools $project/ && rm -rf $project/tools/*/build") == 0 or die;
store("$project/tools/setup/linux-paths", (eval { path("$folder/paths")->slurp_raw } // ''));
my $installed = join('', map { "ii  $_\n" } split /\n/, `sed -e 's/#.*//' -e 's/ .*//' tools/setup/packages`);
store("$bin/dpkg-query", "#!/bin/sh\ncat $folder/installed\n", 0755);
store("$bin/id", "#!/bin/sh\necho 1000\n", 0755);
store("$bin/sudo", "#!/bin/sh\nexit 1\n", 0755);
store("$bin/apt-get", "#!/bin/sh\necho \"\$@\" >>$folder/apt-get.log\n", 0755);
store("$bin/make", "#!/bin/sh\nmkdir -p build; cp $root/build/unpack-linux build/\n", 0755);
store("$bin/dpkg-source",
    "#!/bin/sh\nfor last; do :; done\nmkdir -p \$last/src && touch \$last/src/core.c\n", 0755);
store("$project/tools/setup/runs-32-bit", "#!/bin/sh\n", 0755);
store("$project/tools/setup/fetch.sh", <<"END", 0755);
#!/bin/sh
echo "\$1 \$2 \$4" >>$folder/fetched
test -e $folder/offline && exit 1
case \$1 in
binary) mkdir -p \$3; cp $folder/served.deb \$3/linux-source-6.1_1_all.deb ;;
source) mkdir -p \$3; touch \$3/lwip_1.dsc ;;
dependency) mkdir -p \$3; cp $folder/served.deb \$3/linux-image-6.1.0-7-686_6.1.20-1_i386.deb ;;
esac
END

sub setup {
    my $output = `cd $project && PATH=$bin:\$PATH tools/setup/setup.sh 2>&1`;
    return ($? >> 8, $output);
}

subtest 'missing packages' => sub {
    store("$folder/installed", $installed =~ s/^ii  nasm\n//mr =~ s/^ii  bison$/rc  bison/mr);
    my ($status, $output) = setup();
    is($status, 3, 'for one who is not root');
    like($output, qr/^error: setup: packages are missing: nasm bison $/m, 'are named');
    like($output, qr/^help: as root, run: apt-get update && apt-get install .*nasm bison/m,
        'with the line to run');
    store("$bin/sudo", "#!/bin/sh\nshift\ntest \"\$*\" = true || \"\$@\"\n", 0755);
    ($status, $output) = setup();
    like((eval { path("$folder/apt-get.log")->slurp_raw } // ''), qr/^install --no-install-recommends nasm bison -y -q$/m,
        'with sudo are installed');
};

subtest 'a kernel that runs no 32-bit programs' => sub {
    store("$folder/installed", $installed);
    store("$project/tools/setup/runs-32-bit", "#!/bin/sh\nexit 1\n", 0755);
    unlink("$folder/apt-get.log");
    setup();
    like((eval { path("$folder/apt-get.log")->slurp_raw } // ''), qr/^install --no-install-recommends qemu-user -y -q$/m,
        'what runs them instead is installed');
    store("$project/tools/setup/runs-32-bit", "#!/bin/sh\n", 0755);
};

subtest 'sources' => sub {
    store("$folder/installed", $installed);
    store("$folder/offline", '');
    my ($status, $output) = setup();
    is($status, 1, 'that cannot be fetched fail');
    ok(!-e "$project/build/sources/linux-6.1", 'and leave nothing');
    unlink("$folder/offline");

    store("$folder/served.deb", substr((eval { path($package)->slurp_raw } // ''), 0, 900));
    ($status, $output) = setup();
    is($status, 1, 'a damaged package fails');
    like($output, qr/is damaged/, 'with a message');
    ok(!-e "$project/build/sources/linux-6.1", 'and leaves nothing that is trusted');

    copy($package, "$folder/served.deb");
    make_path("$project/build/sources/linux-6.1.partial/stale", "$project/build/sources/linux-6.1/stale");
    ($status, $output) = setup();
    is($status, 0, 'then everything is fetched anew') or diag($output);
    like((eval { path("$project/build/sources/linux-6.1/include/linux/thing.h")->slurp_raw } // ''), qr/struct thing/,
        'Linux is there');
    ok(-e "$project/build/sources/lwip/src/core.c", 'and lwIP');
    ok(!-e "$project/build/sources/linux-6.1/stale", 'and nothing of what was interrupted');

    unlink("$folder/fetched");
    ($status, $output) = setup();
    is("$status$output", '0', 'a second run says nothing');
    ok(!-e "$folder/fetched", 'and fetches nothing');
    store("$project/tools/setup/linux-paths", "include/\n");
    ($status, $output) = setup();
    ok($status == 0 && !-e "$project/build/sources/linux-6.1/drivers", 'another list of paths unpacks again');
    ok(!-e "$folder/fetched", 'without fetching');
    unlink("$project/build/sources/lwip/.complete");
    ($status, $output) = setup();
    ok($status == 0 && -e "$project/build/sources/lwip/.complete", 'what is not complete is unpacked again');
};

# A package with the kernel and modules of Debian's i386 Linux.
sub image_package {
    my ($name) = @_;
    my $modules = 'lib/modules/6.1.0-7-686/kernel';
    store("$folder/image/DEBIAN/control", "Package: linux-image-6.1.0-7-686\nVersion: 6.1.20-1\n"
        . "Architecture: i386\nMaintainer: x <x\@example.org>\nDescription: Linux\n");
    store("$folder/image/$_", $_) foreach 'boot/vmlinuz-6.1.0-7-686', 'boot/config-6.1.0-7-686',
        map { "$modules/$_.ko" } 'drivers/net/mii', 'drivers/net/ethernet/realtek/8139too', 'drivers/pps/p',
        'drivers/ptp/p', 'drivers/virtio/v', 'lib/l', 'net/core/failover', 'drivers/gpu/g';
    system("dpkg-deb --build $folder/image $name >/dev/null") == 0 or die;
}

sub setup_linux {
    my $output = `cd $project && tools/setup/linux-image.sh 2>&1`;
    return ($? >> 8, $output);
}

subtest "Debian's i386 Linux" => sub {
    my $image = "$project/build/sources/linux-image-i386";
    unlink("$folder/fetched");
    store("$folder/offline", '');
    my ($status, $output) = setup_linux();
    is($status, 1, 'that cannot be fetched fails');
    ok(!-e $image, 'and leaves nothing');
    unlink("$folder/offline");

    image_package("$folder/whole.deb");
    store("$folder/served.deb", substr((eval { path("$folder/whole.deb")->slurp_raw } // ''), 0, 400));
    ($status, $output) = setup_linux();
    is($status, 1, 'a damaged package fails');
    like($output, qr/^error: setup: .* is damaged .*\nhelp: run make setup-linux again/m, 'with a message');
    ok(!-e $image, 'and leaves nothing that is trusted');

    copy("$folder/whole.deb", "$folder/served.deb");
    make_path("$image.partial/modules/stale", "$image/modules/stale");
    ($status, $output) = setup_linux();
    is($status, 0, 'then it is fetched anew') or diag($output);
    like((eval { path("$folder/fetched")->slurp_raw } // ''), qr/^dependency linux-image-686 i386$/m, 'for i386');
    is((eval { path("$image/package")->slurp_raw } // ''), "linux-image-6.1.0-7-686 6.1.20-1\n", 'package and version are told');
    is((eval { path("$image/vmlinuz")->slurp_raw } // ''), 'boot/vmlinuz-6.1.0-7-686', 'the kernel is there');
    ok(-e "$image/modules/drivers/net/ethernet/realtek/8139too.ko", 'and a module');
    ok(!-e "$image/modules/$_", "but not $_") foreach 'drivers/gpu', 'stale';

    unlink("$folder/fetched");
    ($status, $output) = setup_linux();
    is("$status$output", '0', 'a second run says nothing');
    ok(!-e "$folder/fetched", 'and fetches nothing');
    unlink("$image/.complete");
    ($status, $output) = setup_linux();
    ok($status == 0 && -e "$image/.complete", 'what is not complete is unpacked again');
    ok(!-e "$folder/fetched", 'without fetching');
};

done_testing();
