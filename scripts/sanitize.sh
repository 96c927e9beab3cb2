#!/usr/bin/env bash
# Runs the pure and the server tests under AddressSanitizer, built in a folder of its own. Fails
# when it reports anything, and when no test ran.
#
#     scripts/sanitize.sh          the server, with all that it is made of
#     scripts/sanitize.sh stream   the streaming library alone, which reads what strangers send
set -euo pipefail
cd "$(dirname "$0")/.."

# What Swift's runtime keeps for the life of a process counts as no leak.
export ASAN_OPTIONS=detect_leaks=0
export BURBLE_PART=${1:-server}
# The other engine's own code is tried without the sanitizer: it would double the store's tests.
export BURBLE_ENGINE=sqlite
options=(--sanitize=address --scratch-path .build-address)
# This build is made once and whole: by modules, and without what a debugger reads, it takes a fifth
# less of the processors. A report names functions; BURBLE_LINES=1 has it name lines as well.
[ -n "${BURBLE_LINES:-}" ] || options+=(
    -Xswiftc -whole-module-optimization -Xswiftc -num-threads -Xswiftc 2 -Xswiftc -gnone -Xcc -g0
)
swift build --build-tests "${options[@]}"
# Who runs it beside other steps waits for this line before the sources change.
echo 'sanitizer: built'
# The long tables, races and comparisons with a model run the same code again and again: once is
# enough, without the sanitizer. The rules on the sources run nothing of the programs.
server='ChatServerTests\.(AccessTable|Hidden|StreamAccess|MembershipRace|DecisionRace'
server+='|ShardRoomProperty)Tests'
store='ChatStoreTests\.(SearchRooms|SearchText|AmendmentProperty)Tests'
BURBLE_SKIP="^TidyTests\\.|$server|$store" scripts/run-tests.sh "${options[@]}"
