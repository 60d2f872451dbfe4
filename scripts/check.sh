#!/usr/bin/env bash
# Types, lint, format, architecture, budgets: what must be clean before anything lands.
set -euo pipefail
cd "$(dirname "$0")/.."
npx tsc -b
npx oxlint --type-aware packages scripts bench examples
npx prettier --check --log-level warn .
npx depcruise --config .dependency-cruiser.mjs packages/models/src packages/longworth/src
node scripts/budgets.mjs
if grep -q '"resolved": "http' package-lock.json; then echo "package-lock.json names a registry"; exit 1; fi
