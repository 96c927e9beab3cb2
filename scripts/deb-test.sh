#!/usr/bin/env bash
# Installs the packages of `make deb` in a fresh Debian, starts the server, posts, upgrades with a
# stream open, and purges: nothing may be lost, and nothing may be left. For root, on Debian 12.
#
#     scripts/deb-test.sh [--write]    --write puts the result into docs/reliability.md
#
# BURBLE_ROOT is a tarball of a fresh Debian, which is made (in a minute and a half) if there is
# none. NEW and OLD are the versions that it is upgraded to and from. OLD_BIN is a folder with
# release builds of older programs, from which the second is built; without it, it is built from the
# same programs.
set -euo pipefail
cd "$(dirname "$0")/.."

out=$PWD/.build-deb
tarball=${BURBLE_ROOT:-$out/root.tar}
port=${PORT:-18480}
old=${OLD:-0.0.1-1}
bin=${BURBLE_BIN:-.build-bin}
old_bin=${OLD_BIN:-$bin}
is_written=
case $* in
'') ;;
--write) is_written=1 ;;
*) echo 'usage: scripts/deb-test.sh [--write]' >&2; exit 64 ;;
esac
new=${NEW:-$(sed -n 's/.*text = "\([^"]*\)".*/\1/p' Sources/ChatProtocol/ProgramVersion.swift)-1}
root=$(mktemp -d)
server=

say() { printf 'deb-test: %s\n' "$*"; }
fail() { say "FAILED: $*" >&2; exit 1; }

# Runs a command in the new Debian.
inside() { chroot "$root" /usr/bin/env -i PATH=/usr/sbin:/usr/bin:/sbin:/bin HOME=/root \
    DEBIAN_FRONTEND=noninteractive LC_ALL=C.UTF-8 "$@"; }

leave() {
    [ -z "$server" ] || kill "$server" 2>/dev/null || true
    [ -z "$server" ] || wait "$server" 2>/dev/null || true
    umount "$root/proc" 2>/dev/null || true
    umount "$root/dev" 2>/dev/null || true
    rm -rf --one-file-system "$root"
}
trap leave EXIT

# What the unit does, by hand: its command line, as its user.
start() {
    local command
    command=$(sed -n 's/^ExecStart=//p' "$root/usr/lib/systemd/system/burble-server.service" \
        "$root/lib/systemd/system/burble-server.service" 2>/dev/null | head -n 1)
    [ -n "$command" ] || fail 'the unit has no command'
    (
        exec chroot "$root" /usr/bin/env -i PATH=/usr/bin:/bin \
            setpriv --reuid burble --regid burble --init-groups \
            sh -c "umask 077; cd /; exec $command" 2>"$root/server.log"
    ) &
    server=$!
    for _ in $(seq 100); do
        curl -qsf "http://127.0.0.1:$port/readyz" >/dev/null && return
        kill -0 "$server" 2>/dev/null || fail "the server ended: $(cat "$root/server.log")"
        sleep 0.1
    done
    fail 'the server is not ready'
}

stop() {
    kill "$server"
    wait "$server" || fail "the server left with $?"
    server=
}

post() {
    curl -qsf -u tester: -d "$1" "http://127.0.0.1:$port/rooms/general/messages" >/dev/null \
        || fail "post: $1"
}

# Which schema the log of a server that has ended has: a byte of SQLite's header.
schema() { od -An -tu1 -j63 -N1 "$root/var/lib/burble/burble.sqlite" | tr -d ' '; }

build() {
    say "building $2"
    NO_LINTIAN=1 BURBLE_BIN=$1 BURBLE_DEB_VERSION=$2 scripts/deb.sh >/dev/null
}

# That each paper that the units name is there, and the manual pages of each depth.
look_for_papers() {
    local paper page
    for paper in $(sed -n 's/^Documentation=//p' "$root"/{usr/,}lib/systemd/system/burble-server.* \
        2>/dev/null); do
        case $paper in
        file://*) [ -s "$root${paper#file://}" ] || fail "a unit names $paper" ;;
        man:*)
            page=${paper#man:}
            [ -s "$root/usr/share/man/man1/${page%(1)}.1.gz" ] || fail "a unit names $paper"
            ;;
        esac
    done
    [ -n "${page:-}" ] || fail 'no unit names a manual page'
    for page in chat-server{,-backup,-user-add,-ban-lift} chat-tui; do
        [ -s "$root/usr/share/man/man1/$page.1.gz" ] || fail "no manual page for $page"
    done
    for paper in operating.md contrib/alerts.yml contrib/dashboard.json; do
        [ -s "$root/usr/share/doc/burble-server/$paper" ] || fail "no $paper as it is"
    done
}

# That an upgrade leaves the socket alone, and a removal leaves nothing that runs: there is no
# systemd here to try it with.
look_at_scripts() {
    local scripts=$root/tmp/scripts unit
    dpkg-deb -e "$out/burble-server_${new}_$(dpkg --print-architecture).deb" "$scripts"
    ! grep -qs "stop 'burble-server.socket'" "$scripts/preinst" \
        || fail 'an upgrade stops the socket'
    for unit in service socket; do
        grep -q "stop 'burble-server.$unit'" "$scripts/prerm" || fail "a removal leaves the $unit"
    done
}

# What came of it, for the page.
result() {
    local kind=${OLD_BIN:+of older programs} score
    score=$(systemd-analyze security --offline=true --no-pager \
        "$root"/{usr/,}lib/systemd/system/burble-server.service 2>/dev/null \
        | sed -n 's/.*exposure level for .*: \([0-9.]* [A-Z]*\).*/\1/p' | tail -n 1)
    printf '%s\n' "$(date +%Y-%m-%d), commit $(git rev-parse --short HEAD), Debian \
$(cat "$root/etc/debian_version"): installed, started, upgraded with a stream open and purged." \
        '' '| what | result |' '| --- | --- |' \
        "| upgraded from | $old, ${kind:-of the same programs}, log schema $old_schema |" \
        "| upgraded to | $new, log schema $new_schema |" \
        '| `lintian` | no error and no warning |' \
        "| \`systemd-analyze security\` | ${score:-not tried} |"
}

write() {
    python3 -c 'import sys
sys.path.insert(0, "Tests/Reliability")
from run import PAGES, rewrite
rewrite("packages", sys.stdin.read(), PAGES[False])'
}

if [ -n "${OLD_BIN:-}" ] && cmp -s "$old_bin/chat-server" "$bin/chat-server"; then
    fail 'OLD_BIN has the same server'
fi
# One that is left from before may be of other programs.
build "$old_bin" "$old"
[ -f "$out/burble-server_${new}_$(dpkg --print-architecture).deb" ] || build "$bin" "$new"
say 'having lintian look'
lintian --fail-on error,warning "$out"/burble-*_"${new}"_*.deb || fail lintian

if [ ! -f "$tarball" ]; then
    say 'making a fresh Debian'
    mmdebstrap --variant=minbase \
        --include=systemd-standalone-sysusers,systemd-standalone-tmpfiles bookworm "$tarball"
fi
tar -xf "$tarball" -C "$root" --exclude=./dev/*
mount -t proc proc "$root/proc"
mount --bind /dev "$root/dev"
cp /etc/resolv.conf "$root/etc/resolv.conf" 2>/dev/null || true
# How this machine reaches its packages is how the new one does.
cp -n /etc/apt/apt.conf.d/99* "$root/etc/apt/apt.conf.d/" 2>/dev/null || true
cp "$out"/burble-*_"${old}"_*.deb "$out"/burble-*_"${new}"_*.deb "$root/tmp"
look_at_scripts

say "installing $old"
inside apt-get update -qq
inside sh -c "apt-get install -y -qq /tmp/burble-*_${old}_*.deb" >"$out/install.log" 2>&1 \
    || fail "install: $(tail -n 5 "$out/install.log")"
sed -i "s/^#listen:.*/listen: \"127.0.0.1:$port\"/" "$root/etc/burble/server.yaml"
[ "$(inside stat -c '%U %a' /var/lib/burble)" = 'burble 700' ] \
    || fail 'the data folder is not private'
[ "$(inside chat-tui --version)" != '' ] || fail 'chat-tui does not start'

say 'starting, posting'
start
post 'before the upgrade'
curl -qsN "http://127.0.0.1:$port/rooms/general/stream?since=all" >"$root/stream.txt" &
reader=$!
for _ in $(seq 50); do grep -q 'before the upgrade' "$root/stream.txt" && break; sleep 0.1; done
backup=/var/lib/burble/copy
inside setpriv --reuid burble --regid burble --init-groups \
    chat-server --config /etc/burble/server.yaml backup "$backup" >/dev/null || fail backup
rm -rf "$root$backup"

say "upgrading to $new"
inside sh -c "apt-get install -y -qq /tmp/burble-*_${new}_*.deb" \
    >"$out/upgrade.log" 2>&1 \
    || fail "upgrade: $(tail -n 5 "$out/upgrade.log")"
grep -q "listen: \"127.0.0.1:$port\"" "$root/etc/burble/server.yaml" \
    || fail 'the settings were lost'
stop
wait "$reader" || fail 'the stream was cut, not ended'
grep -q '^# bye' "$root/stream.txt" || fail 'the stream had no farewell'
old_schema=$(schema)
look_for_papers
start
post 'after the upgrade'
said=$(curl -qsf "http://127.0.0.1:$port/rooms/general/messages?format=text")
for text in 'before the upgrade' 'after the upgrade'; do
    [[ $said == *"$text"* ]] || fail "lost: $text"
done
inside setpriv --reuid burble --regid burble --init-groups \
    chat-server --config /etc/burble/server.yaml check || fail check
stop
new_schema=$(schema)
[ "$new_schema" -ge "$old_schema" ] || fail "the log went from schema $old_schema to $new_schema"
# The unit is gone with the purge.
[ -z "$is_written" ] || result=$(result)

say 'purging'
inside apt-get purge -y -qq burble-server burble-tui >"$out/purge.log" 2>&1 \
    || fail "purge: $(tail -n 5 "$out/purge.log")"
left=$(find "$root" -xdev \( -path "$root/proc" -o -path "$root/dev" -o -path "$root/tmp" \) \
    -prune -o \( -name '*burble*' -o -name 'chat-server*' -o -name 'chat-tui*' \
    -o -name '_chat-*' \) -print \
    | grep -v "^$root/var/lib/apt/\|^$root/var/cache/" || true)
[ -z "$left" ] || fail "left behind: $left"
inside getent passwd burble >/dev/null && fail 'the user is left'
inside getent group burble >/dev/null && fail 'the group is left'
[ -z "$is_written" ] || write <<<"$result"
say 'passed'
