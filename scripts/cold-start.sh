#!/usr/bin/env bash
# Prints how long the server takes from exec to its first 200 on /readyz, and the client to its
# first frame with no server to answer: medians of release builds. Fails above 150 and 30 ms.
set -euo pipefail
cd "$(dirname "$0")/.."

bin=${BURBLE_BIN:-.build-bin}
ready_ms_max=150

python3 scripts/cold-start.py "$bin/chat-server" "$ready_ms_max"
python3 scripts/first-frame.py 21 "$bin/chat-tui" --server http://127.0.0.1:9 --name first
