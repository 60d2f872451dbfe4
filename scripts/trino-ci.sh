#!/usr/bin/env bash
# The short form of `npm run test:trino` for CI: at most 5 minutes, the cluster's start included. Says aloud when it could
# not be run, and then ends with 0: a machine without Maven or Java 24 fails nothing.
set -euo pipefail
cd "$(dirname "$0")/.."
LIMIT=${TRINO_CI_LIMIT:-300}
started=$(date +%s)
left() { echo $((LIMIT - ($(date +%s) - started))); }
skip() { echo "TRINO NOT TESTED: $1" >&2; exit 0; }
command -v mvn > /dev/null || skip "no Maven on this machine"
trap 'npm run -s trino:down' EXIT
TRINO_WAIT=150 timeout "$(left)" npm run -s trino:up || skip "the cluster did not start within $LIMIT s (see above)"
run() { timeout "$(left)" npx vitest run --config vitest.trino.config.ts "$@"; }
# Every SQL text, names and values, how cells are read: seconds. Then two exports and what a run leaves behind.
run packages/longworth/test/trino/texts.trino.ts packages/longworth/test/trino/names.trino.ts packages/longworth/test/trino/cells.trino.ts
run packages/longworth/test/trino/intake.trino.ts -t '^(stripe|woo)$'
run packages/longworth/test/trino/run.trino.ts -t 'leaves|is not there'
echo "Trino tested in $(($(date +%s) - started)) s"
