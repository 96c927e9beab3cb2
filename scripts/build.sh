#!/usr/bin/env bash
# Builds releases: `build.sh server`, `build.sh client` or both; they are found in .build-bin.
# The client is linked with Swift's library in it, which halves the time to its first frame.
set -euo pipefail
cd "$(dirname "$0")/.."

mkdir -p .build-bin

server() {
    swift build -c release --product chat-server
    ln -sf ../.build/release/chat-server .build-bin/chat-server
}

client() {
    BURBLE_PART=client swift build -c release --product chat-tui \
        --static-swift-stdlib --scratch-path .build-client
    ln -sf ../.build-client/release/chat-tui .build-bin/chat-tui
}

for part in "${@:-both}"; do
    case $part in
    server | client) "$part" ;;
    both) server && client ;;
    *) echo "usage: $0 [server] [client]" >&2; exit 64 ;;
    esac
done
