#!/usr/bin/env bash
# The short form of `npm run test:trino` for CI: at most 5 minutes, the cluster's start included. Says aloud what could not
# be run, and then ends with 0: a machine without Maven, Java 24, network or speed fails nothing. A test that fails does.
set -uo pipefail
cd "$(dirname "$0")/.."
LIMIT=${TRINO_CI_LIMIT:-300}
LEAST=90 # seconds: a cluster needs most of them to start
SHUTTING=15 # seconds that are kept for ending the cluster
left() { echo $((LIMIT - SHUTTING - SECONDS)); }
skip() { echo "TRINO NOT TESTED: $1" >&2; exit 0; }
[ "$(left)" -ge "$LEAST" ] || skip "only $LIMIT s are left for it"
[ -d .trino/server-476 ] || command -v mvn > /dev/null || skip "no Maven on this machine, and no server in .trino/"
trap 'timeout -k 5 $SHUTTING npm run -s trino:down > /dev/null 2>&1' EXIT
TRINO_WAIT=150 timeout -k 5 "$(left)" npm run -s trino:up || skip "the cluster did not start within $LIMIT s (see above)"

# One after the other while there is time: every SQL text, names and values, how cells are read; then two exports, contracts,
# what a run leaves behind, and who is not let in.
run() {
  local limit; limit=$(left)
  [ "$limit" -ge 10 ] || { echo "TRINO NOT TESTED: $*: no time left of $LIMIT s" >&2; return 0; }
  timeout -k 5 "$limit" npx vitest run --config vitest.trino.config.ts "$@"
  local code=$?
  [ $code -ne 124 ] && [ $code -ne 137 ] && return $code
  echo "TRINO NOT TESTED: $*: did not end within $LIMIT s" >&2
}
failed=0
run packages/longworth/test/trino/texts.trino.ts || failed=1
run packages/longworth/test/trino/run.trino.ts -t 'contracts|leaves in iceberg|is not there' || failed=1
run packages/longworth/test/trino/names.trino.ts packages/longworth/test/trino/cells.trino.ts || failed=1
run packages/longworth/test/trino/intake.trino.ts -t '^(stripe|woo)$' || failed=1
run packages/longworth/test/trino/security.trino.ts -t 'not in' || failed=1
echo "Trino: $SECONDS s"
exit $failed
