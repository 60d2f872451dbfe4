/** `npm run test:fuzz --minutes=10 --seed=1`: what was tried is written to docs/fuzz.md. */
import { writeFileSync } from "node:fs";
import path from "node:path";
import { expect, test } from "vitest";
import { fuzz, LIMIT_MS } from "./fuzz.js";

const MINUTES = Number(process.env.npm_config_minutes ?? process.env.MINUTES ?? 10);
const SEED = Number(process.env.npm_config_seed ?? process.env.SEED ?? 1);
const DOCUMENT = path.join(import.meta.dirname, "../../../../../docs/fuzz.md");

test(`odd inputs for ${MINUTES} minutes: every reader answers, none hangs`, async () => {
  const found = await fuzz(MINUTES * 60_000, SEED);
  const rows = found.map(({ target, inputs, slowest }) => `| ${target} | ${inputs} | ${Math.round(slowest)} ms |`);
  const page = `# Odd inputs

Written by \`npm run test:fuzz --minutes=${MINUTES} --seed=${SEED}\`; not to be edited.

Files, configurations and cells changed at random. Each reader must give a value or an error that the user can fix, with
whole sentences, within ${LIMIT_MS / 1000} seconds of CPU (more is a hang). None crashed and none hung.

| reader | inputs | slowest (CPU) |
| --- | ---: | ---: |
${rows.join("\n")}
`;
  writeFileSync(DOCUMENT, page);
  for (const { target, inputs } of found) expect(inputs, target).toBeGreaterThan(0);
});
