#!/usr/bin/env bash
# Builds releases: `build.sh server`, `build.sh client` or both; they are found in .build-bin.
# Both are compiled with the same flags into the same folder, so that the second one finds what they
# share. Swift's library is linked into them, which halves the client's time to its first frame.
# lld saves three megabytes of the client's memory: it leaves out the names for others to link to,
# and packs the places of its pointers. With the functions side by side that a session calls, it is
# five more (chat-tui.order, which order.py makes). CLIENT_MAP is a file to write the layout to.
set -euo pipefail
cd "$(dirname "$0")/.."

mkdir -p .build-bin

# What is compiled with other flags is compiled anew: these are for both. C without debugging
# information, which is nearly all BoringSSL, takes a sixth less time.
build() {
    swift build -c release --static-swift-stdlib -Xswiftc -use-ld=lld \
        -Xswiftc -Xfrontend -Xswiftc -function-sections -Xcc -ffunction-sections -Xcc -g0 "$@"
}

server() {
    build --product chat-server
    ln -sf ../.build/release/chat-server .build-bin/chat-server
}

client() {
    local built=.build/release/chat-tui file
    for file in scripts/chat-tui.order scripts/client.ld scripts/exports.map; do
        # The build links again when the code or an option changes, and not for these.
        if [ "$file" -nt "$built" ]; then rm -f "$built"; fi
    done
    build --product chat-tui \
        -Xlinker --version-script="$PWD/scripts/exports.map" \
        -Xlinker --icf=safe -Xlinker -z -Xlinker pack-relative-relocs \
        -Xlinker --symbol-ordering-file="$PWD/scripts/chat-tui.order" \
        -Xlinker --no-warn-symbol-ordering -Xlinker -T -Xlinker "$PWD/scripts/client.ld" \
        ${CLIENT_MAP:+-Xlinker --no-demangle -Xlinker -Map="$CLIENT_MAP"}
    ln -sf ../.build/release/chat-tui .build-bin/chat-tui
}

for part in "${@:-both}"; do
    case $part in
    server | client) "$part" ;;
    both) server && client ;;
    *) echo "usage: $0 [server] [client]" >&2; exit 64 ;;
    esac
done
