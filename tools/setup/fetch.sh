#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# Fetches one package from the Debian archive that this system uses, as any user and
# without touching the system's apt: fetch.sh binary|source PACKAGE FOLDER.
#
# apt gets a state of its own under build/downloads/apt. Its sources are derived from the
# system's: the same archives and suites, if they are signed by Debian, for the native
# architecture, with source packages turned on. What apt delivers it has verified.
set -eu
kind=$1 package=$2 folder=$3
here=$(cd "$(dirname "$0")" && pwd)
state=$(cd "$here/../.." && pwd)/build/downloads/apt
keyring=/usr/share/keyrings/debian-archive-keyring.gpg
attempts=3

fail() {
    echo "error: setup: $1" >&2
    echo "help: $2" >&2
    exit 1
}

# apt on its private state. It may run as root and as anyone.
private_apt() {
    apt-get \
        -o Dir::State="$state" -o Dir::State::status=/var/lib/dpkg/status \
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
        private_apt "$@" 2>"$words"
    else
        private_apt -qq "$@" >"$words" 2>&1
    fi
}

get() {
    cd "$folder"
    case $kind in
    binary) attempt get-messages download "$package" ;;
    source) attempt get-messages source --download-only "$package" ;;
    esac
}

test -f $keyring || fail "there is no $keyring" "as root, run: apt-get install debian-archive-keyring"
mkdir -p "$state/lists/partial" "$state/cache/archives/partial" "$state/sources" "$folder"
awk -v keyring=$keyring -v architecture="$(dpkg --print-architecture)" -f "$here/derive-sources.awk" \
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
