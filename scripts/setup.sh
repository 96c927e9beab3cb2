#!/usr/bin/env bash
# Installs what is missing to build and run Burble (`setup.sh run`), also to test it (`setup.sh
# test`) or to build and test its packages (`setup.sh package`), on Debian and its kin. Says what it
# does; does nothing when all is there.
set -euo pipefail
cd "$(dirname "$0")/.."

purpose=${1:-run}
venv=.venv
pins=Tests/Clients/requirements.txt
# What the programs are built with.
libraries=(libsqlite3-dev libssl-dev libncurses-dev libpq-dev)

say() { printf 'setup: %s\n' "$*" >&2; }
fail() { say "$*"; exit 1; }

check_swift() {
    command -v swift >/dev/null \
        || fail "Swift is missing. Install 6.2 or newer: https://swift.org/install"
    local version
    version=$(swift --version 2>/dev/null \
        | sed -n 's/.*Swift version \([0-9]*\.[0-9]*\).*/\1/p' \
        | head -n 1)
    [ "$(printf '%s\n6.2\n' "${version:-0}" | sort -V | head -n 1)" = 6.2 ] \
        || fail "Swift ${version:-of unknown version} is too old: 6.2 or newer is needed."
}

# Whether a package is installed. A browser or tool from elsewhere counts as well as Debian's.
has() {
    case $1 in
    chromium) command -v chromium || command -v chromium-headless-shell ;;
    curl | openssl | tmux | python3) command -v "$1" ;;
    *) [ "$(dpkg-query -W -f '${db:Status-Status}' "$1" 2>/dev/null)" = installed ] ;;
    esac >/dev/null
}

as_root() {
    if [ "$(id -u)" = 0 ]; then "$@"; else sudo "$@"; fi
}

install_packages() {
    local missing=() package
    for package in "$@"; do has "$package" || missing+=("$package"); done
    [ ${#missing[@]} -gt 0 ] || return 0
    command -v apt-get >/dev/null \
        || fail "These are missing, and there is no apt-get: ${missing[*]}"
    say "installing ${missing[*]}"
    as_root env DEBIAN_FRONTEND=noninteractive apt-get update -qq >&2
    as_root env DEBIAN_FRONTEND=noninteractive \
        apt-get install -y -qq --no-install-recommends "${missing[@]}" >/dev/null
}

# Python's SSE client, for the tests alone; made again when the pins change.
install_venv() {
    cmp -s "$pins" "$venv/installed.txt" && return 0
    say "installing $(grep -c == "$pins") Python packages into $venv"
    python3 -m venv --clear "$venv"
    "$venv/bin/pip" install --quiet --disable-pip-version-check --requirement "$pins" >&2
    cp "$pins" "$venv/installed.txt"
}

check_swift
case $purpose in
run) install_packages "${libraries[@]}" ;;
test)
    install_packages \
        "${libraries[@]}" curl openssl tmux python3 python3-venv chromium apache2-utils caddy \
        chafa faketime haproxy nghttp2-client nginx-light openssh-client pgbouncer postgresql \
        xterm xvfb fontconfig fonts-dejavu-core fonts-noto-color-emoji
    install_venv
    ;;
package)
    install_packages "${libraries[@]}" python3 dpkg-dev debhelper lintian mmdebstrap
    ;;
*) fail "usage: $0 run|test|package" ;;
esac
