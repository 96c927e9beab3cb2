#!/usr/bin/env bash
# Builds and runs every test. Fails also when no test ran, which `swift test` alone lets pass.
# Arguments go to `swift test`: scripts/test.sh --filter EndToEnd
set -euo pipefail
cd "$(dirname "$0")/.."

report=$(mktemp)
trap 'rm -f "$report"' EXIT

swift build --build-tests
# One after the other: some look at the clock, and some at a port or a lock that they gave back.
# A trap in a test must end it, not open the interactive backtracer.
SWIFT_BACKTRACE=interactive=no swift test --skip-build --disable-xctest \
    --no-parallel "$@" 2>&1 \
    | tee "$report" || {
    # Where only the end of a long report is kept, the reason must be in it.
    printf '\ntest: what failed\n' >&2
    grep -aE '^(✘|↳)|error:|Fatal error' "$report" | grep -av '^✘ Test run' | tail -n 40 >&2 || true
    exit 1
}
grep -qE 'Test run with [1-9][0-9]* tests?' "$report" || {
    echo "test: no test ran" >&2
    exit 1
}
