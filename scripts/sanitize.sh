#!/usr/bin/env bash
# Runs the pure and the server tests under AddressSanitizer, built in a folder of its own. Fails
# when it reports anything, and when no test ran.
set -euo pipefail
cd "$(dirname "$0")/.."

# What Swift's runtime keeps for the life of a process counts as no leak.
export ASAN_OPTIONS=detect_leaks=0
export BURBLE_PART=server
options=(--sanitize=address --scratch-path .build-address)
swift build --build-tests "${options[@]}"
# The long tables of who may do what run the same code for each caller: once is enough, without it.
BURBLE_SKIP='AccessTableTests|HiddenTests' scripts/run-tests.sh "${options[@]}"
