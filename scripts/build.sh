#!/usr/bin/env bash
# Builds releases: `build.sh server`, `build.sh client` or both; they are found in .build-bin.
# The client is linked with Swift's library in it, which halves the time to its first frame, and by
# lld: without names for others to link to, and with the places of its pointers packed, it takes
# three megabytes less of memory; with the functions side by side that a session calls, five more
# (chat-tui.order, which order.py makes). CLIENT_MAP is a file to write the client's layout to.
set -euo pipefail
cd "$(dirname "$0")/.."

mkdir -p .build-bin

server() {
    swift build -c release --product chat-server
    ln -sf ../.build/release/chat-server .build-bin/chat-server
}

client() {
    local built=.build-client/release/chat-tui file
    for file in scripts/chat-tui.order scripts/client.ld scripts/exports.map; do
        # The build links again when the code or an option changes, and not for these.
        if [ "$file" -nt "$built" ]; then rm -f "$built"; fi
    done
    BURBLE_PART=client swift build -c release --product chat-tui \
        --static-swift-stdlib --scratch-path .build-client \
        -Xswiftc -Xfrontend -Xswiftc -function-sections -Xcc -ffunction-sections \
        -Xswiftc -use-ld=lld -Xlinker --version-script="$PWD/scripts/exports.map" \
        -Xlinker --icf=safe -Xlinker -z -Xlinker pack-relative-relocs \
        -Xlinker --symbol-ordering-file="$PWD/scripts/chat-tui.order" \
        -Xlinker --no-warn-symbol-ordering -Xlinker -T -Xlinker "$PWD/scripts/client.ld" \
        ${CLIENT_MAP:+-Xlinker --no-demangle -Xlinker -Map="$CLIENT_MAP"}
    ln -sf ../.build-client/release/chat-tui .build-bin/chat-tui
}

for part in "${@:-both}"; do
    case $part in
    server | client) "$part" ;;
    both) server && client ;;
    *) echo "usage: $0 [server] [client]" >&2; exit 64 ;;
    esac
done
