#!/usr/bin/env bash
# Builds the Debian packages burble-server and burble-tui into .build-deb, and has lintian look at
# them. BURBLE_BIN is a folder with release builds of both programs, which are built else;
# BURBLE_DEB_VERSION another version than that of the programs, to test upgrades; NO_LINTIAN=1
# leaves lintian out.
set -euo pipefail
cd "$(dirname "$0")/.."

version=$(sed -n 's/.*text = "\([^"]*\)".*/\1/p' Sources/ChatProtocol/ProgramVersion.swift)
version=${BURBLE_DEB_VERSION:-$version-1}
bin=${BURBLE_BIN:-}
out=$PWD/.build-deb
tree=$out/tree

if [ -z "$bin" ]; then
    scripts/build.sh
    bin=.build-bin
fi

rm -rf "$tree"
mkdir -p "$tree/bin"
cp -rL packaging/debian "$tree/debian"
cp -L "$bin/chat-server" "$bin/chat-tui" "$tree/bin"
cp -r docs contrib "$tree"
scripts/manual.py "$tree/bin/chat-server" "$tree/bin/chat-tui" "$tree/made"

# The day of the commit, so that the same sources make the same packages.
date=$(git log -1 --format=%cD 2>/dev/null || date -R)
cat >"$tree/debian/changelog" <<END
burble ($version) unstable; urgency=medium

  * What each version has is in CHANGELOG.md of the sources.

 -- Burble developers <burble@packages.debian.org>  $date
END

(cd "$tree" && dpkg-buildpackage --build=binary --no-sign -d) >"$out/build.log" 2>&1 || {
    tail -n 30 "$out/build.log" >&2
    exit 1
}
mv "$tree"/../*.deb "$out" 2>/dev/null || true
rm -f "$out"/*.buildinfo "$out"/*.changes
ls -l "$out"/*_"${version}"_*.deb
[ -n "${NO_LINTIAN:-}" ] || lintian --fail-on error,warning "$out"/*_"${version}"_*.deb
