#!/usr/bin/env bash
# Fuzzes what is built: `fuzz.sh SECONDS [SEED]`. First the parsers in their tests, then a real
# server over its connections. Without a seed a new one is drawn; it is printed, and repeats what
# failed. What found a fault is kept in Tests/Fuzz/corpus: the parsers' fuzzing begins there too.
# CorpusTests and RequestCorpusTests try it with all other tests.
set -euo pipefail
cd "$(dirname "$0")/.."

seconds=${1:-3600}
seed=${2:-$(od -An -N4 -tu4 /dev/urandom | tr -d ' ')}
# With the packages for HTTP/2, without which half of the server would not be asked.
python=.venv/bin/python
[ -x "$python" ] || { echo 'fuzz: scripts/setup.sh test makes .venv' >&2; exit 69; }

printf 'fuzz: seed %s, %s s: make fuzz SECONDS=%s SEED=%s\n' "$seed" "$seconds" "$seconds" "$seed"
# A hundred rounds of all parsers take about a tenth of a second.
BURBLE_FUZZ_ROUNDS=$((seconds * 100)) BURBLE_FUZZ_SEED=$seed \
    scripts/run-tests.sh --filter FuzzTests
"$python" Tests/Fuzz/fuzz.py --seconds "$seconds" --seed "$seed"
