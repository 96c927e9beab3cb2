#!/usr/bin/env bash
# Checks what operators are given against the programs that the tests have built: that every setting
# and command is described, that manual pages and alert rules are sound, that the dashboard is what
# its table says, and how the unit is sandboxed. A tool that is not there is told and left out.
set -euo pipefail
cd "$(dirname "$0")/.."

bin=${BURBLE_BIN:-.build/debug}
made=$(mktemp -d)
trap 'rm -rf "$made"' EXIT

# Runs a check if its program is there.
with() {
    if command -v "$1" >/dev/null; then "$@"; else echo "papers: $1 is not there: left out" >&2; fi
}

scripts/manual.py --check "$bin/chat-server" docs/operating.md
scripts/dashboard.py --check
scripts/manual.py "$bin/chat-server" "$bin/chat-tui" "$made"
for page in "$made"/*.1; do
    said=$(with groff -Kutf8 -man -Tutf8 -ww -z "$page" 2>&1 | grep -v 'is not there' || true)
    [ -z "$said" ] || { echo "$said" >&2; exit 1; }
done
# A page that another one names is there.
sed 's/\\-/-/g' "$made"/*.1 \
    | sed -n 's/.*\\fB\(chat-[^\\]*\)\\fR(1).*/\1/p' | sort -u >"$made/named"
while read -r page; do
    [ -f "$made/$page.1" ] || { echo "no manual page for $page" >&2; exit 1; }
done <"$made/named"
# The settings as packaged are settings: a wrong one would end it with 64, and not for the folder.
sed 's|^data: .*|data: /dev/null|; s|^#\([a-z-]*:.\)|\1|' "$made/server.yaml" >"$made/all.yaml"
code=0
"$bin/chat-server" --config "$made/all.yaml" check >"$made/said" 2>&1 || code=$?
[ "$code" = 2 ] || { cat "$made/said" >&2; exit 1; }
with promtool check rules contrib/alerts.yml
(cd contrib && with promtool test rules alerts-test.yml)
with systemd-analyze security --offline=true --threshold=20 --no-pager \
    packaging/debian/burble-server.service | tail -n 1
