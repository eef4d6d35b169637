#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# Fetches one package from the Debian archive that this system uses, as any user and
# without touching the system's apt: fetch.sh KIND PACKAGE FOLDER [ARCHITECTURE].
# KIND is binary, source, or dependency: the binary package that PACKAGE depends on.
#
# apt gets a state of its own under build/downloads/apt-ARCHITECTURE, where nothing is installed.
# Its sources are derived from the system's: the same archives and suites, if they are signed by
# Debian, for that architecture (default: the native one), with source packages turned on. What apt
# delivers it has verified.
set -eu
kind=$1 package=$2 folder=$3
architecture=${4:-$(dpkg --print-architecture)}
here=$(cd "$(dirname "$0")" && pwd)
state=$(cd "$here/../.." && pwd)/build/downloads/apt-$architecture
keyring=/usr/share/keyrings/debian-archive-keyring.gpg
attempts=3

fail() {
    echo "error: setup: $1" >&2
    echo "help: $2" >&2
    exit 1
}

# A program of apt on its private state. It may run as root and as anyone.
private_apt() {
    program=$1
    shift
    "$program" \
        -o APT::Architecture="$architecture" -o APT::Architectures="$architecture" \
        -o Dir::State="$state" -o Dir::State::status="$state/status" \
        -o Dir::Cache="$state/cache" -o Dir::Etc::sourcelist=/dev/null \
        -o Dir::Etc::sourceparts="$state/sources" -o Dir::Etc::preferencesparts=/dev/null \
        -o Acquire::Languages=none -o Acquire::Retries=3 -o Acquire::http::Timeout=30 \
        -o Acquire::https::Timeout=30 -o APT::Sandbox::User=root "$@"
}

# Runs apt with its progress on a terminal, else quietly, its words kept for a failure:
# attempt FILE ARGUMENT ...
attempt() {
    words=$state/$1
    shift
    if test -t 1; then
        private_apt apt-get "$@" 2>"$words"
    else
        private_apt apt-get -qq "$@" >"$words" 2>&1
    fi
}

# The first package that one depends on.
dependency() {
    private_apt apt-cache depends --important "$1" 2>>"$state/get-messages" |
        sed -n 's/^ *Depends: *//p' | head -n 1
}

get() {
    cd "$folder"
    : > "$state/get-messages"
    case $kind in
    binary) attempt get-messages download "$package" ;;
    dependency)
        wanted=$(dependency "$package")
        test -n "$wanted" && attempt get-messages download "$wanted" ;;
    source) attempt get-messages source --download-only "$package" ;;
    esac
}

test -f $keyring || fail "there is no $keyring" "as root, run: apt-get install debian-archive-keyring"
mkdir -p "$state/lists/partial" "$state/cache/archives/partial" "$state/sources" "$folder"
: > "$state/status"
awk -v keyring=$keyring -v architecture="$architecture" -f "$here/derive-sources.awk" \
    $(ls /etc/apt/sources.list /etc/apt/sources.list.d/*.list /etc/apt/sources.list.d/*.sources 2>/dev/null) \
    </dev/null > "$state/sources/debian.sources"
test -s "$state/sources/debian.sources" ||
    fail "no Debian archive is configured in /etc/apt" "configure one that debian-archive-keyring signs"

for attempt in $(seq $attempts); do
    # An archive that fails need not be the one that has the package.
    test -e "$state/updated" || attempt update-messages update || true
    touch "$state/updated"
    if (get); then
        exit 0
    fi
    rm "$state/updated"
    if test "$attempt" -lt $attempts; then
        echo "setup: fetching $package failed, trying again"
        sleep $((attempt * 3))
    fi
done
tail -q -n 6 "$state/update-messages" "$state/get-messages" >&2
fail "could not fetch the $kind package $package" \
    "is the network reachable, and does the archive in /etc/apt/ still carry $package?"
