import { test } from "vitest";
import { intakeOf } from "../support/intake-of.js";
import { UserError } from "../../src/errors.js";
import { en } from "../../src/words/en.js";
const files = (process.env.PROBE ?? "").split(",");
for (const f of files) test(f, async () => {
  const t0 = performance.now();
  try {
    const opts = process.env.OPTS ? JSON.parse(process.env.OPTS) : {};
    const { intake } = await intakeOf([f], opts);
    console.log(f, Math.round(performance.now() - t0), "ms", JSON.stringify({ ...intake, problems: intake.problems.map((p) => `${p.code} ${p.fate} ${p.records} ${p.amount} | ${p.message} | ${p.hint} | ${JSON.stringify(p.examples)}`) }, null, 1));
  } catch (e) {
    if (e instanceof UserError) console.log(f, "REFUSED", e.code, JSON.stringify(en.errors[e.code](e.facts)), e.place);
    else throw e;
  }
});
