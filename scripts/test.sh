#!/usr/bin/env bash
# Builds and runs every test. Arguments go to `swift test`: scripts/test.sh --filter EndToEnd
# BURBLE_BUILD has more options of the build.
set -euo pipefail
cd "$(dirname "$0")/.."

# shellcheck disable=SC2086 # These are several options.
swift build --build-tests ${BURBLE_BUILD:-}
scripts/run-tests.sh "$@"
