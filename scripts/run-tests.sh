#!/usr/bin/env bash
# Runs tests that are built already, and fails also when none ran, which `swift test` alone lets
# pass. Arguments go to `swift test`. BURBLE_SKIP names tests that are left out, as a pattern.
set -euo pipefail
cd "$(dirname "$0")/.."

report=$(mktemp)
trap 'rm -f "$report"' EXIT
ran=0

run() {
    # A trap in a test must end it, not open the interactive backtracer.
    SWIFT_BACKTRACE=interactive=no swift test --skip-build --disable-xctest "$@" 2>&1 \
        | tee "$report" || {
        # Where only the end of a long report is kept, the reason must be in it.
        printf '\ntest: what failed\n' >&2
        # What a test says of itself may have many rows, as a screen has.
        awk '/^✘ Test run/ { told = 0; next }
            /^✘/ { told = 40 } /^(◇|✔|➜)/ { told = 0 }
            told > 0 || /error:|Fatal error|ERROR: .*Sanitizer/ { print; told-- }' "$report" \
            | tail -n 100 >&2 || true
        exit 1
    }
    local count
    count=$(sed -n 's/.*Test run with \([1-9][0-9]*\) tests\{0,1\} .*/\1/p' "$report" | tail -n 1)
    [ -n "$count" ] || {
        echo "test: no test ran" >&2
        exit 1
    }
    ran=$((ran + count))
}

# These look at no clock, port, or lock that others have too: they run beside each other. The rest
# starts servers, terminals and browsers and waits for them: a few at a time, so that none starves
# on two cores. What was asked for by name runs one after the other.
pure='^(ChatProtocol|ChatTUI|ChatStore|ContentHash|Credentials|Tidy)Tests\.'
case " $* " in
*' --filter '* | *' --skip '*) run --no-parallel "$@" ;;
*)
    # All at once would have some 1,400 descriptors open, more than a shell may allow.
    export SWT_EXPERIMENTAL_MAXIMUM_PARALLELIZATION_WIDTH=8
    # The streaming library has none of these.
    [ "${BURBLE_PART:-}" = stream ] \
        || run --parallel --filter "$pure" ${BURBLE_SKIP:+--skip "$BURBLE_SKIP"} "$@"
    export SWT_EXPERIMENTAL_MAXIMUM_PARALLELIZATION_WIDTH=3
    run --parallel --skip "$pure${BURBLE_SKIP:+|$BURBLE_SKIP}" "$@"
    printf '\nTest run with %d tests in two parts passed.\n' "$ran"
    ;;
esac
