#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# Makes a Debian system ready to build Slipway: installs the packages that are missing
# and fetches the sources of Linux and lwIP into build/. It is shell because nothing but
# a shell and make is there yet. What is done already is not done again; what was
# interrupted is begun anew, because a result gets its final name last.
#
# Exit status: 0 ready, 1 failed, 3 something must be done by hand first (it says what).
set -eu
umask 022
cd "$(dirname "$0")/../.."

downloads=$PWD/build/downloads
sources=$PWD/build/sources
here=tools/setup
linux=linux-source-6.1

say() {
    echo "setup: $*"
}

# fail STATUS WHAT HELP
fail() {
    echo "error: setup: $2" >&2
    echo "help: $3" >&2
    exit "$1"
}

wanted_packages() {
    sed -e 's/#.*//' -e '/^[[:space:]]*$/d' -e 's/[[:space:]].*//' $here/packages
    $here/runs-32-bit || echo qemu-user
}

# Which of the packages in the list are not installed.
missing_packages() {
    installed=$(dpkg-query -W -f '${db:Status-Abbrev} ${Package}\n' $(wanted_packages) 2>/dev/null |
        sed -n 's/^ii  *//p')
    for package in $(wanted_packages); do
        case "
$installed
" in
        *"
$package
"*) ;;
        *) printf '%s ' "$package" ;;
        esac
    done
}

install_packages() {
    missing=$(missing_packages)
    test -n "$missing" || return 0
    install="apt-get install --no-install-recommends $missing"
    if test "$(id -u)" = 0; then
        as_root='env'
    elif sudo -n true 2>/dev/null; then
        as_root='sudo -n env'
    else
        fail 3 "packages are missing: $missing" "as root, run: apt-get update && $install"
    fi
    say "installing $missing"
    as_root="$as_root DEBIAN_FRONTEND=noninteractive"
    # The lists may be absent, or too old for the archive: then they are fetched.
    if ! $as_root $install -y -q; then
        say "fetching the package lists"
        $as_root apt-get update -q && $as_root $install -y -q ||
            fail 1 "apt-get could not install: $missing" "see its messages above; is the network reachable?"
    fi
}

# Changes whenever what is unpacked of Linux, or how it is indexed, would differ.
linux_version() {
    cat $here/linux-paths $here/*.c $here/*.h | cksum
}

linux_ready() {
    test "$(cat "$sources/linux-6.1/.complete" 2>/dev/null)" = "$(linux_version)"
}

lwip_ready() {
    test -f "$sources/lwip/.complete"
}

# Puts a finished folder where it belongs: replace NEW FINAL.
replace() {
    rm -rf "$2.old"
    if test -L "$2"; then
        rm "$2"
    elif test -e "$2"; then
        mv "$2" "$2.old"
    fi
    mv "$1" "$2"
    rm -rf "$2.old"
}

fetch_linux() {
    package=$(ls "$downloads"/${linux}_*.deb 2>/dev/null | tail -n 1)
    if test -z "$package"; then
        say "fetching $linux (about 140 MB)"
        $here/fetch.sh binary "$linux" "$downloads/linux.partial"
        mv "$downloads"/linux.partial/${linux}_*.deb "$downloads"
        rm -rf "$downloads/linux.partial"
        package=$(ls "$downloads"/${linux}_*.deb | tail -n 1)
    fi
    say "unpacking $linux and indexing what it defines"
    MAKEFLAGS= make -s build/unpack-linux
    rm -rf "$sources/linux-6.1.partial"
    if ! build/unpack-linux "$package" $here/linux-paths "$sources/linux-6.1.partial"; then
        rm "$package"
        fail 1 "$package is damaged or not what was expected" \
            "run make setup again: it fetches the package anew"
    fi
    linux_version > "$sources/linux-6.1.partial/.complete"
    replace "$sources/linux-6.1.partial" "$sources/linux-6.1"
}

fetch_lwip() {
    if ! ls "$downloads"/lwip/*.dsc >/dev/null 2>&1; then
        say "fetching the source of lwip (about 1 MB)"
        rm -rf "$downloads/lwip.partial"
        mkdir -p "$downloads/lwip.partial"
        $here/fetch.sh source lwip "$downloads/lwip.partial"
        replace "$downloads/lwip.partial" "$downloads/lwip"
    fi
    say "unpacking lwip"
    rm -rf "$sources/lwip.partial"
    # apt has verified the files against the archive's signature.
    if ! output=$(dpkg-source --no-check --no-copy -x "$downloads"/lwip/*.dsc \
            "$sources/lwip.partial" 2>&1); then
        echo "$output" >&2
        rm -rf "$downloads/lwip"
        fail 1 "the source of lwip does not unpack" "run make setup again: it fetches it anew"
    fi
    touch "$sources/lwip.partial/.complete"
    replace "$sources/lwip.partial" "$sources/lwip"
}

command -v dpkg-query >/dev/null && command -v apt-get >/dev/null ||
    fail 3 "this is not a Debian system" "run it on Debian 12, in a container for example"
install_packages
install_packages        # what is needed beside these may be known only now
if linux_ready && lwip_ready; then
    exit 0
fi

mkdir -p "$downloads" "$sources"
exec 9>"$downloads/.lock"
flock -n 9 || { say "another setup is at work, waiting for it"; flock 9; }
linux_ready || fetch_linux
lwip_ready || fetch_lwip
rm -rf "$downloads"/apt-*
say "ready"
