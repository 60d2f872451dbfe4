import { readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { afterAll, expect, test } from "vitest";
import { run } from "../../src/app/run.js";
import { runRequest } from "../../src/cli/options/request.js";
import { inlineWorkers } from "../../src/run/workers.js";
import { exportCsv } from "../../src/simulate/export-csv.js";
import { PRESETS, SHOP_NAMES, type ShopName } from "../../src/simulate/presets.js";
import { simulateShop } from "../../src/simulate/shop.js";
import { formatter } from "../../src/words/format.js";
import { openRun } from "../../src/workspace/runs.js";
import { emptyFolder, testEffects } from "../support/effects.js";

/** What each fixture shop must be served with, graded and told. `demo` is tested by its command. */
type Expected = Readonly<{
  why: string; // what this shop is for
  served: readonly string[]; // any of these
  grades: readonly string[]; // any of these, of the headline horizon
  findings: readonly string[]; // exactly these ids, in any order
  truthInBand: boolean; // of the total revenue
}>;

const SEED = 1;
const FILE = new URL("../fixtures/shops/expected.json", import.meta.url);
// cast: the file is ours
const EXPECTED = JSON.parse(readFileSync(FILE, "utf8")) as Readonly<Record<Exclude<ShopName, "demo">, Expected>>;
const { money } = formatter("en");
const effects = testEffects({ workers: inlineWorkers() });
afterAll(() => effects.workers.close());

test("every fixture shop has its expectations", () => {
  expect(Object.keys(EXPECTED).sort()).toEqual(SHOP_NAMES.filter((name) => name !== "demo").sort());
});

// cast: fromEntries and entries forget the keys
test.each(Object.entries(EXPECTED) as [ShopName, Expected][])(
  "the shop %s is served, graded and told as it should",
  async (name, wanted) => {
    const shop = simulateShop(PRESETS[name], SEED);
    const folder = emptyFolder();
    const file = path.join(folder, "orders.csv");
    writeFileSync(file, [...exportCsv(shop)].join(""));
    const written = { workspace: [path.join(folder, "longworth")], horizon: ["365d"] };
    const request = runRequest([file], written, { threads: 1, memory: "1000MB" });
    const result = await run(request, effects);
    const { manifest } = await openRun(request.workspace, result.run, effects.files);
    const total = manifest.totals["365d"]!;

    expect(wanted.served).toContain(manifest.served.name);
    expect(wanted.grades).toContain(manifest.grades["365d"]!.letter);
    expect(manifest.findings.map(({ id }) => id).sort()).toEqual([...wanted.findings].sort());
    const { totalRevenue } = shop.truth;
    expect(total.p05 <= totalRevenue && totalRevenue <= total.p95).toBe(wanted.truthInBand);

    const texts = manifest.findings.map(
      ({ text, amount, p05, p95, export: command }) =>
        `${text}\n  ${money(amount, "EUR")} (${money(p05, "EUR")} to ${money(p95, "EUR")})  ${command}\n`,
    );
    await expect(texts.join("\n")).toMatchFileSnapshot(`../golden/findings-${name}.txt`);
  },
);
