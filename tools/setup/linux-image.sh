#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# Fetches Debian's own i386 Linux, which ports are measured against, and unpacks of it the kernel
# (vmlinuz) and the modules that network drivers need (modules/) into build/sources/linux-image-i386/,
# where `package` tells name and version.
#
# Any user can, on a Debian system of any architecture: nothing is installed. A folder gets its final
# name last.
set -eu
umask 022
cd "$(dirname "$0")/../.."

downloads=$PWD/build/downloads
final=$PWD/build/sources/linux-image-i386
metapackage=linux-image-686
folders='drivers/net drivers/pps drivers/ptp drivers/virtio lib net/core'

say() {
    echo "setup: $*"
}

version() {
    cksum < tools/setup/linux-image.sh
}

ready() {
    test "$(cat "$final/.complete" 2>/dev/null)" = "$(version)"
}

fetch() {
    say "fetching Debian's i386 Linux (about 50 MB)"
    rm -rf "$downloads/linux-image.partial"
    tools/setup/fetch.sh dependency $metapackage "$downloads/linux-image.partial" i386
    mv "$downloads"/linux-image.partial/linux-image-*_i386.deb "$downloads"
    rm -rf "$downloads/linux-image.partial" "$downloads/apt-i386"
}

# Which files of the package are wanted, as patterns of tar.
patterns() {
    echo './boot/vmlinuz-*'
    for folder in $folders; do
        echo "./lib/modules/*/kernel/$folder/*"
    done
}

# unpack PACKAGE.deb FOLDER
unpack() {
    mkdir -p "$2"
    patterns > "$2/patterns"
    dpkg-deb --fsys-tarfile "$1" | tar -x -C "$2" --wildcards -T "$2/patterns" &&
        mv "$2"/boot/vmlinuz-* "$2/vmlinuz" &&
        mv "$2"/lib/modules/*/kernel "$2/modules" && rm -r "$2/boot" "$2/lib" "$2/patterns" &&
        dpkg-deb --showformat '${Package} ${Version}\n' --show "$1" > "$2/package"
}

ready && exit 0
command -v dpkg-deb >/dev/null && command -v apt-get >/dev/null || {
    echo "error: setup: this is not a Debian system" >&2
    echo "help: run it on Debian 12, in a container for example" >&2
    exit 3
}
mkdir -p "$downloads" "${final%/*}"
exec 9>"$downloads/.lock"
flock -n 9 || { say "another setup is at work, waiting for it"; flock 9; }
ready && exit 0
package=$(ls "$downloads"/linux-image-*_i386.deb 2>/dev/null | tail -n 1)
if test -z "$package"; then
    fetch
    package=$(ls "$downloads"/linux-image-*_i386.deb | tail -n 1)
fi
say "unpacking Debian's i386 Linux"
rm -rf "$final.partial"
if ! unpack "$package" "$final.partial"; then
    rm "$package"
    echo "error: setup: $package is damaged or not what was expected" >&2
    echo "help: run make setup-linux again: it fetches the package anew" >&2
    exit 1
fi
version > "$final.partial/.complete"
rm -rf "$final"
mv "$final.partial" "$final"
say "Debian's i386 Linux is ready: $(cat "$final/package")"
