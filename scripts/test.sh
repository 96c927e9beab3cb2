#!/usr/bin/env bash
# Builds and runs every test. Arguments go to `swift test`: scripts/test.sh --filter EndToEnd
set -euo pipefail
cd "$(dirname "$0")/.."

swift build --build-tests
scripts/run-tests.sh "$@"
