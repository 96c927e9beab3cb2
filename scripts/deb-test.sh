#!/usr/bin/env bash
# Installs the packages of `make deb` in a fresh Debian, starts the server, posts, upgrades with a
# stream open, and purges: nothing may be lost, and nothing may be left. For root, on Debian 12.
# BURBLE_ROOT is a tarball of a fresh Debian, which is made (in a minute and a half) if there is
# none; NEW and OLD are the versions, of which the second is built here from the same programs.
set -euo pipefail
cd "$(dirname "$0")/.."

out=$PWD/.build-deb
tarball=${BURBLE_ROOT:-$out/root.tar}
port=${PORT:-18480}
old=${OLD:-0.0.1-1}
bin=${BURBLE_BIN:-.build-bin}
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

for version in "$old" "$new"; do
    [ -f "$out/burble-server_${version}_$(dpkg --print-architecture).deb" ] && continue
    say "building $version"
    NO_LINTIAN=1 BURBLE_BIN=$bin BURBLE_DEB_VERSION=$version scripts/deb.sh >/dev/null
done

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

say "installing $old"
inside apt-get update -qq
inside sh -c "apt-get install -y -qq /tmp/burble-*_${old}_*.deb" >"$out/install.log" 2>&1 \
    || fail "install: $(tail -n 5 "$out/install.log")"
sed -i "s/^#listen:.*/listen: \"127.0.0.1:$port\"/" "$root/etc/burble/server.yaml"
[ "$(inside stat -c '%U %a' /var/lib/burble)" = 'burble 700' ] \
    || fail 'the data folder is not private'
for page in chat-server chat-server-backup chat-server-user-add chat-server-ban-lift chat-tui; do
    [ -s "$root/usr/share/man/man1/$page.1.gz" ] || fail "no manual page for $page"
done
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
start
post 'after the upgrade'
said=$(curl -qsf "http://127.0.0.1:$port/rooms/general/messages?format=text")
for text in 'before the upgrade' 'after the upgrade'; do
    [[ $said == *"$text"* ]] || fail "lost: $text"
done
inside setpriv --reuid burble --regid burble --init-groups \
    chat-server --config /etc/burble/server.yaml check || fail check
stop

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
say 'passed'
